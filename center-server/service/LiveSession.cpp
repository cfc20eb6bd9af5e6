#include "center-server/service/LiveSession.hpp"

namespace vigie::centre {
namespace {

template <class Message>
Message parsed(base::ByteView bytes) {
  Message message;
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) message.Clear();
  return message;
}

base::CandidateRef refOf(const std::string& bytes) {
  return base::CandidateRef::fromBytes(bytes).value_or(base::CandidateRef{});
}

}  // namespace

void LiveSession::apply(const exam::Instant& at, const exam::SessionRecord& content, base::ByteView privatePlain) {
  exam::evolve(state_, environment_, at, content);
  if (const auto* added = std::get_if<exam::record::CandidateAdded>(&content)) {
    const auto secret = parsed<exam::record::StaffPrivate>(privatePlain);
    people_[refOf(added->candidate())] = {secret.family_name(), secret.given_name(), secret.birth_date(), secret.code(),
                                          {secret.accommodations().begin(), secret.accommodations().end()}};
  } else if (const auto* accepted = std::get_if<exam::record::AnswerAccepted>(&content)) {
    const auto secret = parsed<exam::record::AnswerPrivate>(privatePlain);
    const auto ref = refOf(accepted->candidate());
    const auto body = parsed<exam::record::AnswerBody>(base::bytesOf(accepted->answer().body()));
    answers_[ref].push_back(
        {accepted->number(), crypto::sha256(base::bytesOf(secret.answer())), body.left_screen(), body.out_of_time()});
    if (auto message = exam::fromRecord(accepted->answer())) unverified_.insert_or_assign(ref, std::move(*message));
  } else if (const auto* raised = std::get_if<exam::record::AlertRaised>(&content)) {
    alertComments_[raised->alert()] = parsed<exam::record::AlertPrivate>(privatePlain).comment();
  } else if (const auto* issued = std::get_if<exam::record::CertificateIssued>(&content)) {
    const auto secret = parsed<exam::record::CertificatePrivate>(privatePlain);
    issued_[refOf(issued->candidate())] = {secret.jwt(), secret.json()};
  } else if (const auto* checkpoint = std::get_if<exam::record::CheckpointSigned>(&content)) {
    newestCheckpoint_ = crypto::sha256(base::bytesOf(checkpoint->checkpoint().body()));
    endCountersigned_ = false;
    checkpoints_.insert(newestCheckpoint_);
  } else if (const auto* countersigned = std::get_if<exam::record::CheckpointCountersigned>(&content)) {
    if (const auto message = exam::fromRecord(countersigned->countersignature())) {
      const crypto::Digest body = crypto::sha256(message->body);
      countersigned_.insert({body, message->keyId});
      endCountersigned_ = endCountersigned_ || body == newestCheckpoint_;
    }
  } else if (std::holds_alternative<exam::record::MessageSent>(content)) {
    lastMessage_ = parsed<exam::record::StaffPrivate>(privatePlain).text();
  }
}

const Person* LiveSession::person(const base::CandidateRef& ref) const {
  const auto found = people_.find(ref);
  return found == people_.end() ? nullptr : &found->second;
}

std::string LiveSession::displayName(const base::CandidateRef& ref) const {
  const Person* known = person(ref);
  return known == nullptr ? std::string() : known->givenName + " " + known->familyName;
}

const std::vector<KeptAnswer>& LiveSession::answersOf(const base::CandidateRef& ref) const {
  static const std::vector<KeptAnswer> none;
  const auto found = answers_.find(ref);
  return found == answers_.end() ? none : found->second;
}

const IssuedFiles* LiveSession::issued(const base::CandidateRef& ref) const {
  const auto found = issued_.find(ref);
  return found == issued_.end() ? nullptr : &found->second;
}

std::string LiveSession::alertComment(std::uint32_t alert) const {
  const auto found = alertComments_.find(alert);
  return found == alertComments_.end() ? std::string() : found->second;
}

}  // namespace vigie::centre
