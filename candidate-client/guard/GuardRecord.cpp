#include "candidate-client/guard/GuardRecord.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/base/File.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::guard {
namespace {

constexpr std::size_t kLengthBytes = 4;

std::unexpected<base::Error> unwritable() {
  return base::fail("record-unwritable", std::string("cannot write the guard's record: ") + std::strerror(errno));
}

base::Result<void> writeAll(int descriptor, base::ByteView content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return unwritable();
    content = content.subspan(static_cast<std::size_t>(written));
  }
  if (::fdatasync(descriptor) != 0) return unwritable();
  return {};
}

struct Walked {
  journal::Head head;
  std::size_t bytes = 0;
  std::int64_t newestWallMs = 0;
};

base::Result<Walked> walk(base::ByteView content, const journal::StreamId& stream, const GuardRecord::See& see) {
  journal::ChainVerifier verifier(stream);
  Walked out;
  while (content.size() - out.bytes >= kLengthBytes) {
    const base::ByteView rest = content.subspan(out.bytes);
    const std::size_t size = base::readBigEndian32(rest);
    if (rest.size() - kLengthBytes < size) break;
    const auto record = verifier.append(rest.subspan(kLengthBytes, size));
    if (!record) return base::fail("record-damaged", "the guard's record: " + record.error().detail);
    if (const auto event = jcs::parse(base::textOf(record->payload)); event && see && record->type == kGuardEvent) {
      see(*event);
    }
    out.newestWallMs = std::max(out.newestWallMs, record->wallMs);
    out.bytes += kLengthBytes + size;
  }
  out.head = verifier.head();
  return out;
}

}  // namespace

base::Result<GuardRecord> GuardRecord::open(const std::filesystem::path& file, const std::string& seat,
                                            const See& see) {
  const auto stream = journal::StreamId::fromHex(seat);
  if (!stream) return base::fail(stream.error());
  base::Bytes content;
  if (auto read = base::readFile(file, std::size_t{1} << 30U)) {
    content = std::move(*read);
  } else if (read.error().code != "file-missing") {
    return base::fail(read.error());
  }
  const auto walked = walk(content, *stream, see);
  if (!walked) return base::fail(walked.error());
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return unwritable();
  GuardRecord record(journal::ChainBuilder(*stream, walked->head), descriptor);
  record.size_ = static_cast<off_t>(walked->bytes);
  record.newestWallMs_ = walked->newestWallMs;
  record.tornBytes_ = content.size() - walked->bytes;
  if (record.tornBytes_ > 0 && ::ftruncate(descriptor, record.size_) != 0) return unwritable();
  return record;
}

GuardRecord::GuardRecord(GuardRecord&& other) noexcept
    : chain_(other.chain_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      newestWallMs_(other.newestWallMs_),
      tornBytes_(other.tornBytes_) {}

GuardRecord::~GuardRecord() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

base::Result<void> GuardRecord::append(const nlohmann::json& event, const base::Clock& clock) {
  const base::Moment now = clock.now();
  journal::Record record;
  record.wallMs = now.wallMs;
  record.runMs = now.runMs;
  if (const auto boot = journal::parseBootId(clock.bootId())) record.bootId = *boot;
  record.type = kGuardEvent;
  record.typeVersion = 1;
  record.payload = base::toBytes(jcs::canonicalText(event));
  journal::ChainBuilder next = chain_;
  const base::Bytes blob = next.append(record);
  base::Bytes framed;
  base::appendBigEndian32(framed, static_cast<std::uint32_t>(blob.size()));
  base::append(framed, blob);
  if (auto written = writeAll(descriptor_, framed); !written) {
    // Half a record would be taken for damage by the next one.
    if (::ftruncate(descriptor_, size_) != 0) return unwritable();
    return written;
  }
  size_ += static_cast<off_t>(framed.size());
  chain_ = next;
  newestWallMs_ = std::max(newestWallMs_, now.wallMs);
  return {};
}

}  // namespace vigie::guard
