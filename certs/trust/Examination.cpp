#include "certs/trust/impl/Examination.hpp"

#include "certs/credential/DataIntegrity.hpp"
#include "certs/trust/Accreditation.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::trust {
namespace {

constexpr const char* kRootFile = "root.pem";
constexpr const char* kChainFile = "chain.pem";
constexpr const char* kDidFile = "did.json";

}  // namespace

void Examination::found(Reason reason, std::string about, std::string detail) {
  verdict_.findings.push_back({reason, std::move(about), std::move(detail)});
}

std::optional<Found> Examination::seek(const std::string& name, Reason missing, Reason damaged) {
  auto got = companions_.companion(name);
  if (got) return std::move(*got);
  const std::string& code = got.error().code;
  const Reason reason = code == "file-missing" ? missing : code == "file-too-large" ? damaged : Reason::fileUnreadable;
  found(reason, name, got.error().detail);
  return std::nullopt;
}

std::optional<std::string> Examination::seekAnchor(const std::string& name, Reason missing, Reason damaged) {
  auto got = companions_.anchor(name);
  if (got) return std::move(*got);
  const std::string& code = got.error().code;
  const Reason reason = code == "file-missing" ? missing : code == "file-too-large" ? damaged : Reason::fileUnreadable;
  found(reason, name, got.error().detail);
  return std::nullopt;
}

Verdict Examination::ofJwt(std::string_view fileName, std::string_view jwt) {
  if (!readCertificate(fileName, jwt)) return verdict_;
  readAnchors();
  checkSignature();
  checkDid();
  checkProof(jwt);
  checkAccreditation();
  checkStatuses();
  checkDates();
  return verdict_;
}

// The JSON form is not in the log: it counts only as the same content as the .jwt, which is.
Verdict Examination::ofJson(std::string_view fileName, std::string_view json) {
  const std::string name(fileName);
  const auto canonical = jcs::requireCanonical(json);
  const auto secured = credential::readSecuredDocument(json);
  if (!canonical || !secured) {
    found(Reason::jsonDamaged, name, canonical ? secured.error().detail : canonical.error().detail);
    return verdict_;
  }
  if (secured->form != credential::ProofForm::array)
    found(Reason::jsonDamaged, name, "its proof must stand in an array");
  const std::string jwtName = stem_ + ".jwt";
  const auto jwt = seek(jwtName, Reason::fileMissing, Reason::notACertificate);
  if (!jwt) {
    // Without the .jwt nothing can be established, but a wrong proof still shows.
    checkSignature();
    const bool wrong = !chain_.empty() && !credential::verifyProof(*secured, chain_.front().publicKey());
    if (wrong) found(Reason::jsonDamaged, name, "the proof does not verify");
    return verdict_;
  }
  ofJwt(jwtName, jwt->content);
  if (!verdict_.certificate) return verdict_;
  const bool sameKey =
      secured->verificationMethod == verdict_.certificate->issuer + std::string(credential::kIssuingKey);
  const bool verifies = chain_.empty() || credential::verifyProof(*secured, chain_.front().publicKey());
  if (secured->document != verdict_.certificate->document) found(Reason::jsonDiffers, name);
  if (!sameKey || !verifies) found(Reason::jsonDamaged, name, "the proof does not verify");
  return verdict_;
}

bool Examination::readCertificate(std::string_view fileName, std::string_view jwt) {
  const std::string name(fileName);
  auto jws = credential::parseJws(jwt);
  if (!jws) {
    found(Reason::notACertificate, name, jws.error().detail);
    return false;
  }
  auto summary = credential::summarize(jws->payload);
  if (!summary) {
    found(Reason::notACertificate, name, summary.error().detail);
    return false;
  }
  const bool ownKey = jws->header.keyId == summary->issuer + std::string(credential::kIssuingKeyJwk);
  if (!ownKey || (!jws->header.type.empty() && jws->header.type != "JWT")) {
    found(Reason::notACertificate, name, "the header must name the issuer's key #k-jwk and the type JWT");
    return false;
  }
  verdict_.occasion = summary->occasion;
  verdict_.certificate = std::move(*summary);
  jws_ = std::move(*jws);
  return true;
}

void Examination::readAnchors() {
  if (const auto text = seekAnchor(kRootFile, Reason::rootMissing, Reason::rootDamaged)) {
    auto root = readRoot(*text);
    if (!root) {
      found(Reason::rootDamaged, kRootFile, root.error().detail);
    } else {
      root_ = std::move(*root);
      // A root made for demonstrations makes a demonstration of whatever it vouches for.
      if (isDemonstration(*root_)) verdict_.occasion = Occasion::demonstration;
    }
  }
  readLogKeys();
}

void Examination::checkSignature() {
  const auto text = seek(kChainFile, Reason::chainMissing, Reason::chainDamaged);
  if (!text) return;
  auto chain = readPemExactly(text->content);
  if (!chain) return found(Reason::chainDamaged, kChainFile, chain.error().detail);
  chain_ = std::move(*chain);
  if (!jws_) return;
  const auto verified = credential::verifyJws(*jws_, chain_.front().publicKey());
  if (!verified) found(Reason::signatureWrong, kChainFile, verified.error().detail);
}

void Examination::checkDid() {
  const auto text = seek(kDidFile, Reason::didMissing, Reason::didDamaged);
  if (!text) return;
  auto did = credential::readDidDocument(text->content);
  if (!did) return found(Reason::didDamaged, kDidFile, did.error().detail);
  if (did->did != verdict_.certificate->issuer) return found(Reason::didDiffers, kDidFile, "it is another issuer's");
  if (!credential::verifyJws(*jws_, did->issuingKey)) {
    return found(Reason::didDiffers, kDidFile, "its key #k did not sign this certificate");
  }
  if (!chain_.empty() && did->issuingKey.spki() != chain_.front().publicKey().spki()) {
    return found(Reason::didDiffers, kDidFile, "its key #k is not the key that chain.pem accredits");
  }
  did_ = std::move(*did);
}

void Examination::checkAccreditation() {
  if (chain_.empty() || !root_) return;
  // The moment of signing, as the log dated it: the accreditation may end later, what was signed stays.
  const std::int64_t signedMs =
      verdict_.leaf ? static_cast<std::int64_t>(verdict_.leaf->timeSeconds) * 1000 : verdict_.certificate->validFromMs;
  const auto accredited = checkCentre(chain_, *root_, verdict_.certificate->issuer, signedMs);
  if (!accredited) found(Reason::notAccredited, kChainFile, accredited.error().detail);
}

void Examination::checkDates() {
  const credential::CredentialSummary& certificate = *verdict_.certificate;
  if (times_.atMs + kClockSkewMs < certificate.validFromMs) {
    found(Reason::notYetValid, base::formatUtc(certificate.validFromMs));
  }
  if (certificate.validUntilMs && times_.atMs >= *certificate.validUntilMs) {
    found(Reason::expired, base::formatUtc(*certificate.validUntilMs));
  }
}

}  // namespace vigie::trust
