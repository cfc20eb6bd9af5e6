// Whose keys seal a record's private part. Pure. Thread: any.
#pragma once

#include "common/exam/Session.hpp"

namespace vigie::exam {

struct PrivateOwner {
  base::CandidateRef candidate;  // null: nobody's in particular, the session's
  bool isAnswer = false;         // the candidate's key of answers, else that of identity

  friend bool operator==(const PrivateOwner&, const PrivateOwner&) = default;
};

// `state`: before or after the record, it makes no difference.
PrivateOwner ownerOf(const SessionRecord& content, const SessionState& state);

}  // namespace vigie::exam
