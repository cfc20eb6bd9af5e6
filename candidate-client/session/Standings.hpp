// What the centre has shown of its past. A smaller position, another head for a known position, or an epoch that was
// left means that somebody changed the past (design.md 2). A restored backup begins an epoch never seen before.
// Thread: one at a time. Ownership: a value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "candidate-client/session/keep.pb.h"
#include "common/protocol/Messages.hpp"

namespace vigie::session {

using Standing = protocol::message::Standing;

struct Fork {
  Standing known;
  Standing shown;
};

class Standings {
 public:
  enum class News { nothing, newer, otherEpoch };

  // An empty standing says nothing. A fork changes nothing here.
  std::variant<News, Fork> observe(const Standing& shown);

  const Standing* newestOf(const std::string& stream) const;

  void write(stored::Contents& out) const;
  static Standings read(const stored::Contents& from);

 private:
  struct Known {
    Standing newest;
    std::vector<std::string> pastEpochs;
  };
  std::map<std::string, Known> streams_;
};

}  // namespace vigie::session
