#include "certs/trust/Verification.hpp"

#include <algorithm>
#include <array>

#include "certs/credential/DidDocument.hpp"
#include "certs/trust/impl/Examination.hpp"
#include "common/base/Clock.hpp"

namespace vigie::trust {
namespace {

struct ReasonRow {
  Reason reason;
  Outcome outcome;
  std::string_view name;
};

constexpr std::array kReasons = {
    ReasonRow{Reason::valid, Outcome::good, "valid"},
    ReasonRow{Reason::expired, Outcome::ended, "expired"},
    ReasonRow{Reason::notYetValid, Outcome::notEstablished, "not-yet-valid"},
    ReasonRow{Reason::revoked, Outcome::ended, "revoked"},
    ReasonRow{Reason::suspended, Outcome::ended, "suspended"},
    ReasonRow{Reason::fileMissing, Outcome::notEstablished, "file-missing"},
    ReasonRow{Reason::fileUnreadable, Outcome::notEstablished, "file-unreadable"},
    ReasonRow{Reason::notACertificate, Outcome::forged, "not-a-certificate"},
    ReasonRow{Reason::jsonDamaged, Outcome::forged, "json-damaged"},
    ReasonRow{Reason::jsonDiffers, Outcome::forged, "json-differs"},
    ReasonRow{Reason::rootMissing, Outcome::notEstablished, "root-missing"},
    ReasonRow{Reason::rootDamaged, Outcome::forged, "root-damaged"},
    ReasonRow{Reason::logKeyMissing, Outcome::notEstablished, "log-key-missing"},
    ReasonRow{Reason::logKeyDamaged, Outcome::forged, "log-key-damaged"},
    ReasonRow{Reason::witnessKeyDamaged, Outcome::forged, "witness-key-damaged"},
    ReasonRow{Reason::chainMissing, Outcome::notEstablished, "chain-missing"},
    ReasonRow{Reason::chainDamaged, Outcome::forged, "chain-damaged"},
    ReasonRow{Reason::signatureWrong, Outcome::forged, "signature-wrong"},
    ReasonRow{Reason::notAccredited, Outcome::forged, "not-accredited"},
    ReasonRow{Reason::didMissing, Outcome::notEstablished, "did-missing"},
    ReasonRow{Reason::didDamaged, Outcome::forged, "did-damaged"},
    ReasonRow{Reason::didDiffers, Outcome::forged, "did-differs"},
    ReasonRow{Reason::proofMissing, Outcome::notEstablished, "proof-missing"},
    ReasonRow{Reason::proofDamaged, Outcome::forged, "proof-damaged"},
    ReasonRow{Reason::proofOfAnother, Outcome::forged, "proof-of-another"},
    ReasonRow{Reason::notInLog, Outcome::forged, "not-in-log"},
    ReasonRow{Reason::checkpointWrong, Outcome::forged, "checkpoint-wrong"},
    ReasonRow{Reason::witnessMissing, Outcome::notEstablished, "witness-missing"},
    ReasonRow{Reason::witnessWrong, Outcome::forged, "witness-wrong"},
    ReasonRow{Reason::statusMissing, Outcome::notEstablished, "status-missing"},
    ReasonRow{Reason::statusDamaged, Outcome::forged, "status-damaged"},
    ReasonRow{Reason::statusKeyUnknown, Outcome::forged, "status-key-unknown"},
    ReasonRow{Reason::statusOfAnother, Outcome::forged, "status-of-another"},
    ReasonRow{Reason::statusOld, Outcome::notEstablished, "status-old"},
    ReasonRow{Reason::statusFromFuture, Outcome::notEstablished, "status-from-future"},
};

const ReasonRow& rowOf(Reason reason) {
  return *std::find_if(kReasons.begin(), kReasons.end(), [&](const ReasonRow& row) { return row.reason == reason; });
}

std::string stemOf(std::string_view fileName) {
  const std::string_view name = fileName.substr(fileName.find_last_of('/') + 1);
  const std::size_t dot = name.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot));
}

}  // namespace

Outcome outcomeOf(Reason reason) {
  return rowOf(reason).outcome;
}
std::string_view reasonName(Reason reason) {
  return rowOf(reason).name;
}

Outcome Verdict::outcome() const {
  return outcomeOf(decisive().reason);
}

Finding Verdict::decisive() const {
  const auto gravest = std::max_element(
      findings.begin(), findings.end(),
      [](const Finding& left, const Finding& right) { return outcomeOf(left.reason) < outcomeOf(right.reason); });
  return gravest == findings.end() ? Finding{Reason::valid, {}, {}} : *gravest;
}

Verdict unreadable(std::string_view fileName, const base::Error& error) {
  Verdict verdict;
  const Reason reason = error.code == "file-missing"     ? Reason::fileMissing
                        : error.code == "file-too-large" ? Reason::notACertificate
                                                         : Reason::fileUnreadable;
  verdict.findings.push_back({reason, std::string(fileName), error.detail});
  return verdict;
}

Verdict verifyCertificate(std::string_view fileName, std::string_view content, const Companions& companions,
                          Times times) {
  Examination examination(stemOf(fileName), companions, times);
  if (fileName.ends_with(".json")) return examination.ofJson(fileName, content);
  return examination.ofJwt(fileName, content);
}

}  // namespace vigie::trust
