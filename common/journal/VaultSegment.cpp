#include "common/journal/VaultSegment.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <tuple>

namespace vigie::journal {
namespace {

std::string nameOf(std::uint32_t segment) {
  char name[32];
  std::snprintf(name, sizeof name, "%06u.vault", segment);
  return name;
}

std::string placeOf(const RecordedPicture& picture) {
  return "segment " + std::to_string(picture.segment) + ", byte " + std::to_string(picture.offset);
}

base::Bytes frameHeader(const crypto::PictureName& name, std::size_t sealedSize) {
  base::Bytes header;
  base::appendBigEndian32(header, static_cast<std::uint32_t>(kFrameOverhead - 4 + sealedSize));
  base::append(header, name.candidate.value);
  base::appendBigEndian32(header, name.number);
  return header;
}

bool readAt(std::ifstream& file, std::uint64_t offset, base::Bytes& out) {
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
  return file.good();
}

}  // namespace

std::filesystem::path segmentFile(const std::filesystem::path& vault, const base::SessionId& session,
                                  std::uint32_t segment) {
  return vault / session.hex() / nameOf(segment);
}

base::Bytes segmentHeader(const base::SessionId& session) {
  base::Bytes header = base::toBytes(std::string_view("vigie-vault/1\0\0\0", 16));
  base::append(header, session.value);
  return header;
}

void appendFrame(base::Bytes& out, const crypto::PictureName& name, base::ByteView sealed) {
  base::append(out, frameHeader(name, sealed.size()));
  base::append(out, sealed);
}

base::Result<base::Bytes> readRecorded(const std::filesystem::path& vault, const RecordedPicture& picture) {
  std::ifstream file(segmentFile(vault, picture.name.session, picture.segment), std::ios::binary);
  if (!file) return base::fail("vault-missing", "the vault has no segment " + std::to_string(picture.segment));
  if (picture.size > kLargestRecordedPicture)
    return base::fail("vault-damaged", placeOf(picture) + ": no picture is that large");
  base::Bytes frame(kFrameOverhead + picture.size);
  if (!readAt(file, picture.offset, frame))
    return base::fail("vault-damaged", placeOf(picture) + ": the file ends before the picture does");
  const base::Bytes header = frameHeader(picture.name, picture.size);
  if (!std::equal(header.begin(), header.end(), frame.begin())) {
    return base::fail("vault-damaged", placeOf(picture) + ": another picture stands there than the one recorded");
  }
  frame.erase(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(header.size()));
  if (crypto::sha256(frame) != picture.digest) {
    return base::fail("vault-damaged", placeOf(picture) + ": the picture is not the one that was announced");
  }
  return frame;
}

std::vector<std::string> checkSegments(const std::filesystem::path& vault, const base::SessionId& session,
                                       const std::map<std::uint32_t, std::uint64_t>& ends,
                                       std::vector<RecordedPicture> pictures) {
  std::vector<std::string> damage;
  for (const auto& [segment, end] : ends) {
    const std::string name = "segment " + std::to_string(segment);
    std::ifstream file(segmentFile(vault, session, segment), std::ios::binary);
    base::Bytes header(kSegmentHeaderBytes);
    if (!file) {
      damage.push_back(name + " is missing");
    } else if (!readAt(file, 0, header) || header != segmentHeader(session)) {
      damage.push_back(name + " does not begin as a segment of this session");
    } else {
      file.seekg(0, std::ios::end);
      const auto size = static_cast<std::uint64_t>(file.tellg());
      if (size < end)
        damage.push_back(name + " has " + std::to_string(size) + " bytes, " + std::to_string(end) + " are recorded");
    }
  }
  std::sort(pictures.begin(), pictures.end(), [](const RecordedPicture& left, const RecordedPicture& right) {
    return std::tie(left.segment, left.offset) < std::tie(right.segment, right.offset);
  });
  std::map<std::uint32_t, std::uint64_t> covered;
  for (const RecordedPicture& picture : pictures) {
    std::uint64_t& until = covered.try_emplace(picture.segment, kSegmentHeaderBytes).first->second;
    if (picture.offset != until) damage.push_back(placeOf(picture) + ": expected at byte " + std::to_string(until));
    until = picture.offset + kFrameOverhead + picture.size;
  }
  return damage;
}

}  // namespace vigie::journal
