// The evidence vault's files: encrypted pictures of one session, appended in groups, never changed (design.md 5).
//   <vault>/<session>/000001.vault = "vigie-vault/1" 00 00 00 ‖ session(16) ‖ frame…
//   frame = size(4, big endian, of what follows) ‖ candidate(16) ‖ number(4, big endian) ‖ sealed picture
//   (PictureSeal.hpp)
// What a file holds is only what the session's journal says of it: bytes behind the newest recorded group are a torn
// one. Pure but for reading files. Thread: any.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "common/crypto/Digest.hpp"
#include "common/crypto/PictureSeal.hpp"

namespace vigie::journal {

inline constexpr std::size_t kSegmentHeaderBytes = 32;
inline constexpr std::size_t kFrameOverhead = 4 + 16 + 4;

inline constexpr std::uint32_t kLargestRecordedPicture = 1U << 20;  // bytes; larger ones are somebody's invention

// A picture as the journal records it.
struct RecordedPicture {
  crypto::PictureName name;
  crypto::Digest digest{};  // of the sealed picture
  std::uint32_t size = 0;   // its bytes
  std::uint32_t segment = 0;
  std::uint64_t offset = 0;  // of its frame
};

std::filesystem::path segmentFile(const std::filesystem::path& vault, const base::SessionId& session,
                                  std::uint32_t segment);
base::Bytes segmentHeader(const base::SessionId& session);
void appendFrame(base::Bytes& out, const crypto::PictureName& name, base::ByteView sealed);

// The sealed bytes, held against place, name, size and digest. Errors: "vault-missing" (no such file), "vault-damaged"
// (says what is not as recorded).
base::Result<base::Bytes> readRecorded(const std::filesystem::path& vault, const RecordedPicture& picture);

// Are the files whole, and is every byte of them recorded? One sentence for each thing that is not so.
// `ends`: by segment, where its newest recorded group ends.
std::vector<std::string> checkSegments(const std::filesystem::path& vault, const base::SessionId& session,
                                       const std::map<std::uint32_t, std::uint64_t>& ends,
                                       std::vector<RecordedPicture> pictures);

}  // namespace vigie::journal
