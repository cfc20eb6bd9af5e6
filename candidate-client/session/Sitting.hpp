// The state machine of one seat: what came from the centre and from the person, what goes to the centre, what is on
// screen. No socket, thread or clock of its own; random bytes and keys come from outside, so a room can be simulated
// from a seed. Thread: one at a time. Ownership: Keep, Outputs and the machine's key must outlive it.
//
// At most one command is unanswered at any time (heartbeats apart, of which also one at most). A command cut off by a
// lost link is sent again when the centre's state after reconnection still asks for it; an answer is durable in the
// keep before it is sent, and is resent with the same bytes until the centre has it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "candidate-client/session/Flight.hpp"
#include "candidate-client/session/Keep.hpp"
#include "candidate-client/session/ScreenTime.hpp"
#include "candidate-client/session/View.hpp"
#include "common/base/Clock.hpp"
#include "common/content/Answer.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::session {

// What a sitting asks of its owner. Called inside the inputs below, which must not be called from here.
class Outputs {
 public:
  virtual ~Outputs() = default;
  virtual void send(protocol::Message message) = 0;  // on the link that is up
  // This answer is durable at the centre. At least once for each; a restart of the program may repeat the newest.
  virtual void acknowledged(const base::CandidateRef& candidate, std::uint32_t number,
                            const crypto::Digest& answer) = 0;
  virtual void changed() = 0;  // the view is another one (its remaining time apart: ask for it as often as it is shown)
};

enum class SeatKind : std::uint8_t { real, simulated };

struct SeatSettings {
  base::WorkstationId workstation;
  const crypto::Signer* machineKey = nullptr;  // certifies the seat's keys
  std::string program;                         // "candidate-client 0.1.0"
  SeatKind kind = SeatKind::real;
  std::function<void(std::span<std::uint8_t>)> entropy;
  std::function<std::unique_ptr<crypto::Signer>()> newSeatKey;  // one for each sitting, in memory only
};

// With what a sitting's pictures are announced and sealed. Pointers live until the sitting is asked again.
struct EvidenceGrant {
  base::SessionId session;
  base::CandidateRef candidate;
  std::uint32_t lease = 0;
  std::uint64_t link = 0;  // another number: another control link, what was unanswered on the one before is lost
  bool mayAnnounce = false;  // the control link is up, welcomed, and nobody has to call the invigilator
  const base::SecretBytes* key = nullptr;
  const crypto::Signer* seatKey = nullptr;
  const Standing* standing = nullptr;  // the newest known, may be null
  std::uint32_t newestPicture = 0;     // announced before this sitting
  std::int64_t pictureEveryMs = 0;     // how often the centre wants one
  bool demonstration = false;
  std::span<const std::string> accommodations = {};
};

inline constexpr std::int64_t kSilenceMs = 3'000;
inline constexpr std::int64_t kHeartbeatMs = 1'000;
inline constexpr std::int64_t kStandingsSavedMs = 10'000;
inline constexpr std::int64_t kRetryMs = 1'000;  // after the centre said that it is busy

class Sitting {
 public:
  Sitting(SeatSettings settings, Keep& keep, Outputs& outputs);

  // From the link and the clock; tick at least four times a second. Only Moment::runMs is used.
  void linkUp(base::Moment now);
  void linkDown(base::Moment now);
  void receive(const protocol::Message& message, base::Moment now);
  void tick(base::Moment now);

  // From the person. Errors: "not-now" (the screen does not offer it, or the action before is not answered yet), and
  // what is named beside each.
  base::Result<void> typeCode(std::string_view code, base::Moment now);  // "code-malformed"
  base::Result<void> confirmIdentity(base::Moment now);
  base::Result<void> begin(base::Moment now);
  base::Result<void> answer(const content::Answer& answer, base::Moment now);  // checkFits', "answer-too-large", Keep's
  base::Result<void> raiseAlert(std::string_view category, std::string_view comment,
                                base::Moment now);  // "alert-malformed"
  base::Result<void> leave(base::Moment now);       // after the end: makes the seat free for the next person

  View view(base::Moment now) const;

  // While somebody sits here, from the check-in to the end of the test: pictures are taken as long as there is one.
  std::optional<EvidenceGrant> evidenceGrant() const;

