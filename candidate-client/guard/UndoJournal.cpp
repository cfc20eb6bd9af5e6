#include "candidate-client/guard/UndoJournal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/Fields.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Digest.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::guard {
namespace {

constexpr std::string_view kFormat = "vigie-undo/1";
constexpr std::size_t kDigestDigits = 64;

std::unexpected<base::Error> unwritable(const std::filesystem::path& file) {
  return base::fail("undo-unwritable", "cannot write the undo journal " + file.string() + ": " + std::strerror(errno) +
                                           ". Nothing is changed without it");
}

std::string lineOf(const std::string& json) {
  return base::toHex(crypto::sha256(base::bytesOf(json))) + ' ' + json + '\n';
}

nlohmann::json valueJson(const Value& value) {
  if (!value) return nullptr;
  return base::toBase64(*value);
}

base::Result<Value> readValue(const nlohmann::json& line, std::string_view name) {
  const auto found = line.find(name);
  if (found == line.end()) return base::fail("undo-unreadable", "a value is missing");
  if (found->is_null()) return Value{};
  auto bytes = base::fromBase64(jcs::textMember(line, name));
  if (!bytes) return base::fail("undo-unreadable", "a value is no base64");
  return Value(std::move(*bytes));
}

base::Result<void> readHeader(const nlohmann::json& line, UndoContent& out) {
  if (jcs::textMember(line, "format") != kFormat) {
    return base::fail("undo-unreadable", "it is of a format this guard does not know");
  }
  const auto order = numberField(line, "order", "undo journal");
  if (!order) return base::fail(order.error());
  out.info = LockInfo{*order, jcs::textMember(line, "boot"), jcs::textMember(line, "policy")};
  return {};
}

base::Result<void> readEntry(const nlohmann::json& line, std::uint64_t number, UndoContent& out) {
  const auto control = controlOf(jcs::textMember(line, "control"));
  if (!control) return base::fail(control.error());
  auto wanted = readValue(line, "new");
  if (!wanted) return base::fail(wanted.error());
  auto old = readValue(line, "old");
  if (!old) return base::fail(old.error());
  Step step{*control, jcs::textMember(line, "kind"), jcs::textMember(line, "target"), std::move(*wanted)};
  out.entries.push_back({number, std::move(step), std::move(*old), false});
  return {};
}

base::Result<void> readDeed(const nlohmann::json& line, UndoContent& out) {
  const std::string did = jcs::textMember(line, "did");
  if (did == "locked") out.locked = true;
  if (did == "unlocking") out.unlocking = true;
  if (did == "locked" || did == "unlocking") return {};
  if (did != "restored") return base::fail("undo-unreadable", "it says a deed this guard does not know");
  const auto entry = numberField(line, "entry", "undo journal");
  if (!entry) return base::fail(entry.error());
  for (UndoEntry& one : out.entries) {
    if (one.number == *entry) one.restored = true;
  }
  return {};
}

base::Result<void> readLine(std::string_view text, UndoContent& out) {
  if (text.size() <= kDigestDigits || text[kDigestDigits] != ' ') {
    return base::fail("undo-unreadable", "it has no checksum");
  }
  const std::string_view body = text.substr(kDigestDigits + 1);
  if (base::toHex(crypto::sha256(base::bytesOf(body))) != text.substr(0, kDigestDigits)) {
    return base::fail("undo-unreadable", "its checksum is wrong");
  }
  const auto line = jcs::parseCanonical(body);
  if (!line) return base::fail(line.error());
  const auto number = numberField(*line, "n", "undo journal");
  if (!number) return base::fail(number.error());
  if (*number < out.next) return base::fail("undo-unreadable", "its number was there before");
  if (*number > out.next && out.damage.size() == out.damageBefore) {
    out.damage.push_back("lines are missing before the one numbered " + std::to_string(*number));
  }
  out.next = *number + 1;
  out.damageBefore = out.damage.size();
  if (line->contains("format")) return readHeader(*line, out);
  if (line->contains("did")) return readDeed(*line, out);
  return readEntry(*line, *number, out);
}

// Never to be acted upon: only for whoever has to look.
std::string aboutDamaged(std::string_view line) {
  std::string out;
  for (const std::string_view name : {"\"kind\":\"", "\"target\":\""}) {
    const std::size_t at = line.find(name);
    const std::size_t end = at == std::string_view::npos ? at : line.find('"', at + name.size());
    if (end == std::string_view::npos) return {};
    out += (out.empty() ? "" : " ") + std::string(line.substr(at + name.size(), end - at - name.size()));
  }
  return ". It seems to be about the " + out + ": look whether that is as it should be";
}

}  // namespace

