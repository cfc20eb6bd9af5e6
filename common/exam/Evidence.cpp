#include "common/exam/Evidence.hpp"

#include <algorithm>

namespace vigie::exam {

const Picture* Evidence::find(std::uint32_t number) const {
  const auto found = pictures.find(number);
  return found == pictures.end() ? nullptr : &found->second;
}

void Evidence::announced(const record::PictureAnnounced& content) {
  Picture picture;
  if (!crypto::toDigest(content.digest(), picture.digest)) return;
  picture.size = content.size();
  record::PictureBody body;
  if (body.ParseFromString(content.announcement().body())) {
    picture.takenMs = body.taken_ms();
    facts = body.facts();
  }
  capture = "pictures";
  pictures.emplace(content.number(), picture);
}

void Evidence::stated(const record::CaptureStated& content) {
  capture = content.capture();
  facts.Clear();
}

void Evidence::stored(const record::StoredPicture& content, std::uint32_t segment) {
  const auto found = pictures.find(content.number());
  if (found == pictures.end() || found->second.place) return;
  found->second.place = PicturePlace{segment, content.offset()};
  newestStored = std::max(newestStored, content.number());
  ++storedCount;
}

void Evidence::missed(const record::PicturesMissing& content) {
  missing.assign(content.numbers().begin(), content.numbers().end());
}

}  // namespace vigie::exam
