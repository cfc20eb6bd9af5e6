// One seat with a scripted centre in its place: tests feed the centre's messages and look at what the seat sends and
// shows. Every message the seat sends is checked as a centre would: never two unanswered commands, answers signed by
// the key of the check-in, each following the one before.
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>

#include "candidate-client/session/Sitting.hpp"
#include "common/crypto/Keys.hpp"

namespace vigie::session {

namespace message = protocol::message;
namespace record = exam::record;

// The seat's disk: outlives the program.
struct Disk {
  std::optional<base::Bytes> bytes;
  bool isFull = false;
  int writes = 0;
};

class DiskSafe final : public Safe {
 public:
  explicit DiskSafe(Disk& disk) : disk_(disk) {}
  base::Result<std::optional<base::Bytes>> read() override { return disk_.bytes; }
  base::Result<void> write(base::ByteView bytes) override {
    if (disk_.isFull) return base::fail("file-unwritable", "the disk is full");
    disk_.bytes = base::Bytes(bytes.begin(), bytes.end());
    ++disk_.writes;
    return {};
  }

 private:
  Disk& disk_;
};

struct Acknowledged {
  base::CandidateRef candidate;
  std::uint32_t number = 0;
  crypto::Digest answer{};

  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};

class SeatRoom : public Outputs {
 public:
  SeatRoom();

  // ---- the seat's program ----
  void restartProgram();  // memory and keys are lost, the disk stays
  Sitting& seat() { return *sitting_; }
  View view() const { return sitting_->view(now_); }
  Screen screen() const { return view().screen; }
  Keep& keep() { return *keep_; }
  Disk& disk() { return disk_; }

  // ---- time ----
  base::Moment now() const { return now_; }
  void pass(std::int64_t ms);  // in ticks of 250 ms

  // ---- the centre's side ----
  void linkUp() { sitting_->linkUp(now_); }
  void linkDown();
  void say(protocol::Message message);
  message::Welcome welcome() const;
  message::Welcome welcomeSitting(std::uint32_t answered = 0) const;  // with the newest key this seat showed
  message::CheckedIn checkedIn();
  message::SeatState state(const std::string& phase) const;
  message::Question question(std::uint32_t number) const;
  message::AnswerAcknowledged acknowledgement() const;  // of the newest submission
  message::Refused refusal(const std::string& code, std::uint32_t question = 0) const;
  message::HeartbeatReply heartbeatReply() const;
  Standing standing() const;
  void newRecord() { ++position_; }
  void answerBecomesDurable();  // the newest one sent; whether the seat learns of it is another matter

  // ---- whole stretches ----
  void connect();               // link, Hello, Welcome without a sitting
  void checkIn();               // connect, code, CheckedIn, "seated"
  void start();                 // … until question 1 is on screen
  void answerAndAcknowledge();  // the question on screen; the next one follows

  // ---- what the seat sent ----
  template <class Content>
  Content take() {  // the oldest message not taken yet must be one
    if (sent_.empty()) {
      ADD_FAILURE() << "the seat sent nothing, expected " << Content().GetTypeName();
      return {};
    }
    const protocol::Message message = std::move(sent_.front());
    sent_.pop_front();
    const Content* content = std::get_if<Content>(&message);
    if (content == nullptr) {
      ADD_FAILURE() << "the seat sent " << protocol::nameOf(message) << ", expected " << Content().GetTypeName();
      return {};
    }
    return *content;
  }
  bool sentNothing() const { return sent_.empty(); }
  record::AnswerBody bodyOf(const message::SubmitAnswer& submitted) const;
  static crypto::Digest publicDigestOf(const message::SubmitAnswer& submitted);
  const std::vector<Acknowledged>& acknowledgedAnswers() const { return acknowledged_; }
  int changes() const { return changes_; }
  const std::vector<message::Heartbeat>& heartbeats() const { return heartbeats_; }

  const base::SessionId session;
  const base::CandidateRef candidate;
  std::uint32_t lease = 1;

  // Outputs
  void send(protocol::Message message) override;
  void acknowledged(const base::CandidateRef& who, std::uint32_t number, const crypto::Digest& answer) override;
  void changed() override { ++changes_; }

 private:
  void settleCommand(const protocol::Message& reply);
  void inspect(const message::CheckIn& checkIn);
  void inspect(const message::SubmitAnswer& submitted);

  base::Moment now_{1'800'000'000'000, 5'000};
  crypto::PrivateKey machineKey_;
  base::SecretBytes keepKey_;
  Disk disk_;
  std::uint8_t nextByte_ = 1;
  std::optional<Keep> keep_;
  std::unique_ptr<Sitting> sitting_;

  std::deque<protocol::Message> sent_;
  std::optional<std::size_t> unanswered_;  // index of the command in the variant
  bool heartbeatUnanswered_ = false;
  std::vector<Acknowledged> acknowledged_;
  int changes_ = 0;
  std::vector<message::Heartbeat> heartbeats_;

  std::vector<crypto::PublicKey> seatKeys_;
  std::optional<crypto::SignedMessage> newest_;  // answer received
  crypto::Digest newestDurable_{};               // of the answers acknowledged
  std::uint64_t position_ = 10;
};

// A question with two choices in French and English.
std::string contentOf(std::uint32_t number);
content::Answer choose(const std::string& id);

}  // namespace vigie::session
