#include "common/content/Presentation.hpp"

#include <utility>

namespace vigie::content {
namespace {

class Words {
 public:
  explicit Words(const Seed& seed) : seed_(seed) {}

  // Uniform in [0, bound): words at or above the largest multiple of bound are drawn again.
  std::size_t below(std::size_t bound) {
    constexpr std::uint64_t kWords = std::uint64_t{1} << 32U;
    const std::uint64_t limit = kWords - kWords % bound;
    for (;;) {
      const std::uint64_t word = next();
      if (word < limit) return static_cast<std::size_t>(word % bound);
    }
  }

 private:
  std::uint32_t next() {
    if (used_ == block_.size()) {
      base::Bytes message = base::toBytes("vigie/choice-order/1");
      message.push_back(0);
      base::appendBigEndian32(message, blockNumber_++);
      block_ = crypto::hmacSha256(seed_, message);
      used_ = 0;
    }
    const std::uint32_t word = base::readBigEndian32(base::ByteView(block_).subspan(used_, 4));
    used_ += 4;
    return word;
  }

  const Seed& seed_;
  crypto::Digest block_{};
  std::size_t used_ = std::tuple_size_v<crypto::Digest>;
  std::uint32_t blockNumber_ = 0;
};

}  // namespace

std::vector<std::string> shuffleOrder(std::vector<std::string> choiceIds, const Seed& seed) {
  Words words(seed);
  for (std::size_t place = choiceIds.size(); place > 1; --place) {
    std::swap(choiceIds[place - 1], choiceIds[words.below(place)]);
  }
  return choiceIds;
}

crypto::Digest shownDigest(const crypto::Digest& publicContentDigest, std::string_view locale,
                           const std::vector<std::string>& order) {
  std::string joined;
  for (const std::string& id : order) {
    if (&id != &order.front()) joined += ',';
    joined += id;
  }
  constexpr std::uint8_t kZero[1] = {0};
  return crypto::sha256({base::bytesOf("vigie/shown/1"), kZero, publicContentDigest, base::bytesOf(locale), kZero,
                         base::bytesOf(joined)});
}

}  // namespace vigie::content
