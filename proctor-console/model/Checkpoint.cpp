#include "proctor-console/model/Checkpoint.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "common/exam/Records.hpp"

namespace vigie::console {
namespace {

base::Result<void> appendLine(const std::filesystem::path& file, const std::string& line) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  // One write: another console program may append to the same file.
  const bool written =
      fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(fd) == 0;
  const int reason = errno;
  if (fd >= 0) ::close(fd);
  if (written) return {};
  return base::fail("file-unwritable", "cannot write " + file.string() + ": " + std::strerror(reason) +
                                           ". Check the folder's rights and the free space");
}

}  // namespace

base::Result<Checkpoint> readCheckpoint(const exam::record::SignedBytes& bytes, const crypto::PublicKey& centreKey) {
  const auto message = exam::fromRecord(bytes);
  if (!message) return base::fail("checkpoint-malformed", message.error().detail);
  if (const auto verified = crypto::verifyMessage(*message, "checkpoint", centreKey); !verified) {
    return base::fail(verified.error());
  }
  exam::record::CheckpointBody body;
  Checkpoint checkpoint{*message, {}, 0};
  if (!body.ParseFromString(bytes.body()) || exam::hasUnknownFields(body)) {
    return base::fail("checkpoint-malformed", "the body is not a checkpoint of this protocol version");
  }
  const auto stream = StreamId::fromBytes(body.stream());
  const auto epoch = base::EpochId::fromBytes(body.epoch());
  if (!stream || !epoch || !crypto::toDigest(body.head(), checkpoint.standing.head)) {
    return base::fail("checkpoint-malformed", "its stream, epoch or head has a wrong size");
  }
  checkpoint.standing.stream = *stream;
  checkpoint.standing.epoch = *epoch;
  checkpoint.standing.position = body.position();
  checkpoint.wallMs = body.wall_ms();
  return checkpoint;
}

base::Result<void> keepCheckpoint(const std::filesystem::path& folder, const Checkpoint& checkpoint,
                                  const crypto::PublicKey& centreKey) {
  const nlohmann::ordered_json json = {
      {"stream", checkpoint.standing.stream.hex()},
      {"position", checkpoint.standing.position},
      {"head", base::toHex(checkpoint.standing.head)},
      {"epoch", checkpoint.standing.epoch.hex()},
      {"wallMs", checkpoint.wallMs},
      {"body", base::toBase64(checkpoint.message.body)},
      {"signature", base::toBase64(checkpoint.message.signature)},
      {"key", base::toBase64(centreKey.spki())},
  };
  return appendLine(folder / "checkpoints.jsonl", json.dump() + "\n");
}

}  // namespace vigie::console
