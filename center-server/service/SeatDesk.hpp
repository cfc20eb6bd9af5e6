// What seats ask for: check-in, answers, alerts. Translates messages into commands of the exam and judges answers
// against the bank, which never leaves the centre. Thread: the state thread's.
#pragma once

#include "center-server/service/Centre.hpp"

namespace vigie::centre {

class SeatDesk {
 public:
  explicit SeatDesk(Centre& centre) : centre_(centre) {}

  void hello(Peer& peer);
  void handle(Peer& peer, const protocol::Message& message);
  void left(const Peer& peer);
  void becameSilent(Peer& peer);
  void spokeAgain(Peer& peer);

 private:
  void checkIn(Peer& peer, const protocol::message::CheckIn& message);
  void submit(Peer& peer, const protocol::message::SubmitAnswer& message);
  void raiseAlert(Peer& peer, const protocol::message::RaiseAlert& message);
  void heartbeat(Peer& peer);
  void answerDecision(Peer& peer, LiveSession& session, const exam::Decision& decision, std::uint32_t question = 0);
  LiveSession* sessionFor(const Peer& peer, const protocol::message::CheckIn& message);

  struct WrongCodes {
    int count = 0;
    std::int64_t newestRunMs = 0;
  };

  Centre& centre_;
  std::map<std::string, WrongCodes> wrongCodes_;  // by machine: a new link does not begin anew
};

}  // namespace vigie::centre
