// An answer between its two forms: the one that is judged (content::Answer) and the one that is signed, kept and sent
// (records.proto). Ownership: values. Thread: any.
#pragma once

#include "common/content/Answer.hpp"
#include "common/exam/records.pb.h"

namespace vigie::exam {

// What the person gave. Neither of what the seat noticed: that is signed beside it.
content::Answer toAnswer(const record::Answer& given);

// The whole answer: what the person gave and what the seat noticed, as it signed both.
content::Answer toAnswer(const record::Answer& given, const record::AnswerBody& body);

record::Answer toRecord(const content::Answer& answer);

}  // namespace vigie::exam
