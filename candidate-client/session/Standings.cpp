#include "candidate-client/session/Standings.hpp"

#include <algorithm>

namespace vigie::session {

std::variant<Standings::News, Fork> Standings::observe(const Standing& shown) {
  if (shown.stream().empty() || shown.position() == 0) return News::nothing;
  const auto found = streams_.find(shown.stream());
  if (found == streams_.end()) {
    streams_[shown.stream()].newest = shown;
    return News::newer;
  }
  Known& known = found->second;
  const Fork fork{known.newest, shown};
  if (shown.epoch() != known.newest.epoch()) {
    if (std::find(known.pastEpochs.begin(), known.pastEpochs.end(), shown.epoch()) != known.pastEpochs.end())
      return fork;
    known.pastEpochs.push_back(known.newest.epoch());
    known.newest = shown;
    return News::otherEpoch;
  }
  if (shown.position() < known.newest.position()) return fork;
  if (shown.position() > known.newest.position()) {
    known.newest = shown;
    return News::newer;
  }
  if (shown.head() != known.newest.head()) return fork;
  return News::nothing;
}

const Standing* Standings::newestOf(const std::string& stream) const {
  const auto found = streams_.find(stream);
  return found == streams_.end() ? nullptr : &found->second.newest;
}

void Standings::write(stored::Contents& out) const {
  for (const auto& [stream, known] : streams_) {
    stored::Stream& written = *out.add_streams();
    *written.mutable_newest() = known.newest;
    for (const std::string& epoch : known.pastEpochs) written.add_past_epochs(epoch);
  }
}

Standings Standings::read(const stored::Contents& from) {
  Standings out;
  for (const stored::Stream& stream : from.streams()) {
    out.streams_[stream.newest().stream()] = {stream.newest(),
                                              {stream.past_epochs().begin(), stream.past_epochs().end()}};
  }
  return out;
}

}  // namespace vigie::session
