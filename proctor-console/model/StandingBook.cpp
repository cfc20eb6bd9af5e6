#include "proctor-console/model/StandingBook.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "common/base/Clock.hpp"
#include "common/base/File.hpp"

namespace vigie::console {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "vigie-standings/1";

std::filesystem::path fileIn(const std::filesystem::path& folder) {
  return folder / "standings.json";
}

Json toJson(const Standing& standing) {
  return {{"stream", standing.stream.hex()},
          {"epoch", standing.epoch.hex()},
          {"position", standing.position},
          {"head", base::toHex(standing.head)}};
}

// Throws when the text is not ours; caught in load().
Standing standingFrom(const Json& json) {
  Standing standing;
  const auto stream = StreamId::fromHex(json.at("stream").get<std::string>());
  const auto epoch = base::EpochId::fromHex(json.at("epoch").get<std::string>());
  const auto head = base::fromHex(json.at("head").get<std::string>());
  if (!stream || !epoch || !head || !crypto::toDigest(base::textOf(*head), standing.head)) {
    throw std::invalid_argument("a stream, epoch or head is not hexadecimal of its size");
  }
  standing.stream = *stream;
  standing.epoch = *epoch;
  standing.position = json.at("position").get<std::uint64_t>();
  return standing;
}

// Between reading and writing the file no other program of this folder may write it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder)
      : fd_(::open((folder / "standings.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    while (fd_ >= 0 && ::flock(fd_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  bool isHeld() const { return fd_ >= 0; }

 private:
  int fd_;
};

}  // namespace

base::Result<Standing> readStanding(const protocol::message::Standing& shown) {
  Standing standing;
  const auto stream = StreamId::fromBytes(shown.stream());
  const auto epoch = base::EpochId::fromBytes(shown.epoch());
  if (!stream || !epoch || !crypto::toDigest(shown.head(), standing.head)) {
    return base::fail("standing-malformed", "the centre sent a standing whose stream, epoch or head has a wrong size");
  }
  standing.stream = *stream;
  standing.epoch = *epoch;
  standing.position = shown.position();
  return standing;
}

protocol::message::Standing toMessage(const Standing& standing) {
  protocol::message::Standing out;
  out.set_stream(standing.stream.bytes());
  out.set_epoch(standing.epoch.bytes());
  out.set_position(standing.position);
  out.set_head(base::toString(standing.head));
  return out;
}

base::Result<StandingBook> StandingBook::load(const std::filesystem::path& folder) {
  StandingBook book;
  book.folder_ = folder;
  const auto text = base::readTextFile(fileIn(folder));
  if (!text && text.error().code == "file-missing") return book;
  if (!text) return base::fail(text.error());
  try {
    const Json json = Json::parse(*text);
    if (json.at("format") != kFormat) throw std::invalid_argument("another format");
    if (json.contains("epoch")) {
      const auto epoch = base::EpochId::fromHex(json.at("epoch").get<std::string>());
      if (!epoch) throw std::invalid_argument("the epoch is not 32 hexadecimal digits");
      book.epoch_ = *epoch;
    }
    for (const Json& entry : json.at("streams")) {
      const Standing standing = standingFrom(entry);
      book.newest_[standing.stream] = standing;
      for (const Json& left : entry.value("left", Json::array())) {
        book.left_[standing.stream].push_back(standingFrom(left));
      }
    }
    for (const Json& entry : json.at("forks")) {
      book.forks_.push_back({standingFrom(entry.at("known")), standingFrom(entry.at("shown")),
                             base::parseUtc(entry.at("seen").get<std::string>())});
    }
  } catch (const std::exception& error) {
    return base::fail("standings-damaged", fileIn(folder).string() + " is not what this program wrote (" +
                                               error.what() +
                                               "). It says what the centre has shown before: find out who changed it, "
                                               "then restore it, or move it away to start without that memory");
  }
  return book;
}

bool StandingBook::observeEpoch(const base::EpochId& epoch) {
  if (epoch_ == epoch) return false;
  const bool isChange = epoch_.has_value();
  epoch_ = epoch;
  changed_ = true;
  return isChange;
}

const Standing* StandingBook::newest(const StreamId& stream) const {
  const auto found = newest_.find(stream);
  return found == newest_.end() ? nullptr : &found->second;
}

std::vector<Standing> StandingBook::left(const StreamId& stream) const {
  const auto found = left_.find(stream);
  return found == left_.end() ? std::vector<Standing>{} : found->second;
}

bool StandingBook::hasLeft(const StreamId& stream, const base::EpochId& epoch) const {
  const auto found = left_.find(stream);
  return found != left_.end() && std::any_of(found->second.begin(), found->second.end(),
                                             [&](const Standing& one) { return one.epoch == epoch; });
}

void StandingBook::follow(const Standing& known, const Standing& restored) {
  left_[known.stream].push_back(known);
  newest_[known.stream] = restored;
  changed_ = true;
}

std::optional<Fork> StandingBook::observe(const Standing& shown, std::int64_t wallMs) {
  const Standing* known = newest(shown.stream);
  if (known != nullptr && shown.epoch != known->epoch) {
    if (hasLeft(shown.stream, shown.epoch)) return record(*known, shown, wallMs);
    follow(Standing(*known), shown);
    return std::nullopt;
  }
  if (known != nullptr) {
    const bool contradicts =
        shown.position < known->position || (shown.position == known->position && shown.head != known->head);
    if (contradicts) return record(*known, shown, wallMs);
    if (shown == *known) return std::nullopt;
  }
  newest_[shown.stream] = shown;
  changed_ = true;
  return std::nullopt;
}

std::optional<Fork> StandingBook::observeEarlier(const Standing& shown, std::int64_t wallMs) {
  const Standing* known = newest(shown.stream);
  if (known != nullptr && shown.epoch == known->epoch && shown.position < known->position) return std::nullopt;
  if (known != nullptr && hasLeft(shown.stream, shown.epoch)) return std::nullopt;  // of the life before the backup
  return observe(shown, wallMs);
}

std::optional<Fork> StandingBook::record(const Standing& known, const Standing& shown, std::int64_t wallMs) {
  Fork fork{known, shown, wallMs};
  const bool isNew =
      std::none_of(forks_.begin(), forks_.end(), [&](const Fork& one) { return one.known.stream == shown.stream; });
  if (isNew) {
    forks_.push_back(fork);
    changed_ = true;
  }
  return fork;
}

void StandingBook::acceptForks() {
  for (const Fork& fork : forks_) {
    newest_.erase(fork.known.stream);
    left_.erase(fork.known.stream);
  }
  forks_.clear();
  changed_ = true;
  replaces_ = true;
}

// What another program of this folder saw meanwhile. It may be newer than ours without contradicting it.
void StandingBook::mergeFrom(const StandingBook& other) {
  for (const auto& [stream, theirs] : other.newest_) {
    const Standing* ours = newest(stream);
    if (ours != nullptr && ours->epoch != theirs.epoch) {
      if (other.hasLeft(stream, ours->epoch)) {
        left_[stream] = other.left(stream);
        newest_[stream] = theirs;
      } else if (!hasLeft(stream, theirs.epoch)) {
        follow(theirs, Standing(*ours));  // ours was read after the lock was taken by them: the later life
      }
    } else if (ours == nullptr || theirs.position > ours->position) {
      left_[stream] = other.left(stream);
      newest_[stream] = theirs;
    } else if (theirs.position == ours->position && theirs.head != ours->head) {
      record(theirs, Standing(*ours), 0);
      newest_[stream] = theirs;
    }
  }
  for (const Fork& fork : other.forks_) record(fork.known, fork.shown, fork.seenMs);
}

base::Result<void> StandingBook::save() {
  if (folder_.empty() || !changed_) return {};
  const FolderLock lock(folder_);
  if (!lock.isHeld()) {
    return base::fail("file-unwritable", "cannot write in " + folder_.string() + ": " + std::strerror(errno) +
                                             ". Check the folder's rights and the free space");
  }
  if (!replaces_) {
    const auto onDisk = load(folder_);
    if (!onDisk) return base::fail(onDisk.error());
    mergeFrom(*onDisk);
  }
  Json streams = Json::array();
  for (const auto& [stream, standing] : newest_) {
    Json entry = toJson(standing);
    for (const Standing& one : left(stream)) entry["left"].push_back(toJson(one));
    streams.push_back(std::move(entry));
  }
  Json forks = Json::array();
  for (const Fork& fork : forks_) {
    forks.push_back(
        {{"known", toJson(fork.known)}, {"shown", toJson(fork.shown)}, {"seen", base::formatUtc(fork.seenMs)}});
  }
  Json json = {{"format", kFormat}};
  if (epoch_) json["epoch"] = epoch_->hex();
  json["streams"] = std::move(streams);
  json["forks"] = std::move(forks);
  const auto written =
      base::writeFileDurably(fileIn(folder_), base::bytesOf(json.dump(1) + "\n"), base::FileMode::ownerOnly);
  if (!written) return written;
  changed_ = false;
  replaces_ = false;
  return {};
}

}  // namespace vigie::console
