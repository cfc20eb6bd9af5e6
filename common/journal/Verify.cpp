#include "common/journal/Verify.hpp"

#include <algorithm>

namespace vigie::journal {
namespace {

// Follows one stream and compares with each known head on the way.
class Follower {
 public:
  Follower(const StreamId& stream, std::span<const Head> known)
      : chain_(stream), vouched_(chain_.head()), known_(known.begin(), known.end()) {
    std::ranges::sort(known_, {}, &Head::position);
    compareWithKnown();
  }

  bool isDamaged() const { return damage_.has_value(); }

  void append(base::ByteView blob) {
    const auto record = chain_.append(blob);
    if (!record) return stopAt(chain_.head().position + 1, record.error().detail);
    compareWithKnown();
  }

  void cannotReadOn(const base::Error& error) { stopAt(chain_.head().position + 1, error.detail); }

  StreamReport finish() {
    if (!isDamaged() && next_ < known_.size()) {
      const std::uint64_t missing = chain_.head().position + 1;
      stopAt(missing, "stream " + streamName(chain_.stream()) + ", record " + std::to_string(missing) +
                          ": it is missing, though a known head says that there are " +
                          std::to_string(known_.back().position) + " records");
    }
    return {chain_.stream(), chainIsGood_ ? chain_.head() : vouched_, chain_.notices(), damage_};
  }

 private:
  void compareWithKnown() {
    for (; !isDamaged() && next_ < known_.size() && known_[next_].position == chain_.head().position; ++next_) {
      if (known_[next_] == chain_.head()) {
        vouched_ = chain_.head();
        continue;
      }
      chainIsGood_ = false;
      const std::uint64_t first = vouched_.position + 1;
      stopAt(first, "stream " + streamName(chain_.stream()) + ", record " + std::to_string(first) +
                        " or a later one was altered: the head at position " + std::to_string(chain_.head().position) +
                        " is " + base::toHex(chain_.head().head) + ", the known head there is " +
                        base::toHex(known_[next_].head));
    }
  }

  void stopAt(std::uint64_t sequence, std::string what) { damage_ = Damage{sequence, std::move(what)}; }

  ChainVerifier chain_;
  Head vouched_;  // the newest head that equals a known one
  std::vector<Head> known_;
  std::size_t next_ = 0;
  bool chainIsGood_ = true;
  std::optional<Damage> damage_;
};

}  // namespace

StreamReport verifyRecords(const StreamId& stream, std::span<const base::Bytes> blobs, std::span<const Head> known) {
  Follower follower(stream, known);
  for (const base::Bytes& blob : blobs) {
    if (follower.isDamaged()) break;
    follower.append(blob);
  }
  return follower.finish();
}

StreamReport verifyStream(Store& store, const StreamId& stream, std::span<const Head> known) {
  Follower follower(stream, known);
  const auto read = store.read(stream, 1, [&](const Entry& entry) -> base::Result<Visit> {
    if (!follower.isDamaged()) follower.append(entry.blob);
    return follower.isDamaged() ? Visit::stop : Visit::more;
  });
  if (!read && !follower.isDamaged()) follower.cannotReadOn(read.error());
  return follower.finish();
}

}  // namespace vigie::journal
