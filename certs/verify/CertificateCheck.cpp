#include "certs/verify/CertificateCheck.hpp"

#include <algorithm>
#include <set>

#include "certs/credential/Credential.hpp"
#include "certs/credential/DidDocument.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/trust/Accreditation.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

constexpr std::uint64_t kIssueClockMs = 60'000;  // between the certificate's date and its record

class Check {
 public:
  Check(const SessionFiles& files, const Streams& streams, const Binding& binding, const PrivateParts& privateParts,
        Heads& heads, Findings& findings, Facts& facts)
      : files_(files),
        streams_(streams),
        binding_(binding),
        privateParts_(privateParts),
        heads_(heads),
        findings_(findings),
        facts_(facts) {}

  void run() {
    for (const SessionEntry& entry : streams_.session.entries) {
      if (const auto* result = std::get_if<record::ResultDecided>(&entry.content))
        results_[result->candidate()] = result;
      if (std::holds_alternative<record::SessionFinalised>(entry.content)) finalised_ = entry.record.sequence;
      if (const auto* issued = std::get_if<record::CertificateIssued>(&entry.content)) checkOne(entry, *issued);
    }
    if (!files_.isBundle()) return;
    for (std::size_t i = issued_; i < files_.bundle.certificates.size(); ++i) {
      findings_.add(Code::certificateUnrecorded, {}, std::to_string(i + 1));
    }
  }

 private:
  // The exact bytes that belong to this record, from wherever they are kept.
  const std::string* bytesOf(const record::CertificateIssued& issued) {
    const std::size_t index = issued_++;
    const auto& brought = files_.bundle.certificates;
    if (index < brought.size() && !brought[index].empty()) return &brought[index];
    const auto kept = privateParts_.certificates().find(issued.candidate());
    return kept == privateParts_.certificates().end() ? nullptr : &kept->second;
  }

  void checkOne(const SessionEntry& entry, const record::CertificateIssued& issued) {
    const Place place = {Place::Stream::session, entry.record.sequence, base::toHex(base::bytesOf(issued.candidate())),
                         0};
    const std::string* bytes = bytesOf(issued);
    if (!codes_.insert(issued.code()).second)
      findings_.add(Code::certificateContent, place, issued.code(), "its code was given out before");
    if (bytes == nullptr) return findings_.add(Code::certificateMissing, place, issued.code());
    if (base::toString(crypto::sha256(base::bytesOf(*bytes))) != issued.jws_digest()) {
      return findings_.add(Code::certificateDiffers, place, issued.code());
    }
    facts_.certificates.push_back(*bytes);
    const auto jws = credential::parseJws(*bytes);
    if (!jws) return findings_.add(Code::certificateSignature, place, issued.code(), jws.error().detail);
    if (!binding_.chain.empty()) {
      const auto verified = credential::verifyJws(*jws, binding_.chain.front().publicKey());
      if (!verified) findings_.add(Code::certificateSignature, place, issued.code(), verified.error().detail);
    }
    const auto content = credential::readCredential(jws->payload);
    if (!content) return findings_.add(Code::certificateContent, place, issued.code(), content.error().detail);
    checkIssuer(place, entry, *jws, *content);
    checkContent(place, entry, issued, *content);
    checkIdentity(place, issued, *content);
  }

  void checkIssuer(const Place& place, const SessionEntry& entry, const credential::Jws& jws,
                   const credential::CredentialContent& content) {
    if (jws.header.keyId != content.issuer.id + std::string(credential::kIssuingKeyJwk)) {
      findings_.add(Code::certificateIssuer, place, content.issuer.id,
                    "its header names another key than the issuer's");
    }
    if (!binding_.root || binding_.chain.empty()) return;
    if (!checkChain(binding_.chain, *binding_.root, entry.record.wallMs, Code::chainUntrusted, place, findings_))
      return;
    const auto accredited = trust::checkCentre(binding_.chain, *binding_.root, content.issuer.id, entry.record.wallMs);
    if (!accredited) findings_.add(Code::certificateIssuer, place, content.issuer.id, accredited.error().detail);
  }

