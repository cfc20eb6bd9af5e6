// What verify-certificate decides (design.md 10), as a function of bytes: no file, clock or network of its own.
// Four verdicts, never one boolean: a stranger's certificate that cannot be established is not a forged one.
// Anchors are root.pem and log.vkey (and witness.vkey) of the trust folder; everything else is evidence that must lead
// to them. Thread: any. Ownership: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/credential/Credential.hpp"
#include "certs/log/Leaf.hpp"

namespace vigie::trust {

// The exit status of verify-certificate, in rising precedence.
enum class Outcome { good = 0, ended = 1, notEstablished = 2, forged = 3 };

enum class Reason {
  valid,
  expired,
  notYetValid,
  revoked,
  suspended,
  fileMissing,
  fileUnreadable,
  notACertificate,
  jsonDamaged,
  jsonDiffers,
  rootMissing,
  rootDamaged,
  logKeyMissing,
  logKeyDamaged,
  witnessKeyDamaged,
  chainMissing,
  chainDamaged,
  signatureWrong,
  notAccredited,
  didMissing,
  didDamaged,
  didDiffers,
  proofMissing,
  proofDamaged,
  proofOfAnother,
  notInLog,
  checkpointWrong,
  witnessMissing,
  witnessWrong,
  statusMissing,
  statusDamaged,
  statusKeyUnknown,
  statusOfAnother,
  statusOld,
  statusFromFuture,
};

struct Finding {
  Reason reason{};
  std::string about;   // the file, or the date, that the reason speaks of
  std::string detail;  // English, for the person who looks into it; may be empty
};

Outcome outcomeOf(Reason reason);
std::string_view reasonName(Reason reason);  // "status-old": for scripts

struct Found {
  std::string content;
  std::string place;  // files of one place belong together
};

// Where bytes come from. Errors: "file-missing" means not there; any other, there but not readable.
class Companions {
 public:
  virtual ~Companions() = default;
  virtual base::Result<std::string> anchor(std::string_view name) const = 0;  // in the trust folder only
  virtual base::Result<Found> companion(std::string_view name) const = 0;  // beside the file, then in the trust folder
};

struct Times {
  std::int64_t atMs = 0;   // the moment asked about
  std::int64_t nowMs = 0;  // this machine's clock
};

struct Verdict {
  std::vector<Finding> findings;  // everything that is wrong; empty: good
  credential::Occasion occasion = credential::Occasion::examination;
  std::optional<credential::CredentialSummary> certificate;  // when it could be read
  std::optional<tlog::IssueLeaf> leaf;                       // when the proof's entry is this certificate's
  std::optional<std::uint64_t> logIndex;                     // of that entry
  std::optional<std::int64_t> statusMs;                      // date of the newest status list that was believed

  Outcome outcome() const;   // the gravest finding's
  Finding decisive() const;  // the first of the gravest
};

// `fileName`: as the user gave it; its stem names the companions, ".json" asks for the JSON form.
Verdict verifyCertificate(std::string_view fileName, std::string_view content, const Companions& companions,
                          Times times);

// A file that could not be read at all.
Verdict unreadable(std::string_view fileName, const base::Error& error);

inline constexpr std::int64_t kOldestListMs = 30 * std::int64_t{86'400'000};
inline constexpr std::int64_t kClockSkewMs = 5 * 60 * 1000;

}  // namespace vigie::trust
