#include "center-server/issuing/Issuer.hpp"

#include "center-server/issuing/Framework.hpp"
#include "certs/credential/Credential.hpp"
#include "certs/credential/DidDocument.hpp"
#include "common/base/File.hpp"

namespace vigie::centre {
namespace {

namespace record = exam::record;

std::vector<credential::CompetenceLevel> levelsOf(const Centre& centre, const exam::Result& result) {
  std::vector<credential::CompetenceLevel> levels;
  const std::vector<std::string>& competences = centre.materials().test.competences();
  for (std::size_t i = 0; i < competences.size() && i < result.levels.size(); ++i) {
    levels.push_back({competences[i], std::string(competenceName(competences[i])), result.levels[i].value_or(0)});
  }
  return levels;
}

base::Result<credential::CredentialContent> contentOf(Centre& centre, const LiveSession& session,
                                                      const exam::Candidate& candidate, const std::string& code) {
  const Identity& identity = centre.identity();
  const Person* person = session.person(candidate.ref);
  if (person == nullptr)
    return base::fail("keys-erased", "the name of this candidate was erased; no certificate can be made");
  auto hashed = credential::hashIdentity({person->familyName, person->givenName, person->birthDate});
  if (!hashed) return base::fail(hashed.error());
  const bool demonstration = session.environment().kind == exam::SessionKind::demonstration;
  const std::int64_t seconds = centre.now().wallMs / 1000 * 1000;
  const protocol::message::Standing standing = centre.standing(session.stream());
  credential::CredentialContent content;
  content.id = credential::newUuidUrn();
  content.subjectId = credential::newUuidUrn();
  content.issuer = {identity.did, identity.name};
  content.source = {identity.did, identity.name};
  content.code = code;
  content.identity = std::move(*hashed);
  content.achievement = certificationAchievement(identity.did, centre.materials().test.name());
  content.achievement.maxScore = session.environment().scale.largestPixScore();
  content.score = candidate.result->score.value_or(0);
  content.levels = levelsOf(centre, *candidate.result);
  content.evidence.session = session.state().id;
  content.evidence.headPosition = standing.position();
  crypto::toDigest(standing.head(), content.evidence.head);
  content.evidence.arithmetic = session.state().created.arithmetic();
  content.evidence.lockGrade = "not-locked";  // without a guard the workstation is not locked, and everybody is told
  content.evidence.occasion = demonstration ? credential::Occasion::demonstration : credential::Occasion::examination;
  content.awardedMs = seconds;
  content.validFromMs = seconds;
  content.status = {identity.statusList, session.ticket().statusIndexOf(code).value_or(0),
                    credential::StatusPurpose::revocation};
  return content;
}

base::Result<void> writeOnce(const std::filesystem::path& file, const std::string& content) {
  if (content.empty() || std::filesystem::exists(file)) return {};
  return base::writeFileDurably(file, base::bytesOf(content));
}

}  // namespace

base::Result<std::size_t> issueCertificates(Centre& centre, LiveSession& session, const exam::StaffCommand& command) {
  if (session.state().phase != exam::SessionPhase::finalised) {
    return base::fail("session-phase", "certificates follow the finalisation; finalise the session first");
  }
  if (centre.identity().issuingChain.empty()) {
    return base::fail("not-accredited",
                      "the centre has no issuing certificate; send the signing request of the data folder to the "
                      "certifying body and name the chain it returns in the configuration");
  }
  std::size_t made = 0;
  for (const auto& [ref, candidate] : session.state().candidates) {
    if (!candidate.result || candidate.result->status != "validated" || !candidate.certificateCode.empty()) continue;
    if (session.state().issued.size() >= session.ticket().codes.size()) {
      return base::fail("codes-used",
                        "the ticket has no verification code left; ask the certifying body for another ticket");
    }
    const std::string& code = session.ticket().codes[session.state().issued.size()];
    const auto content = contentOf(centre, session, candidate, code);
    if (!content) return base::fail(content.error());
    const auto issued = credential::issueCredential(*content, centre.identity().issuingKey,
                                                    credential::JsonForm::include, centre.now().wallMs);
    if (!issued) return base::fail(issued.error());
    record::CertificatePrivate secret;
    base::Bytes salt(16);
    centre.entropy()(salt);
    secret.set_salt(base::toString(salt));
    secret.set_jwt(issued->jwt);
    secret.set_json(issued->json);
    const base::Bytes plain = exam::bytesOf(secret);
    const auto decision = centre.carryOut(
        session, exam::AddCertificate{ref, code, issued->digest, crypto::sha256(plain), command}, plain);
    if (decision.refusal) return base::fail(*decision.refusal);
    ++made;
  }
  centre.outbox().then([&centre, &session] { static_cast<void>(layOut(centre.identity(), session)); });
  return made;
}

base::Result<void> layOut(const Identity& identity, const LiveSession& session) {
  std::error_code error;
  std::filesystem::create_directories(identity.issuedFolder, error);
  std::string chain;
  for (const crypto::Certificate& link : identity.issuingChain) chain += link.pem();
  if (auto written = writeOnce(identity.issuedFolder / "chain.pem", chain); !written) return written;
  const std::string document =
      credential::writeDidDocument({identity.did, identity.issuingKey.publicKey(), identity.statusKey});
  if (auto written = writeOnce(identity.issuedFolder / "did.json", document); !written) return written;
  for (const auto& [ref, candidate] : session.state().candidates) {
    const IssuedFiles* files = session.issued(ref);
    if (files == nullptr) continue;
    const std::filesystem::path stem = identity.issuedFolder / candidate.certificateCode;
    if (auto written = writeOnce(stem.string() + ".jwt", files->jwt); !written) return written;
    if (auto written = writeOnce(stem.string() + ".json", files->json); !written) return written;
  }
  return {};
}

}  // namespace vigie::centre
