#include "certs/verify/Finding.hpp"

#include <algorithm>
#include <array>

namespace vigie::verify {
namespace {

constexpr std::size_t kMostOfOneCode = 10;

struct CodeRow {
  Code code;
  std::string_view name;
  Outcome outcome;
};

constexpr auto kGood = Outcome::good;
constexpr auto kEnded = Outcome::ended;
constexpr auto kOpen = Outcome::notEstablished;
constexpr auto kForged = Outcome::forged;

constexpr std::array<CodeRow, kCodeCount> kCodes = {{
    {Code::fileMissing, "file-missing", kOpen},
    {Code::fileUnreadable, "file-unreadable", kOpen},
    {Code::bundleDamaged, "bundle-damaged", kForged},
    {Code::bundleSignature, "bundle-signature", kForged},
    {Code::journalDamaged, "journal-damaged", kForged},
    {Code::sessionMissing, "session-missing", kOpen},
    {Code::rootMissing, "root-missing", kOpen},
    {Code::rootDamaged, "root-damaged", kForged},
    {Code::recordDamaged, "record-damaged", kForged},
    {Code::recordNewer, "record-newer", kOpen},
    {Code::streamBeginning, "stream-beginning", kForged},
    {Code::epochUnknown, "epoch-unknown", kForged},
    {Code::epochChanged, "epoch-changed", kGood},
    {Code::authorityWrong, "authority-wrong", kForged},
    {Code::machineWrong, "machine-wrong", kForged},
    {Code::centreCourse, "centre-course", kForged},
    {Code::centreHead, "centre-head", kForged},
    {Code::sessionUnregistered, "session-unregistered", kForged},
    {Code::ticketDamaged, "ticket-damaged", kForged},
    {Code::ticketKeyMissing, "ticket-key-missing", kOpen},
    {Code::ticketKeyUntrusted, "ticket-key-untrusted", kForged},
    {Code::ticketSignature, "ticket-signature", kForged},
    {Code::ticketUnloaded, "ticket-unloaded", kForged},
    {Code::ticketDates, "ticket-dates", kForged},
    {Code::ticketSimulated, "ticket-simulated", kForged},
    {Code::kindDiffers, "kind-differs", kForged},
    {Code::bankMissing, "bank-missing", kOpen},
    {Code::bankDamaged, "bank-damaged", kForged},
    {Code::bankDiffers, "bank-differs", kForged},
    {Code::bankUntrusted, "bank-untrusted", kForged},
    {Code::testDamaged, "test-damaged", kForged},
    {Code::testDiffers, "test-differs", kForged},
    {Code::arithmeticUnknown, "arithmetic-unknown", kOpen},
    {Code::chainMissing, "chain-missing", kOpen},
    {Code::chainUntrusted, "chain-untrusted", kForged},
    {Code::chainExpired, "chain-expired", kEnded},
    {Code::chainRenewed, "chain-renewed", kGood},
    {Code::headDisagrees, "head-disagrees", kForged},
    {Code::headMissing, "head-missing", kOpen},
    {Code::checkpointSignature, "checkpoint-signature", kForged},
    {Code::checkpointDiffers, "checkpoint-differs", kForged},
    {Code::checkpointMissing, "checkpoint-missing", kOpen},
    {Code::notCountersigned, "not-countersigned", kGood},
    {Code::commandMissing, "command-missing", kForged},
    {Code::staffUnknown, "staff-unknown", kForged},
    {Code::staffSignature, "staff-signature", kForged},
    {Code::staffRevoked, "staff-revoked", kForged},
    {Code::staffNotAllowed, "staff-not-allowed", kForged},
    {Code::commandElsewhere, "command-elsewhere", kForged},
    {Code::commandRepeated, "command-repeated", kForged},
    {Code::seatUnknown, "seat-unknown", kForged},
    {Code::seatRevoked, "seat-revoked", kForged},
    {Code::seatCertificate, "seat-certificate", kForged},
    {Code::seatCertificateExpired, "seat-certificate-expired", kEnded},
    {Code::seatKeyWrong, "seat-key-wrong", kForged},
    {Code::seatConflict, "seat-conflict", kForged},
    {Code::answerSignature, "answer-signature", kForged},
    {Code::answerSeatKey, "answer-seat-key", kForged},
    {Code::answerChain, "answer-chain", kForged},
    {Code::answerMismatch, "answer-mismatch", kForged},
    {Code::questionContent, "question-content", kForged},
    {Code::questionShown, "question-shown", kForged},
    {Code::questionChoice, "question-choice", kForged},
    {Code::answerJudged, "answer-judged", kForged},
    {Code::courseWrong, "course-wrong", kForged},
    {Code::resultDiffers, "result-differs", kForged},
    {Code::notFinalised, "not-finalised", kOpen},
    {Code::certificateMissing, "certificate-missing", kOpen},
    {Code::certificateUnrecorded, "certificate-unrecorded", kForged},
    {Code::certificateDiffers, "certificate-differs", kForged},
    {Code::certificateSignature, "certificate-signature", kForged},
    {Code::certificateContent, "certificate-content", kForged},
    {Code::certificateIssuer, "certificate-issuer", kForged},
    {Code::certificateDate, "certificate-date", kForged},
    {Code::runTimeBack, "run-time-back", kForged},
    {Code::clockSetBack, "clock-set-back", kGood},
    {Code::clockSetForward, "clock-set-forward", kGood},
    {Code::consoleClock, "console-clock", kGood},
    {Code::onScreenLonger, "on-screen-longer", kOpen},
    {Code::privatePartDamaged, "private-part-damaged", kForged},
    {Code::privatePartErased, "private-part-erased", kGood},
    {Code::identityDiffers, "identity-differs", kForged},
    {Code::answersNotJudged, "answers-not-judged", kGood},
    {Code::pictureSignature, "picture-signature", kForged},
    {Code::pictureDamaged, "picture-damaged", kForged},
    {Code::picturesMissing, "pictures-missing", kGood},
    {Code::moreOfThese, "more-of-these", kGood},
}};

consteval bool isInOrder() {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (static_cast<std::size_t>(kCodes[i].code) != i) return false;
  }
  return true;
}
static_assert(isInOrder());

}  // namespace

std::string_view codeName(Code code) {
  return kCodes[static_cast<std::size_t>(code)].name;
}

std::optional<Code> codeNamed(std::string_view name) {
  for (const CodeRow& row : kCodes) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

Outcome outcomeOf(Code code) {
  return kCodes[static_cast<std::size_t>(code)].outcome;
}

Outcome Report::outcome() const {
  Outcome gravest = Outcome::good;
  for (const Finding& finding : findings) gravest = std::max(gravest, outcomeOf(finding.code));
  return gravest;
}

bool Report::has(Code code) const {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.code == code; });
}

void Findings::add(Code code, Place place, std::string about, std::string detail) {
  if (++counts_[static_cast<std::size_t>(code)] > kMostOfOneCode) return;
  out_.push_back({code, std::move(place), std::move(about), std::move(detail)});
}

void Findings::finish() {
  for (const CodeRow& row : kCodes) {
    const std::size_t count = counts_[static_cast<std::size_t>(row.code)];
    if (count <= kMostOfOneCode) continue;
    out_.push_back({Code::moreOfThese, {}, std::to_string(count - kMostOfOneCode), std::string(row.name)});
  }
}

}  // namespace vigie::verify
