#include "candidate-client/guard/control/Processes.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>

#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

std::string folderOf(std::int32_t pid) {
  return "/proc/" + std::to_string(pid);
}

// The kernel hands a script over as: interpreter, the option of its first line if there is one, the script, the rest.
std::optional<FileId> allowedScript(std::int32_t pid, const FileId& interpreter, const AllowList& allowed,
                                    HashCache& cache) {
  const auto line = base::readTextFile(folderOf(pid) + "/cmdline", 4U << 20);
  if (!line) return std::nullopt;
  const auto words = base::split(*line, '\0');
  for (std::size_t at = 1; at < words.size() && at < 3; ++at) {
    const std::string path = words[at].starts_with('/') ? words[at] : folderOf(pid) + "/cwd/" + words[at];
    const base::Descriptor script(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat about{};
    if (!script || ::fstat(script.get(), &about) != 0 || !S_ISREG(about.st_mode)) continue;
    const auto digest = cache.digestOf(script.get());
    const std::string_view option = at == 2 ? std::string_view(words[1]) : std::string_view();
    if (digest && allowed.isScriptOf(interpreter, fileIdOf(about), *digest, option)) return fileIdOf(about);
  }
  return std::nullopt;
}

void sendSignal(std::int32_t pid, int signal) {
  const base::Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (handle) syscall(SYS_pidfd_send_signal, handle.get(), signal, nullptr, 0);
}

std::int32_t numberOf(std::string_view text) {
  std::int32_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

std::vector<std::int32_t> runningProcesses() {
  std::vector<std::int32_t> out;
  DIR* folder = ::opendir("/proc");
  if (folder == nullptr) return out;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    std::int32_t pid = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (parsed.ec == std::errc() && parsed.ptr == name.data() + name.size()) out.push_back(pid);
  }
  ::closedir(folder);
  return out;
}

std::optional<RunningProgram> programOf(std::int32_t pid, const AllowList& allowed, HashCache& cache) {
  const std::string link = folderOf(pid) + "/exe";
  const base::Descriptor program(::open(link.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about{};
  if (!program || ::fstat(program.get(), &about) != 0) return std::nullopt;
  const auto digest = cache.digestOf(program.get());
  if (!digest) return std::nullopt;
  std::error_code ignored;
  const FileId id = fileIdOf(about);
  RunningProgram out{std::filesystem::read_symlink(link, ignored).string(), *digest, allowed.judge(id, *digest), {}};
  if (out.verdict == Verdict::allowed) out.openedBy = allowed.openedBy(id);
  if (out.verdict != Verdict::loader) return out;
  if (const auto script = allowedScript(pid, id, allowed, cache)) {
    out.verdict = Verdict::allowed;
    out.openedBy = allowed.openedBy(*script);
  }
  return out;
}

// proc(5): "pid (name) state ppid …"; the name may hold anything.
std::int32_t parentOf(std::int32_t pid) {
  const auto line = base::readTextFile(folderOf(pid) + "/stat", 4096);
  const std::size_t name = line ? line->rfind(')') : std::string::npos;
  if (name == std::string::npos || name + 4 > line->size()) return 0;
  return numberOf(std::string_view(*line).substr(name + 4));
}

// The 20th word after the name.
std::uint64_t startOf(std::int32_t pid) {
  constexpr std::size_t kWord = 19;
  const auto line = base::readTextFile(folderOf(pid) + "/stat", 4096);
  const std::size_t name = line ? line->rfind(')') : std::string::npos;
  if (name == std::string::npos || name + 2 > line->size()) return 0;
  const auto words = base::split(std::string_view(*line).substr(name + 2), ' ');
  std::uint64_t out = 0;
  if (words.size() > kWord) std::from_chars(words[kWord].data(), words[kWord].data() + words[kWord].size(), out);
  return out;
}

std::vector<std::int32_t> childrenOf(std::int32_t pid) {
  std::vector<std::int32_t> out;
  const auto line = base::readTextFile(folderOf(pid) + "/task/" + std::to_string(pid) + "/children", 1U << 16);
  if (!line) return out;
  for (const std::string& word : base::split(*line, ' ')) {
    if (!word.empty()) out.push_back(numberOf(word));
  }
  return out;
}

std::string misleadingVariable(std::int32_t pid) {
  // ld.so(8), iconv(3), python(1), perlrun(1), Qt's and GLib's searches for plug-ins.
  constexpr std::array<std::string_view, 13> kNames{
      "LD_PRELOAD=",    "LD_AUDIT=", "LD_LIBRARY_PATH=", "GCONV_PATH=",     "PYTHONPATH=",
      "PYTHONHOME=",    "PERL5LIB=", "PERL5OPT=",        "QT_PLUGIN_PATH=", "QT_QPA_PLATFORM_PLUGIN_PATH=",
      "PYTHONSTARTUP=", "GTK_PATH=", "GI_TYPELIB_PATH="};
  const auto variables = base::readTextFile(folderOf(pid) + "/environ", 4U << 20);
  if (!variables) return {};
  for (const std::string& one : base::split(*variables, '\0')) {
    for (const std::string_view name : kNames) {
      if (one.starts_with(name)) return one.substr(0, 400);
    }
  }
  return {};
}

void endProcess(std::int32_t pid) {
  sendSignal(pid, SIGKILL);
}

void stopProcess(std::int32_t pid) {
  sendSignal(pid, SIGSTOP);
}

}  // namespace vigie::control
