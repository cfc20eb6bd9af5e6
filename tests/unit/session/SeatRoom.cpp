#include "tests/unit/session/SeatRoom.hpp"

#include <algorithm>

#include "common/crypto/Seal.hpp"
#include "common/exam/Records.hpp"
#include "common/jcs/Jcs.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::session {
namespace {

template <class IdType>
IdType idOf(std::uint8_t byte) {
  IdType id;
  id.value.fill(byte);
  return id;
}

template <class Content>
Content parsed(const std::string& bytes) {
  Content content;
  EXPECT_TRUE(content.ParseFromString(bytes));
  return content;
}

bool isCommand(const protocol::Message& message) {
  return std::holds_alternative<message::Hello>(message) || std::holds_alternative<message::CheckIn>(message) ||
         std::holds_alternative<message::ConfirmIdentity>(message) || std::holds_alternative<message::Begin>(message) ||
         std::holds_alternative<message::SubmitAnswer>(message) || std::holds_alternative<message::RaiseAlert>(message);
}

}  // namespace

std::string contentOf(std::uint32_t number) {
  const std::string id = "item-" + std::to_string(number);
  return *jcs::canonicalize(R"({"id":")" + id + R"(","version":1,"kind":"QCU","focused":false,"shuffle":true,)" +
                            R"("choiceIds":["a","b"],"locales":{"fr":{"instruction":"Question )" +
                            std::to_string(number) + R"( ?","choices":{"a":"Oui","b":"Non"}}}})");
}

content::Answer choose(const std::string& id) {
  return {{id}, {}};
}

SeatRoom::SeatRoom()
    : session(idOf<base::SessionId>(0x51)),
      candidate(idOf<base::CandidateRef>(0xca)),
      machineKey_(crypto::PrivateKey::generate(crypto::KeyKind::p256)),
      keepKey_(crypto::newSealKey()) {
  restartProgram();
}

