// What somebody who holds every key of the server does to a session afterwards. Each leaves the records as they want
// them; Insider::coverTracks() then makes hashes, checkpoints and certificates again. Thread: one.
#pragma once

#include "tests/support/Insider.hpp"

namespace vigie::support {

// The newest answer is judged the other way; results and certificates follow.
void turnLastAnswer(Insider& insider);

// Of a session with one candidate: the newest wrong answer becomes the right one, with its text; results follow.
void rewriteLastWrongAnswer(Insider& insider);

// Everything from the last five minutes of answers goes; the tests then end with the session.
void dropLastFiveMinutes(Insider& insider);

// From the first answer on, an hour later.
void moveClock(Insider& insider);

// The text of a question that was answered.
void swapQuestionText(Insider& insider);
exam::record::QuestionAsked& someQuestion(Insider& insider);

// One that was announced and stored: every record's word of it.
void forgetPicture(Insider& insider, std::uint32_t number);

}  // namespace vigie::support
