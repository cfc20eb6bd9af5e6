#include "candidate-client/guard/control/Programs.hpp"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "common/base/Descriptor.hpp"
#include "common/base/Text.hpp"
#include "common/crypto/DigestStream.hpp"

namespace vigie::control {
namespace {

// The path in PT_INTERP; empty for a static program, a script, or anything else.
std::string loaderOf(int descriptor) {
  Elf64_Ehdr header{};
  if (pread(descriptor, &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header)) return {};
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof(Elf64_Phdr)) return {};
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr part{};
    const auto at = static_cast<off_t>(header.e_phoff + i * sizeof part);
    if (pread(descriptor, &part, sizeof part, at) != static_cast<ssize_t>(sizeof part)) return {};
    if (part.p_type != PT_INTERP || part.p_filesz < 2 || part.p_filesz > 4096) continue;
    std::string path(part.p_filesz, '\0');
    if (pread(descriptor, path.data(), path.size(), static_cast<off_t>(part.p_offset)) !=
        static_cast<ssize_t>(path.size())) {
      return {};
    }
    return path.c_str();
  }
  return {};
}

struct FirstLine {
  std::string interpreter, option;
};

// "#!/usr/bin/python3 -E", as the kernel reads it (binfmt_script): one path and at most one argument.
FirstLine firstLineOf(int descriptor) {
  std::array<char, 256> start{};
  const ssize_t got = pread(descriptor, start.data(), start.size(), 0);
  std::string_view text(start.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  if (!text.starts_with("#!") || !text.contains('\n')) return {};
  text = base::trim(text.substr(2, text.find('\n') - 2));
  const std::size_t blank = text.find_first_of(" \t");
  if (blank == std::string_view::npos) return {std::string(text), {}};
  return {std::string(text.substr(0, blank)), std::string(base::trim(text.substr(blank)))};
}

constexpr int kDeepest = 4;  // a script's interpreter may be one itself; the kernel follows five

}  // namespace

FileId fileIdOf(const struct stat& about) {
  return {about.st_dev, about.st_ino};
}

base::Result<crypto::Digest> contentDigest(int descriptor) {
  crypto::DigestStream stream;
  std::array<std::uint8_t, 65536> buffer;
  for (off_t at = 0;;) {
    const ssize_t got = pread(descriptor, buffer.data(), buffer.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail("unreadable", std::strerror(errno));
    if (got == 0) return stream.finish();
    stream.add(base::ByteView(buffer).first(static_cast<std::size_t>(got)));
    at += got;
  }
}

base::Result<crypto::Digest> HashCache::digestOf(int descriptor) {
  struct stat about{};
  if (fstat(descriptor, &about) != 0) return base::fail("unreadable", std::strerror(errno));
  const FileId id = fileIdOf(about);
  const Known now{about.st_ctim.tv_sec, about.st_ctim.tv_nsec, about.st_size, {}};
  const auto found = known_.find(id);
  if (found != known_.end() && found->second.changeSeconds == now.changeSeconds &&
      found->second.changeNanoseconds == now.changeNanoseconds && found->second.size == now.size) {
    return found->second.digest;
  }
  const auto digest = contentDigest(descriptor);
  if (!digest) return digest;
  ++filesRead_;
  // Change times are of the kernel's tick (some ms): a file changed in this very tick could change again in it.
  timespec clock{};
  clock_gettime(CLOCK_REALTIME, &clock);
  const std::int64_t age =
      (clock.tv_sec - now.changeSeconds) * 1000 + (clock.tv_nsec - now.changeNanoseconds) / 1'000'000;
  if (age < 100) return digest;
  if (known_.size() >= kMost) known_.clear();
  known_[id] = {now.changeSeconds, now.changeNanoseconds, now.size, *digest};
  return digest;
}

AllowList AllowList::resolve(const std::vector<guard::Program>& programs,
                             const std::vector<guard::Program>& accommodation) {
  AllowList out;
  for (const guard::Program& one : accommodation) out.add(one, OpenedBy::accommodation);
  for (const guard::Program& one : programs) out.add(one, OpenedBy::exam);
  return out;
}

void AllowList::add(const guard::Program& program, OpenedBy openedBy) {
  const base::Descriptor file(::open(program.path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about{};
  if (!file || fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    problems_.push_back("the allowed program " + program.path + " is not there");
    return;
  }
  const auto digest = contentDigest(file.get());
  if (!digest || *digest != program.sha256) {
    problems_.push_back("the allowed program " + program.path + " has another content than the policy says");
    return;
  }
  FirstLine line = firstLineOf(file.get());
  if (line.interpreter.ends_with("/env")) {
    problems_.push_back("the allowed script " + program.path +
                        " lets env look for its interpreter: only a first line that names it can be allowed");
    return;
  }
  Entry entry{*digest, {}, std::move(line.option), openedBy};
  const std::string runner = line.interpreter.empty() ? loaderOf(file.get()) : line.interpreter;
  if (!runner.empty()) entry.runBy = addRunner(runner, 0);
  programs_[fileIdOf(about)] = std::move(entry);
  contents_[*digest] = program.path;
}

std::optional<FileId> AllowList::addRunner(const std::string& path, int depth) {
  const base::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat about{};
  if (!file || fstat(file.get(), &about) != 0 || depth > kDeepest) {
    problems_.push_back("the loader or interpreter " + path + " is not there");
    return std::nullopt;
  }
  const FileId id = fileIdOf(about);
  if (runners_.contains(id)) return id;
  const auto digest = contentDigest(file.get());
  if (!digest) return std::nullopt;
  runners_[id] = {*digest, {}, {}, OpenedBy::exam};
  const std::string interpreter = firstLineOf(file.get()).interpreter;
  const std::string next = interpreter.empty() ? loaderOf(file.get()) : interpreter;
  if (!next.empty()) runners_[id].runBy = addRunner(next, depth + 1);
  return id;
}

std::optional<FileId> AllowList::runBy(const FileId& file) const {
  if (const auto found = programs_.find(file); found != programs_.end()) return found->second.runBy;
  const auto found = runners_.find(file);
  return found == runners_.end() ? std::nullopt : found->second.runBy;
}

std::optional<OpenedBy> AllowList::openedBy(const FileId& file) const {
  const auto found = programs_.find(file);
  return found == programs_.end() ? std::nullopt : std::optional(found->second.openedBy);
}

bool AllowList::isScriptOf(const FileId& interpreter, const FileId& script, const crypto::Digest& content,
                           std::string_view option) const {
  const auto found = programs_.find(script);
  return found != programs_.end() && found->second.digest == content && found->second.runBy == interpreter &&
         found->second.option == option;
}

Verdict AllowList::judge(const FileId& file, const crypto::Digest& digest) const {
  if (const auto found = programs_.find(file); found != programs_.end()) {
    return found->second.digest == digest ? Verdict::allowed : Verdict::changed;
  }
  if (const auto found = runners_.find(file); found != runners_.end()) {
    return found->second.digest == digest ? Verdict::loader : Verdict::changed;
  }
  return contents_.contains(digest) ? Verdict::copied : Verdict::unknown;
}

}  // namespace vigie::control