void SeatRoom::restartProgram() {
  sitting_.reset();
  keep_.reset();
  sent_.clear();
  unanswered_.reset();
  heartbeatUnanswered_ = false;
  auto keep = Keep::open(std::make_unique<DiskSafe>(disk_), keepKey_);
  ASSERT_TRUE(keep) << keep.error().detail;
  keep_.emplace(std::move(*keep));
  SeatSettings settings;
  settings.workstation = idOf<base::WorkstationId>(0x77);
  settings.machineKey = &machineKey_;
  settings.program = "test-seat 1.0.0";
  settings.entropy = [this](std::span<std::uint8_t> out) {
    for (std::uint8_t& byte : out) byte = nextByte_++;
  };
  settings.newSeatKey = [] {
    return std::make_unique<crypto::PrivateKey>(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  };
  sitting_ = std::make_unique<Sitting>(std::move(settings), *keep_, *this);
}

void SeatRoom::pass(std::int64_t ms) {
  constexpr std::int64_t kTickMs = 250;
  for (std::int64_t passed = 0; passed < ms; passed += kTickMs) {
    const std::int64_t step = std::min(kTickMs, ms - passed);
    now_.runMs += step;
    now_.wallMs += step;
    sitting_->tick(now_);
  }
}

void SeatRoom::linkDown() {
  unanswered_.reset();
  heartbeatUnanswered_ = false;
  sent_.clear();
  sitting_->linkDown(now_);
}

void SeatRoom::say(protocol::Message message) {
  const auto received =
      protocol::decode(protocol::Sender::centre, protocol::numberOf(message), protocol::encode(message));
  ASSERT_TRUE(received) << received.error().detail;
  settleCommand(*received);
  sitting_->receive(*received, now_);
}

// What a centre counts as answered.
void SeatRoom::settleCommand(const protocol::Message& reply) {
  if (std::holds_alternative<message::HeartbeatReply>(reply)) heartbeatUnanswered_ = false;
  if (!unanswered_) return;
  const auto awaits = [&]<class Content>() { return *unanswered_ == protocol::Message(Content()).index(); };
  const auto* state = std::get_if<message::SeatState>(&reply);
  const bool answered =
      std::holds_alternative<message::Refused>(reply) ||
      (std::holds_alternative<message::Welcome>(reply) && awaits.operator()<message::Hello>()) ||
      (std::holds_alternative<message::CheckedIn>(reply) && awaits.operator()<message::CheckIn>()) ||
      (std::holds_alternative<message::AnswerAcknowledged>(reply) && awaits.operator()<message::SubmitAnswer>()) ||
      (state != nullptr && ((awaits.operator()<message::ConfirmIdentity>() && state->phase() != "seated") ||
                            (awaits.operator()<message::Begin>() && state->phase() != "ready") ||
                            (awaits.operator()<message::RaiseAlert>() && state->alert_open())));
  if (answered) unanswered_.reset();
}

void SeatRoom::send(protocol::Message message) {
  const base::Bytes bytes = protocol::encode(message);
  const auto received = protocol::decode(protocol::Sender::seat, protocol::numberOf(message), bytes);
  ASSERT_TRUE(received) << received.error().detail;
  if (isCommand(*received)) {
    EXPECT_FALSE(unanswered_) << protocol::nameOf(*received) << " sent while another command has no answer";
    unanswered_ = received->index();
  }
  if (const auto* heartbeat = std::get_if<message::Heartbeat>(&*received)) {
    heartbeats_.push_back(*heartbeat);
    EXPECT_FALSE(heartbeatUnanswered_) << "a heartbeat sent while another has no answer";
    heartbeatUnanswered_ = true;
  }
  if (const auto* checkIn = std::get_if<message::CheckIn>(&*received)) inspect(*checkIn);
  if (const auto* submitted = std::get_if<message::SubmitAnswer>(&*received)) inspect(*submitted);
  if (!std::holds_alternative<message::Heartbeat>(*received)) sent_.push_back(*received);
}

void SeatRoom::inspect(const message::CheckIn& checkIn) {
  auto key = crypto::PublicKey::fromSpki(base::bytesOf(checkIn.seat_key()));
  ASSERT_TRUE(key);
  const auto certified = exam::fromRecord(checkIn.certified());
  ASSERT_TRUE(certified);
  EXPECT_TRUE(crypto::verifyMessage(*certified, "seat-key", machineKey_.publicKey()));
  const auto body = parsed<record::SeatKeyBody>(checkIn.certified().body());
  EXPECT_EQ(body.seat_key(), checkIn.seat_key());
  EXPECT_EQ(body.nonce(), checkIn.nonce());
  EXPECT_EQ(body.session(), checkIn.session());
  EXPECT_EQ(body.candidate(), checkIn.candidate());
  EXPECT_EQ(body.workstation(), idOf<base::WorkstationId>(0x77).bytes());
  seatKeys_.push_back(std::move(*key));
}

void SeatRoom::inspect(const message::SubmitAnswer& submitted) {
  auto received = exam::fromRecord(submitted.signed_());
  ASSERT_TRUE(received);
  const bool known = std::any_of(seatKeys_.begin(), seatKeys_.end(), [&](const crypto::PublicKey& key) {
    return crypto::verifyMessage(*received, "answer", key).has_value();
  });
  EXPECT_TRUE(known) << "signed by a key that no check-in showed";
  const auto body = bodyOf(submitted);
  EXPECT_EQ(body.session(), session.bytes());
  EXPECT_EQ(body.candidate(), candidate.bytes());
  EXPECT_EQ(body.answer_digest(), base::toString(crypto::sha256(base::bytesOf(submitted.private_part()))));
  EXPECT_EQ(parsed<record::AnswerPrivate>(submitted.private_part()).salt().size(), 16U);
  newest_ = std::move(*received);
}

void SeatRoom::acknowledged(const base::CandidateRef& who, std::uint32_t number, const crypto::Digest& answer) {
  acknowledged_.push_back({who, number, answer});
}

Standing SeatRoom::standing() const {
  Standing standing;
  standing.set_stream(session.bytes());
  standing.set_epoch(std::string(16, 'e'));
  standing.set_position(position_);
  standing.set_head(base::toString(crypto::sha256(base::bytesOf("head " + std::to_string(position_)))));
  return standing;
}

message::Welcome SeatRoom::welcome() const {
  message::Welcome welcome;
  welcome.set_protocol(protocol::kProtocolVersion);
  welcome.set_program("center-server 1.0.0");
  welcome.set_wall_ms(now_.wallMs);
  welcome.set_epoch(std::string(16, 'e'));
  return welcome;
}

message::Welcome SeatRoom::welcomeSitting(std::uint32_t answered) const {
  message::Welcome out = welcome();
  message::Sitting& sitting = *out.mutable_sitting();
  sitting.set_session(session.bytes());
  sitting.set_candidate(candidate.bytes());
  sitting.set_lease(lease);
  if (!seatKeys_.empty()) sitting.set_seat_key(base::toString(seatKeys_.back().spki()));
  *sitting.mutable_standing() = standing();
  sitting.set_answered(answered);
  if (newestDurable_ != crypto::Digest{}) sitting.set_previous(base::toString(newestDurable_));
  sitting.set_demonstration(true);
  sitting.set_display_name("Zoé Durand");
  sitting.set_language("fr");
  sitting.set_questions(32);
  return out;
}

message::CheckedIn SeatRoom::checkedIn() {
  message::CheckedIn out;
  out.set_session(session.bytes());
  out.set_candidate(candidate.bytes());
  out.set_lease(lease);
  out.set_display_name("Zoé Durand");
  out.set_language("fr");
  out.set_demonstration(true);
  *out.mutable_standing() = standing();
  out.set_questions(32);
  out.set_evidence_key(std::string(32, 'k'));
  out.set_picture_every_ms(10'000);
  return out;
}

message::SeatState SeatRoom::state(const std::string& phase) const {
  message::SeatState out;
  out.set_phase(phase);
  out.set_remaining_ms(3'600'000);
  *out.mutable_standing() = standing();
  out.set_progress(1);
  out.set_questions(32);
  return out;
}

message::Question SeatRoom::question(std::uint32_t number) const {
  message::Question out;
  out.set_number(number);
  out.set_item("item-" + std::to_string(number));
  out.set_item_version(1);
  out.set_content(contentOf(number));
  out.set_language("fr");
  out.add_order("b");
  out.add_order("a");
  out.set_progress(number);
  out.set_questions(32);
  out.set_remaining_ms(3'600'000);
  if (newestDurable_ != crypto::Digest{}) out.set_previous(base::toString(newestDurable_));
  *out.mutable_standing() = standing();
  return out;
}

message::AnswerAcknowledged SeatRoom::acknowledgement() const {
  message::AnswerAcknowledged out;
  record::AnswerBody body;
  EXPECT_TRUE(body.ParseFromArray(newest_->body.data(), static_cast<int>(newest_->body.size())));
  out.set_number(body.number());
  out.set_signed_digest(base::toString(newest_->digest()));
  *out.mutable_standing() = standing();
  out.set_health(10);
  return out;
}

message::Refused SeatRoom::refusal(const std::string& code, std::uint32_t question) const {
  message::Refused out;
  out.set_code(code);
  out.set_question(question);
  return out;
}

message::HeartbeatReply SeatRoom::heartbeatReply() const {
  message::HeartbeatReply out;
  out.set_wall_ms(now_.wallMs);
  *out.mutable_standing() = standing();
  out.set_health(10);
  return out;
}

record::AnswerBody SeatRoom::bodyOf(const message::SubmitAnswer& submitted) const {
  return parsed<record::AnswerBody>(submitted.signed_().body());
}

crypto::Digest SeatRoom::publicDigestOf(const message::SubmitAnswer& submitted) {
  return crypto::sha256(base::bytesOf(parsed<record::AnswerPrivate>(submitted.private_part()).answer()));
}

void SeatRoom::connect() {
  linkUp();
  take<message::Hello>();
  say(welcome());
}

void SeatRoom::checkIn() {
  connect();
  EXPECT_TRUE(seat().typeCode("2346-789b", now_));
  take<message::CheckIn>();
  say(checkedIn());
  say(state("seated"));
}

void SeatRoom::start() {
  checkIn();
  EXPECT_TRUE(seat().confirmIdentity(now_));
  take<message::ConfirmIdentity>();
  say(state("identified"));
  say(state("ready"));
  EXPECT_TRUE(seat().begin(now_));
  take<message::Begin>();
  say(state("running"));
  say(question(1));
}

void SeatRoom::answerBecomesDurable() {
  newRecord();
  newestDurable_ = newest_->digest();
}

void SeatRoom::answerAndAcknowledge() {
  const std::uint32_t number = view().question->number;
  ASSERT_TRUE(seat().answer(choose("a"), now_));
  take<message::SubmitAnswer>();
  answerBecomesDurable();
  say(acknowledgement());
  say(question(number + 1));
}

}  // namespace vigie::session
