// A workstation and the person at it: enrolled with a code, with a seat key for each sitting, answering what it is
// shown the way the protocol asks. It keeps every answer of the running test and what the centre said. Thread: one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/SyntheticCentre.hpp"

namespace vigie::support {

class SyntheticSeat {
 public:
  // `code`: 8 characters, open at the centre.
  SyntheticSeat(SyntheticCentre& centre, const std::string& code);

  const base::WorkstationId& workstation() const { return workstation_; }
  link::LinkId link() const { return link_; }
  const crypto::PrivateKey& machineKey() const { return machineKey_; }
  const crypto::PrivateKey& seatKey() const { return *seatKey_; }

  void connect();
  void disconnect() { centre_.end(link_); }
  void restartProgram();  // the seat key is lost with the program's memory, the kept answers are not

  void checkIn(const std::string& code);  // empty: comes back where it holds the lease
  void confirmIdentity();
  void begin();
  void raiseAlert(const std::string& category, const std::string& comment, std::uint32_t question);
  void heartbeat();

  // The signed answer to the question on the screen; sent, or kept to be sent by hand.
  protocol::message::SubmitAnswer makeAnswer(Aim aim) const;
  void submit(protocol::message::SubmitAnswer answer);
  void answer(Aim aim) { submit(makeAnswer(aim)); }

  void send(const protocol::Message& message);
  void receive();

  // ---- what the person sees, and what a test asks ----
  const protocol::message::Welcome& welcome() const { return welcome_; }
  const protocol::message::SeatState& state() const { return state_; }
  const std::optional<protocol::message::Question>& question() const { return question_; }
  const std::vector<protocol::message::AnswerAcknowledged>& acknowledged() const { return acknowledged_; }
  const std::vector<protocol::message::SubmitAnswer>& kept() const { return kept_; }
  const std::string& lastMessage() const { return lastMessage_; }
  const protocol::message::Standing& standing() const { return standing_; }
  std::uint32_t lease() const { return lease_; }
  const base::CandidateRef& candidate() const { return candidate_; }
  std::string takeRefusal();  // the code of the newest one, once; empty when there was none
  const base::Bytes& newestSigned() const { return newestSigned_; }

  // Every message that the centre ever sent here, oldest first.
  const std::vector<protocol::Message>& received() const { return received_; }

 private:
  std::vector<protocol::Message> received_;
  void remember(const protocol::message::Standing& standing);
  void sit(const std::string& session, const std::string& candidate, std::uint32_t lease);

  SyntheticCentre& centre_;
  crypto::PrivateKey machineKey_;
  base::WorkstationId workstation_;
  link::LinkId link_{};
  std::optional<crypto::PrivateKey> seatKey_;
  base::SessionId session_;
  base::CandidateRef candidate_;
  std::uint32_t lease_ = 0;
  protocol::message::Welcome welcome_;
  protocol::message::SeatState state_;
  std::optional<protocol::message::Question> question_;
  std::int64_t shownAtMs_ = 0;  // run time
  base::Bytes newestSigned_;    // digest of this candidate's newest Signed answer
  protocol::message::Standing standing_;
  std::vector<protocol::message::SubmitAnswer> kept_;
  std::vector<protocol::message::AnswerAcknowledged> acknowledged_;
  std::vector<std::string> refusals_;
  std::string lastMessage_;
};

}  // namespace vigie::support
