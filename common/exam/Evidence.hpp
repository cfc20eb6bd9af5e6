// What is known of one candidate's pictures: which were announced, where they lie in the vault, which never came.
// Part of SessionState; only evolve() changes it. Thread: one at a time. Ownership: a value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/Digest.hpp"
#include "common/exam/records.pb.h"

namespace vigie::exam {

// The vault's place of a stored picture: the frame that begins there carries it.
struct PicturePlace {
  std::uint32_t segment = 0;
  std::uint64_t offset = 0;

  friend auto operator<=>(const PicturePlace&, const PicturePlace&) = default;
};

struct Picture {
  crypto::Digest digest{};   // of the encrypted picture
  std::uint32_t size = 0;    // its bytes
  std::int64_t takenMs = 0;  // as the seat said
  std::optional<PicturePlace> place;
};

struct Evidence {
  std::string capture;  // "pictures", "refused", "no-camera", "failed"; empty: nothing was said yet
  std::map<std::uint32_t, Picture> pictures;  // announced ones, by number
  std::uint32_t newestStored = 0;             // its number; 0: none
  std::size_t storedCount = 0;
  std::vector<std::uint32_t> missing;  // named at the finalisation
  record::PictureFacts facts;          // of the newest announced one

  std::uint32_t newestAnnounced() const { return pictures.empty() ? 0 : pictures.rbegin()->first; }
  const Picture* find(std::uint32_t number) const;

  void announced(const record::PictureAnnounced& content);
  void stated(const record::CaptureStated& content);
  void stored(const record::StoredPicture& content, std::uint32_t segment);
  void missed(const record::PicturesMissing& content);
};

// Bytes of an encrypted picture: a JPEG of 640x480 has 20 to 40 KiB; the frame that carries it is capped at 512 KiB.
inline constexpr std::uint32_t kLargestSealedPicture = 500U << 10;
inline constexpr std::uint32_t kLargestPictureNumber = 10'000'000;

}  // namespace vigie::exam