  void checkContent(const Place& place, const SessionEntry& entry, const record::CertificateIssued& issued,
                    const credential::CredentialContent& content) {
    const auto wrong = [&](const std::string& field) {
      findings_.add(Code::certificateContent, place, issued.code(), field);
    };
    if (content.code != issued.code()) wrong("code");
    if (binding_.ticket) {
      const auto index = binding_.ticket->statusIndexOf(issued.code());
      if (!index) wrong("its code is none of the ticket's");
      if (index && content.status.index != *index) wrong("place in the status list");
      const bool demonstration = binding_.ticket->kind == credential::TicketKind::demonstration;
      if (demonstration != (content.evidence.occasion == credential::Occasion::demonstration)) wrong("demonstration");
    }
    if (content.evidence.session.bytes() != entry.record.stream.bytes()) wrong("session");
    const auto& created = std::get<record::SessionCreated>(streams_.session.entries.front().content);
    if (content.evidence.arithmetic != created.arithmetic()) wrong("arithmetic");
    if (content.evidence.headPosition < finalised_ || finalised_ == 0)
      wrong("it was made before the session was finalised");
    heads_.check(place, content.evidence.headPosition, base::toString(content.evidence.head), "certificate");
    if (distanceMs(content.validFromMs, entry.record.wallMs) > kIssueClockMs ||
        distanceMs(content.awardedMs, entry.record.wallMs) > kIssueClockMs) {
      findings_.add(Code::certificateDate, place, issued.code());
    }
    checkResult(issued, content, wrong);
  }

  template <class Wrong>
  void checkResult(const record::CertificateIssued& issued, const credential::CredentialContent& content,
                   const Wrong& wrong) {
    const auto found = results_.find(issued.candidate());
    if (found == results_.end() || found->second->status() != "validated") return wrong("there is no validated result");
    const record::ResultDecided& result = *found->second;
    if (!result.has_score() || content.score != result.score()) wrong("score");
    if (!binding_.test) return;
    if (content.achievement.maxScore != binding_.test->scale().largestPixScore()) wrong("largest score");
    const std::vector<std::string>& competences = binding_.test->competences();
    bool same = content.levels.size() ==
                std::min<std::size_t>(competences.size(), static_cast<std::size_t>(result.levels_size()));
    for (std::size_t i = 0; same && i < content.levels.size(); ++i) {
      const std::int32_t level = result.levels(static_cast<int>(i));
      same = content.levels[i].code == competences[i] &&
             content.levels[i].level == static_cast<std::uint32_t>(std::max(level, 0));
    }
    if (!same) wrong("levels");
  }

  void checkIdentity(const Place& place, const record::CertificateIssued& issued,
                     const credential::CredentialContent& content) {
    const auto person = privateParts_.people().find(issued.candidate());
    if (person == privateParts_.people().end()) return;
    const auto same = credential::matchesIdentity(
        content.identity, {person->second.family_name(), person->second.given_name(), person->second.birth_date()});
    if (!same || !*same) findings_.add(Code::identityDiffers, place, issued.code());
  }

  const SessionFiles& files_;
  const Streams& streams_;
  const Binding& binding_;
  const PrivateParts& privateParts_;
  Heads& heads_;
  Findings& findings_;
  Facts& facts_;
  std::map<std::string, const record::ResultDecided*> results_;
  std::set<std::string> codes_;
  std::uint64_t finalised_ = 0;
  std::size_t issued_ = 0;
};

}  // namespace

void checkCertificates(const SessionFiles& files, const Streams& streams, const Binding& binding,
                       const PrivateParts& privateParts, Heads& heads, Findings& findings, Facts& facts) {
  Check(files, streams, binding, privateParts, heads, findings, facts).run();
}

}  // namespace vigie::verify
