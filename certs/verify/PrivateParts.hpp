// The private parts of a data folder's records: are they those that were recorded, and do they say what the records
// say? A bundle has none. Thread: any.
#pragma once

#include <map>
#include <optional>

#include "certs/verify/SessionFiles.hpp"
#include "certs/verify/Streams.hpp"
#include "common/content/Bank.hpp"
#include "common/exam/Environment.hpp"

namespace vigie::verify {

class PrivateParts {
 public:
  // `bank` may be null: then answers are not judged again.
  PrivateParts(const SessionFiles& files, const content::Bank* bank, Findings& findings)
      : files_(files), bank_(bank), findings_(findings) {}

  // `state`: before the record.
  void examine(const SessionEntry& entry, const exam::SessionState& state);
  void finish(Facts& facts);

  // By candidate reference: the exact .jwt bytes, and the person, where they could be read.
  const std::map<std::string, std::string>& certificates() const { return certificates_; }
  const std::map<std::string, exam::record::StaffPrivate>& people() const { return people_; }

 private:
  std::optional<base::Bytes> open(const SessionEntry& entry, const exam::SessionState& state);
  void judge(const SessionEntry& entry, const exam::record::AnswerAccepted& content, const exam::SessionState& state,
             const base::Bytes& plain);

  const SessionFiles& files_;
  const content::Bank* bank_;
  Findings& findings_;
  std::string codeSalt_;
  std::map<std::string, std::string> certificates_;
  std::map<std::string, exam::record::StaffPrivate> people_;
  std::size_t judged_ = 0;
  std::size_t erased_ = 0;
};

}  // namespace vigie::verify
