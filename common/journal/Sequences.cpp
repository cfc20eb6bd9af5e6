#include "common/journal/Sequences.hpp"

namespace vigie::journal {

base::Result<std::map<StreamId, std::uint64_t>> Sequences::follow(std::span<const Entry> entries) const {
  std::map<StreamId, std::uint64_t> ends;
  for (const Entry& entry : entries) {
    const auto end = ends.try_emplace(entry.stream, last(entry.stream)).first;
    if (entry.sequence != end->second + 1) {
      return base::fail("journal-sequence", "stream " + streamName(entry.stream) + ": cannot append record " +
                                                std::to_string(entry.sequence) + ", the next one is " +
                                                std::to_string(end->second + 1));
    }
    end->second = entry.sequence;
  }
  return ends;
}

base::Result<void> Sequences::mustHave(const StreamId& stream, std::uint64_t sequence) const {
  if (sequence >= 1 && sequence <= last(stream)) return {};
  return base::fail("journal-sequence", "stream " + streamName(stream) + ": there is no record " +
                                            std::to_string(sequence) + ", the last one is " +
                                            std::to_string(last(stream)));
}

void Sequences::accept(const std::map<StreamId, std::uint64_t>& ends) {
  for (const auto& [stream, end] : ends) ends_[stream] = end;
}

std::uint64_t Sequences::last(const StreamId& stream) const {
  const auto end = ends_.find(stream);
  return end == ends_.end() ? 0 : end->second;
}

}  // namespace vigie::journal
