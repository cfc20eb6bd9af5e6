#include "candidate-client/guard/control/SurroundingsControls.hpp"

#include <algorithm>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

namespace fs = std::filesystem;

std::string textOf(const fs::path& file) {
  const auto text = base::readTextFile(file, 4U << 20);
  return text ? *text : std::string();
}

std::vector<fs::path> childrenOf(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

// systemd.unit(5): a unit that is a link to /dev/null is masked.
bool masked(const fs::path& root, const std::string& unit) {
  std::error_code none;
  return fs::read_symlink(root / "etc/systemd/system" / unit, none) == "/dev/null";
}

// The last of the lines "name=value" counts, as systemd reads them; comments do not.
std::string settingOf(const std::string& text, std::string_view name) {
  std::string out;
  for (const std::string& line : base::split(text, '\n')) {
    const std::string_view trimmed = base::trim(line);
    if (trimmed.starts_with(name) && trimmed.substr(name.size()).starts_with('=')) {
      out = std::string(trimmed.substr(name.size() + 1));
    }
  }
  return out;
}

void consoles(const fs::path& root, std::vector<Finding>& out) {
  const std::string logind = textOf(root / "etc/systemd/logind.conf");
  for (const auto* name : {"NAutoVTs", "ReserveVT"}) {
    if (settingOf(logind, name) == "0") continue;
    out.push_back({"console-open", name,
                   std::string("logind.conf does not say ") + name + "=0: Ctrl+Alt+F2 may lead to a console"});
  }
  for (const auto* unit : {"getty@tty1.service", "getty@.service", "ctrl-alt-del.target"}) {
    if (masked(root, unit)) continue;
    out.push_back({"unit-open", unit, std::string("the unit ") + unit + " is not masked"});
  }
}

void xServer(const fs::path& root, std::vector<Finding>& out) {
  std::string all;
  for (const fs::path& file : childrenOf(root / "etc/X11/xorg.conf.d")) all += textOf(file);
  for (const auto* option : {"DontVTSwitch", "DontZap"}) {
    if (all.contains(std::string("\"") + option + "\" \"true\"")) continue;
    out.push_back({"screen-option", option, std::string("no xorg.conf.d file sets the option ") + option});
  }
}

// cage(1): -s lets it switch consoles. A user of its own keeps the candidate's programs from stopping it, and with an
// Xwayland there would be a second screen, where every program reads along.
void compositor(const fs::path& root, std::vector<Finding>& out) {
  bool found = false;
  for (const fs::path& file : childrenOf(root / "etc/systemd/system")) {
    const std::string unit = textOf(file);
    const auto words = base::split(settingOf(unit, "ExecStart"), ' ');
    if (words.empty() || !words.front().ends_with("/cage")) continue;
    found = true;
    const std::string name = file.filename().string();
    const auto end = std::ranges::find(words, "--");
    if (std::find_if(words.begin() + 1, end, [](const std::string& one) {
          return one.starts_with('-') && !one.starts_with("-m") && one.contains('s');
        }) != end) {
      out.push_back({"screen-option", "-s", "the unit " + name + " lets cage switch to a console (-s)"});
    }
    if (const std::string user = settingOf(unit, "User"); user.empty() || user == "root") {
      out.push_back({"screen-user", name, "the unit " + name + " gives cage no user of its own"});
    }
    if (!unit.contains("WLR_XWAYLAND=/bin/false")) {
      out.push_back({"screen-option", "Xwayland", "the unit " + name + " does not keep cage from starting Xwayland"});
    }
  }
  if (!found) out.push_back({"screen-unit", "cage", "no systemd unit starts cage, which is to show the client"});
}

void bootLoader(const fs::path& root, std::vector<Finding>& out) {
  const std::string grub = textOf(root / "boot/grub/grub.cfg");
  if (grub.empty() || grub.contains("password_pbkdf2")) return;
  out.push_back({"boot-menu-open", "grub", "the boot menu can be edited without a password"});
}

// passwd(5): people's accounts begin at 1000, the candidate is one of them.
void shells(const fs::path& root, std::vector<Finding>& out) {
  for (const std::string& line : base::split(textOf(root / "etc/passwd"), '\n')) {
    const auto words = base::split(line, ':');
    if (words.size() != 7 || words[2].size() < 4 || words[0] == "nobody") continue;
    if (words[6].ends_with("/nologin") || words[6].ends_with("/false")) continue;
    out.push_back({"shell-open", words[0], "the account " + words[0] + " has the shell " + words[6]});
  }
}

}  // namespace

std::vector<Finding> sessionFindings(const fs::path& root, ScreenKind screen) {
  std::vector<Finding> out;
  for (const auto look : {consoles, screen == ScreenKind::x ? xServer : compositor, bootLoader, shells})
    look(root, out);
  return out;
}

std::vector<Finding> systemFindings(const fs::path& root) {
  std::vector<Finding> out;
  bool verity = false;
  for (const fs::path& block : childrenOf(root / "sys/block")) {
    verity = verity || textOf(block / "dm/uuid").starts_with("CRYPT-VERITY");
  }
  if (!verity) {
    out.push_back(
        {"system-not-verified", "dm-verity", "no file system of this workstation is verified while it is read"});
  }
  for (const std::string& line : base::split(textOf(root / "proc/self/mounts"), '\n')) {
    const auto words = base::split(line, ' ');
    if (words.size() < 4 || (words[1] != "/" && words[1] != "/usr")) continue;
    const auto options = base::split(words[3], ',');
    if (std::ranges::find(options, "rw") == options.end()) continue;
    out.push_back({"system-writable", words[1], "the file system of " + words[1] + " can be written to"});
  }
  return out;
}

guard::Ability SurroundingsControl::ability() {
  return {false, true, "it is looked at and told; nothing is changed"};
}

base::Result<void> SurroundingsControl::start(const guard::Policy& policy, guard::Mode, const guard::Report& report) {
  policy_ = policy;
  report_ = report;
  told_.clear();
  tell();
  return {};
}

void SurroundingsControl::tick() {
  if (changes()) tell();
}

// Each finding once for as long as it is there.
void SurroundingsControl::tell() {
  std::vector<std::string> now;
  for (const Finding& one : look(root_, policy_)) {
    now.push_back(one.reason + " " + one.subject);
    if (std::ranges::find(told_, now.back()) != told_.end()) continue;
    report_({id(),
             one.reason,
             one.subject,
             one.severity,
             "On this workstation, " + one.seen,
             one.severity == guard::Severity::notice
                 ? "nothing during the exam: it is for whoever prepares workstations"
                 : "go to the seat and look",
             {}});
  }
  told_ = std::move(now);
}

}  // namespace vigie::control
