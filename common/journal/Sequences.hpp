// The last sequence of each stream, and whether entries go on from there; shared by the stores. Thread: one at a time.
#pragma once

#include <map>

#include "common/journal/Store.hpp"

namespace vigie::journal {

class Sequences {
 public:
  // The ends that `entries` would lead to, of the streams they touch. Error "journal-sequence".
  base::Result<std::map<StreamId, std::uint64_t>> follow(std::span<const Entry> entries) const;

  base::Result<void> mustHave(const StreamId& stream, std::uint64_t sequence) const;  // error "journal-sequence"

  void accept(const std::map<StreamId, std::uint64_t>& ends);
  std::uint64_t last(const StreamId& stream) const;  // 0 = no such stream

 private:
  std::map<StreamId, std::uint64_t> ends_;
};

}  // namespace vigie::journal
