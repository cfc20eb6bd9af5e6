// A second program with a machine's certificate: says hello, then what it was given, and goes away. It repeats what was
// said before, or says what no honest program says. Thread: one.
#pragma once

#include "tests/simulation/Cables.hpp"

namespace vigie::simulation {

class Ghost final : public Plug {
 public:
  Ghost(Cables& cables, const RoomTime& time, const crypto::RoleIdentity& who, const crypto::PublicKey& key,
        std::vector<protocol::Message> says);
  ~Ghost() override;
  Ghost(const Ghost&) = delete;
  Ghost& operator=(const Ghost&) = delete;

  bool isOver() const { return !link_ || time_.trueMs() >= untilMs_; }

  void linkUp(link::LinkId link) override;
  void linkDown(link::LinkId) override { link_.reset(); }
  void frame(link::LinkId link, const protocol::Message& message) override;

 private:
  Cables& cables_;
  const RoomTime& time_;
  std::vector<protocol::Message> says_;
  std::int64_t untilMs_ = 0;
  std::optional<link::LinkId> link_;
};

}  // namespace vigie::simulation
