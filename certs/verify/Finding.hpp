// What verify-session finds: named, with the place it was found at, and what the session was. Ownership: values.
// Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/trust/Verification.hpp"
#include "common/base/Id.hpp"
#include "common/crypto/Digest.hpp"

namespace vigie::verify {

using trust::Outcome;  // the exit status, in rising precedence: good, ended, notEstablished, forged

// In the order of kCodes in Finding.cpp, which gives each its name for scripts and its outcome.
enum class Code : std::uint8_t {
  // files and anchors
  fileMissing,
  fileUnreadable,
  bundleDamaged,
  bundleSignature,
  journalDamaged,
  sessionMissing,
  rootMissing,
  rootDamaged,
  // streams
  recordDamaged,
  recordNewer,
  streamBeginning,
  epochUnknown,
  epochChanged,
  // the centre's own stream
  authorityWrong,
  machineWrong,
  centreCourse,
  // what the session is bound to
  centreHead,
  sessionUnregistered,
  ticketDamaged,
  ticketKeyMissing,
  ticketKeyUntrusted,
  ticketSignature,
  ticketUnloaded,
  ticketDates,
  ticketSimulated,
  kindDiffers,
  bankMissing,
  bankDamaged,
  bankDiffers,
  bankUntrusted,
  testDamaged,
  testDiffers,
  arithmeticUnknown,
  chainMissing,
  chainUntrusted,
  chainExpired,
  chainRenewed,
  // who vouches for the past
  headDisagrees,
  headMissing,
  checkpointSignature,
  checkpointDiffers,
  checkpointMissing,
  notCountersigned,
  // staff
  commandMissing,
  staffUnknown,
  staffSignature,
  staffRevoked,
  staffNotAllowed,
  commandElsewhere,
  commandRepeated,
  // seats
  seatUnknown,
  seatRevoked,
  seatCertificate,
  seatCertificateExpired,
  seatKeyWrong,
  seatConflict,
  // answers and questions
  answerSignature,
  answerSeatKey,
  answerChain,
  answerMismatch,
  questionContent,
  questionShown,
  questionChoice,
  answerJudged,
  courseWrong,
  resultDiffers,
  notFinalised,
  // certificates
  certificateMissing,
  certificateUnrecorded,
  certificateDiffers,
  certificateSignature,
  certificateContent,
  certificateIssuer,
  certificateDate,
  // time
  runTimeBack,
  clockSetBack,
  clockSetForward,
  consoleClock,
  onScreenLonger,
  // private parts
  privatePartDamaged,
  privatePartErased,
  identityDiffers,
  answersNotJudged,
  // pictures
  pictureSignature,
  pictureDamaged,
  picturesMissing,
  moreOfThese,
};

inline constexpr std::size_t kCodeCount = static_cast<std::size_t>(Code::moreOfThese) + 1;

std::string_view codeName(Code code);  // "head-disagrees"
std::optional<Code> codeNamed(std::string_view name);
Outcome outcomeOf(Code code);          // good: only worth telling

// Empty fields say nothing.
struct Place {
  enum class Stream : std::uint8_t { none, centre, session };
  Stream stream = Stream::none;
  std::uint64_t record = 0;
  std::string candidate;  // 32 hex digits
  std::uint32_t question = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

struct Finding {
  Code code{};
  Place place;
  std::string about;   // the file, date, position or name that the sentence speaks of
  std::string detail;  // English, for the person who looks into it; may be empty
};

// What the records say of the session, once they could be read.
struct Facts {
  base::SessionId session;
  std::string ticket;       // its number
  std::string ticketBytes;  // exact JWS
  std::string centre;       // number, from the ticket
  bool demonstration = false;
  std::string program;
  std::string arithmetic;
  std::int64_t openedMs = 0;
  std::uint64_t centreRecords = 0;
  std::uint64_t sessionRecords = 0;
  std::size_t candidates = 0;
  std::size_t answers = 0;
  std::size_t answersJudgedAgain = 0;
  std::size_t countersignatures = 0;
  std::size_t incidents = 0;
  std::uint64_t position = 0;  // of the final checkpoint
  crypto::Digest head{};
  std::vector<std::string> certificates;  // exact JWS, in the order of their records
};

struct Report {
  std::vector<Finding> findings;  // in the order they were found
  Facts facts;

  Outcome outcome() const;  // the gravest finding's
  bool has(Code code) const;
};

// Collects findings; of one code in one stream only the first ten are kept, the rest are counted.
class Findings {
 public:
  explicit Findings(std::vector<Finding>& out) : out_(out) {}

  void add(Code code, Place place, std::string about = {}, std::string detail = {});
  void finish();  // tells how many more there were

 private:
  std::vector<Finding>& out_;
  std::vector<std::size_t> counts_ = std::vector<std::size_t>(kCodeCount);
};

}  // namespace vigie::verify