UndoContent parseUndo(std::string_view text) {
  UndoContent out;
  for (std::uint64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    if (const auto read = readLine(text.substr(0, end), out); !read) {
      out.damage.push_back("line " + std::to_string(line) + " of the undo journal: " + read.error().detail +
                           aboutDamaged(text.substr(0, end)));
    }
    out.soundBytes += end + 1;
    text.remove_prefix(end + 1);
  }
  if (!out.info && out.next > 0 && out.damage.empty()) {
    out.damage.emplace_back("the undo journal does not say which order it belongs to");
  }
  return out;
}

UndoJournal::UndoJournal(UndoJournal&& other) noexcept
    : file_(std::move(other.file_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      next_(other.next_),
      size_(other.size_) {}

UndoJournal::~UndoJournal() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Result<std::optional<UndoContent>> UndoJournal::read() const {
  auto text = base::readTextFile(file_);
  if (!text && text.error().code == "file-missing") return std::optional<UndoContent>{};
  if (!text) return base::fail("undo-unreadable", text.error().detail);
  return std::optional<UndoContent>(parseUndo(*text));
}

base::Result<void> UndoJournal::open(int flags) {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = ::open(file_.c_str(), flags | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor_ < 0) return unwritable(file_);
  const int folder = ::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!synced) return unwritable(file_.parent_path());
  return {};
}

base::Result<void> UndoJournal::begin(const LockInfo& info) {
  if (auto opened = open(O_CREAT | O_EXCL); !opened) return opened;
  next_ = 0;
  size_ = 0;
  return appendLine(jcs::canonicalText(
      {{"boot", info.bootId}, {"format", kFormat}, {"n", next_}, {"order", info.order}, {"policy", info.policyText}}));
}

base::Result<void> UndoJournal::resume(const UndoContent& content) {
  if (auto opened = open(0); !opened) return opened;
  if (::ftruncate(descriptor_, static_cast<off_t>(content.soundBytes)) != 0) return unwritable(file_);
  next_ = content.next;
  size_ = static_cast<off_t>(content.soundBytes);
  return {};
}

base::Result<std::uint64_t> UndoJournal::append(const Step& step, const Value& old) {
  const std::uint64_t number = next_;
  const auto done = appendLine(jcs::canonicalText({{"control", controlName(step.control)},
                                                   {"kind", step.kind},
                                                   {"n", number},
                                                   {"new", valueJson(step.wanted)},
                                                   {"old", valueJson(old)},
                                                   {"target", step.target}}));
  if (!done) return base::fail(done.error());
  return number;
}

base::Result<void> UndoJournal::appendLocked() {
  return appendLine(jcs::canonicalText({{"did", "locked"}, {"n", next_}}));
}

base::Result<void> UndoJournal::appendUnlocking() {
  return appendLine(jcs::canonicalText({{"did", "unlocking"}, {"n", next_}}));
}

base::Result<void> UndoJournal::appendRestored(std::uint64_t entry) {
  return appendLine(jcs::canonicalText({{"did", "restored"}, {"entry", entry}, {"n", next_}}));
}

base::Result<void> UndoJournal::appendLine(const std::string& json) {
  const std::string line = lineOf(json);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return takeBack();
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fdatasync(descriptor_) != 0) return takeBack();
  size_ += static_cast<off_t>(line.size());
  ++next_;
  return {};
}

// Half a line would damage the one written after it.
base::Result<void> UndoJournal::takeBack() {
  auto error = unwritable(file_);
  if (::ftruncate(descriptor_, size_) != 0) return unwritable(file_);
  return error;
}

base::Result<void> UndoJournal::finish() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  if (::unlink(file_.c_str()) != 0 && errno != ENOENT) return unwritable(file_);
  const int folder = ::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  if (!synced) return unwritable(file_.parent_path());
  return {};
}

}  // namespace vigie::guard