  // Of the sitting, or of the test that the keep holds.
  std::optional<base::CandidateRef> candidate() const;
  std::size_t acknowledgedAnswers() const;
  bool hasUnsettledAnswer() const;  // kept, and neither acknowledged nor refused

 private:
  // The person who sits here, as the centre named them.
  struct Person {
    base::SessionId session;
    base::CandidateRef candidate;
    std::uint32_t lease = 0;
    bool demonstration = false;
    std::string displayName;
    std::string language;
    std::uint32_t questions = 0;
    bool questionsAtMost = false;  // the test may end before them
  };
  // The newest SeatState; empty phase: none came in this sitting.
  struct Shown {
    std::string phase;
    bool paused = false;
    bool alertOpen = false;
    std::uint32_t progress = 0;
    std::uint32_t questions = 0;
  };

  // SittingReceive.cpp
  void on(const protocol::message::Welcome& message);
  void on(const protocol::message::CheckedIn& message);
  void on(const protocol::message::SeatState& message);
  void on(const protocol::message::Question& message);
  void on(const protocol::message::AnswerAcknowledged& message);
  void on(const protocol::message::Refused& message);
  void on(const protocol::message::HeartbeatReply& message);
  void on(const protocol::message::MessageToCandidate& message);
  void welcomeSitting(const protocol::message::Sitting& sitting);
  void welcomeNobody();
  void sit(Person person);
  void reportFork();
  void settleAnswered(std::uint32_t answered, const std::string& previous);
  void acknowledge(const KeptAnswer& kept);
  void refuseAnswer(const std::string& code);
  void loseSitting(const std::string& code);
  void end(const std::string& reason);
  bool observe(const Standing& standing);  // false: a fork

  // SittingSend.cpp
  void pump();
  void sendHello();
  void sendWish();
  const KeptAnswer* nextAnswer() const;
  void fly(CommandKind kind, protocol::Message message);
  protocol::Message checkInMessage(const std::string& code);
  base::Result<KeptAnswer> signAnswer(const content::Answer& answer);

  // Sitting.cpp
  void arrive(base::Moment now);
  void finishInput();
  base::Result<void> refuseUnless(Screen wanted) const;
  void stop(const std::string& code);  // an invigilator is needed, until the next Welcome
  void notice(const std::string& code);
  void save();
  Screen screen() const;
  bool isBusy() const;
  bool isQuestionAnswered() const;
  bool ownsKeptTest() const;

  const SeatSettings settings_;
  Keep& keep_;
  Outputs& outputs_;

  // The link.
  Flight flight_;
  bool linked_ = false;
  bool welcomed_ = false;   // since the link is up
  bool refreshed_ = false;  // something came after the Welcome: the state is known again
  bool silent_ = false;
  std::int64_t nowMs_ = 0;
  std::int64_t lastFrameMs_ = 0;
  std::int64_t heartbeatMs_ = 0;
  std::int64_t savedMs_ = 0;
  std::int64_t retryMs_ = 0;  // no command before this time
  bool unsaved_ = false;
  std::uint32_t health_ = 10;

  // The sitting.
  std::unique_ptr<crypto::Signer> seatKey_;
  base::SecretBytes evidenceKey_;
  std::uint32_t newestPicture_ = 0;
  std::int64_t pictureEveryMs_ = 0;
  std::vector<std::string> accommodations_;  // of who checked in
  std::uint64_t links_ = 0;
  base::Bytes nonce_;
  std::optional<Person> person_;
  // The centre knows the sitting, but this start of the program has no key for it.
  std::optional<Person> resuming_;
  // The newest kept answer, sent to learn how a sitting went that the centre does not name any more.
  std::optional<std::uint32_t> probe_;
  bool endPresumed_ = false;  // the probe was acknowledged: the centre says next how the test ended
  Wishes wishes_;
  Shown shown_;
  std::shared_ptr<const ShownQuestion> question_;
  bool questionCurrent_ = false;  // the centre named it since the Welcome: it was not replaced meanwhile
  ScreenTime screenTime_;
  bool ended_ = false;
  std::string endReason_;

  // What the screen says.
  std::string stopped_;  // why an invigilator is needed
  std::vector<std::string> notices_;
  std::string refusal_;
  std::string lastMessage_;
  std::uint32_t messages_ = 0;
};

}  // namespace vigie::session
