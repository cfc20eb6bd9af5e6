#include "certs/verify/PrivateParts.hpp"

#include "common/content/Judge.hpp"
#include "common/exam/GivenAnswer.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

template <class Message>
std::optional<Message> parse(const base::Bytes& plain) {
  Message message;
  if (!message.ParseFromArray(plain.data(), static_cast<int>(plain.size())) || exam::hasUnknownFields(message))
    return std::nullopt;
  return message;
}

}  // namespace

std::optional<base::Bytes> PrivateParts::open(const SessionEntry& entry, const exam::SessionState& state) {
  const std::size_t index = entry.record.sequence - 1;
  const base::Bytes& sealed = files_.sealedPrivate.at(index);
  const Place place = inSession(entry.record.sequence);
  if (!entry.record.hasPrivatePart()) {
    if (!sealed.empty())
      findings_.add(Code::privatePartDamaged, place, {}, "a private part that the record does not name");
    return std::nullopt;
  }
  const auto opened = sealed.empty() ? base::Result<base::Bytes>(base::fail("keys-erased", ""))
                                     : files_.privateKeys->open(exam::ownerOf(entry.content, state),
                                                                entry.record.stream, entry.record.sequence, sealed);
  if (!opened && opened.error().code == "keys-erased") {
    ++erased_;
    return std::nullopt;
  }
  if (!opened || crypto::sha256(*opened) != entry.record.privateHash) {
    findings_.add(Code::privatePartDamaged, place, {},
                  opened ? "it is another than the recorded one" : opened.error().detail);
    return std::nullopt;
  }
  return *opened;
}

void PrivateParts::examine(const SessionEntry& entry, const exam::SessionState& state) {
  if (const auto* created = std::get_if<record::SessionCreated>(&entry.content)) codeSalt_ = created->code_salt();
  const auto* accepted = std::get_if<record::AnswerAccepted>(&entry.content);
  if (!files_.privateKeys) return;
  const auto plain = open(entry, state);
  if (!plain) return;
  if (accepted != nullptr) return judge(entry, *accepted, state, *plain);
  if (const auto* added = std::get_if<record::CandidateAdded>(&entry.content)) {
    const auto person = parse<record::StaffPrivate>(*plain);
    const bool own =
        person && base::toString(crypto::sha256({base::bytesOf(codeSalt_), base::bytesOf(person->code())})) ==
                      added->code_digest();
    if (!own)
      return findings_.add(Code::privatePartDamaged, inSession(entry.record.sequence), {},
                           "the slip's code is another one");
    people_[added->candidate()] = *person;
  } else if (const auto* issued = std::get_if<record::CertificateIssued>(&entry.content)) {
    const auto files = parse<record::CertificatePrivate>(*plain);
    if (!files)
      return findings_.add(Code::privatePartDamaged, inSession(entry.record.sequence), {}, "it holds no certificate");
    certificates_[issued->candidate()] = files->jwt();
  }
}

void PrivateParts::judge(const SessionEntry& entry, const record::AnswerAccepted& content,
                         const exam::SessionState& state, const base::Bytes& plain) {
  const Place place = {Place::Stream::session, entry.record.sequence, base::toHex(base::bytesOf(content.candidate())),
                       content.number()};
  const auto secret = parse<record::AnswerPrivate>(plain);
  record::Answer given;
  if (!secret || !given.ParseFromString(secret->answer()) || exam::hasUnknownFields(given)) {
    return findings_.add(Code::privatePartDamaged, place, {}, "it holds no answer");
  }
  if (bank_ == nullptr) return;
  const auto ref = base::CandidateRef::fromBytes(content.candidate());
  const exam::Candidate* candidate = ref ? state.find(*ref) : nullptr;
  const exam::Question* question = candidate == nullptr ? nullptr : candidate->openQuestion();
  if (question == nullptr || question->item >= bank_->items().size()) return;
  record::AnswerBody body;
  body.ParseFromString(content.answer().body());
  const auto verdict =
      content::judge(bank_->items()[question->item], question->language, exam::toAnswer(given, body));
  if (!verdict) return findings_.add(Code::answerJudged, place, {}, verdict.error().detail);
  ++judged_;
  if ((*verdict == content::Verdict::right) == content.correct()) return;
  findings_.add(Code::answerJudged, place, content.correct() ? "right" : "wrong");
}

void PrivateParts::finish(Facts& facts) {
  if (files_.privateKeys) {
    for (const std::string& what : files_.privateKeys->damaged()) findings_.add(Code::privatePartDamaged, {}, {}, what);
  }
  facts.answersJudgedAgain = judged_;
  if (erased_ > 0) findings_.add(Code::privatePartErased, {}, std::to_string(erased_));
  if (judged_ < facts.answers) findings_.add(Code::answersNotJudged, {}, std::to_string(facts.answers - judged_));
}

}  // namespace vigie::verify
