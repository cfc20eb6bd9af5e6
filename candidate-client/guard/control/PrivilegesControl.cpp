#include "candidate-client/guard/control/PrivilegesControl.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

namespace fs = std::filesystem;
using guard::Severity;

std::string textOf(const fs::path& file) {
  const auto text = base::readTextFile(file, 1U << 20);
  return text ? *text : std::string();
}

std::vector<fs::path> childrenOf(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

// group(5) and sudoers(5): members of Debian's group sudo may become root; NOPASSWD without being asked.
void sudo(const fs::path& root, std::vector<Finding>& out) {
  for (const std::string& line : base::split(textOf(root / "etc/group"), '\n')) {
    const auto words = base::split(line, ':');
    if (words.size() != 4 || (words[0] != "sudo" && words[0] != "wheel") || words[3].empty()) continue;
    out.push_back({"rights-sudo", words[3], "the account " + words[3] + " may become root (group " + words[0] + ")"});
  }
  std::vector<fs::path> files = childrenOf(root / "etc/sudoers.d");
  files.insert(files.begin(), root / "etc/sudoers");
  for (const fs::path& file : files) {
    for (const std::string& line : base::split(textOf(file), '\n')) {
      const std::string_view rule = base::trim(line);
      if (rule.starts_with('#') || !rule.contains("NOPASSWD")) continue;
      out.push_back({"rights-without-password", file.filename().string(),
                     "a rule of " + file.filename().string() + " gives rights without a password: " + std::string(rule),
                     Severity::warning});
    }
  }
}

// polkit(8): where it is installed, a rule has to deny what it allows to whoever sits at the screen.
void polkit(const fs::path& root, std::vector<Finding>& out) {
  if (!fs::exists(root / "usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service")) return;
  for (const auto* folder : {"etc/polkit-1/rules.d", "usr/share/polkit-1/rules.d"}) {
    for (const fs::path& file : childrenOf(root / folder)) {
      if (textOf(file).contains("polkit.Result.NO")) return;
    }
  }
  out.push_back({"rights-polkit", "polkit", "no polkit rule denies anything to whoever sits at the screen"});
}

std::map<std::string, std::string> valuesOf(const fs::path& file) {
  std::map<std::string, std::string> out;
  for (const std::string& line : base::split(textOf(file), '\n')) {
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) out[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return out;
}

// "0100007F:1F90" of /proc/net/tcp: the port; none when only this machine itself can reach it.
std::optional<std::uint16_t> doorOf(const std::string& address) {
  const std::size_t colon = address.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string_view host = std::string_view(address).substr(0, colon);
  if (host.ends_with("7F") && host.size() == 8) return std::nullopt;
  if (host == "00000000000000000000000001000000") return std::nullopt;
  std::uint16_t port = 0;
  const char* end = address.data() + address.size();
  if (std::from_chars(address.data() + colon + 1, end, port, 16).ptr != end) return std::nullopt;
  return port;
}

std::string doorName(std::uint16_t port) {
  if (port == 22) return "SSH";
  if (port == 3389) return "RDP, a remote desktop";
  if (port >= 5900 && port < 5910) return "VNC, a remote desktop";
  if (port >= 6000 && port < 6010) return "the X screen itself";
  return {};
}

}  // namespace

std::vector<Finding> rightsFindings(const fs::path& root) {
  std::vector<Finding> out;
  sudo(root, out);
  polkit(root, out);
  return out;
}

std::vector<Finding> sessionsOfOthers(const fs::path& root) {
  std::vector<Finding> out;
  std::vector<Finding> local;
  for (const fs::path& file : childrenOf(root / "run/systemd/sessions")) {
    auto session = valuesOf(file);
    if (session["CLASS"] != "user" || session["STATE"] == "closing") continue;
    const std::string who = session["USER"].empty() ? "user " + session["UID"] : session["USER"];
    if (session["REMOTE"] == "1") {
      out.push_back({"session-remote", who, who + " is logged in from another machine (" + session["REMOTE_HOST"] + ")",
                     Severity::serious});
    } else {
      local.push_back(
          {"session-second", who, "more than one person is logged in, " + who + " is one of them", Severity::warning});
    }
  }
  if (local.size() > 1) out.insert(out.end(), local.begin(), local.end());
  return out;
}

std::vector<Finding> openDoors(const fs::path& root) {
  std::set<std::uint16_t> ports;
  for (const auto* file : {"proc/net/tcp", "proc/net/tcp6"}) {
    for (const std::string& line : base::split(textOf(root / file), '\n')) {
      std::vector<std::string> words;
      for (const std::string& word : base::split(line, ' ')) {
        if (!word.empty()) words.push_back(word);
      }
      constexpr auto kListening = "0A";
      if (words.size() < 4 || words[3] != kListening) continue;
      if (const auto port = doorOf(words[1])) ports.insert(*port);
    }
  }
  std::vector<Finding> out;
  for (const std::uint16_t port : ports) {
    const std::string name = doorName(port);
    if (name.empty()) continue;
    out.push_back({"remote-door", std::to_string(port),
                   "a program waits for somebody from outside at port " + std::to_string(port) + ": " + name,
                   Severity::warning});
  }
  return out;
}

guard::Ability PrivilegesControl::ability() {
  const auto ready = inhibitor_->ready();
  if (!ready) return {false, true, ready.error().detail};
  return {true, true, "it is kept switched on and awake; what else it sees is told"};
}

base::Result<void> PrivilegesControl::start(const guard::Policy& policy, guard::Mode mode,
                                            const guard::Report& report) {
  if (mode == guard::Mode::on) {
    auto held = inhibitor_->take();
    if (!held) return base::fail(held.error());
    held_ = std::move(*held);
  }
  return SurroundingsControl::start(policy, mode, report);
}

std::vector<Finding> PrivilegesControl::look(const fs::path& root, const guard::Policy&) const {
  auto out = rightsFindings(root);
  for (const auto more : {sessionsOfOthers, openDoors}) {
    auto found = more(root);
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  return out;
}

}  // namespace vigie::control
