// All that a screen shows of a sitting, as words and codes for the user interface to translate. Ownership: a value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "candidate-client/session/ShownQuestion.hpp"

namespace vigie::session {

enum class Screen {
  connecting,             // no centre yet, or it has not said yet what to show
  enterCode,              // of the slip
  confirmName,            // "It is me"
  waitingForInvigilator,  // who confirms that this person is here
  readyToBegin,
  question,
  hidden,  // the centre has been silent for 3 s: calm, what was typed stays, nothing is lost
  paused,
  alertOpen,  // the person reported a problem; an invigilator comes
  ended,
  callInvigilator,  // this seat must not go on by itself; the notices say why
};

const char* screenName(Screen screen);  // "enter-code"

struct View {
  Screen screen = Screen::connecting;
  std::vector<std::string> notices;  // codes: "past-changed", "centre-restored", "keep-unwritable", the centre's own…
  std::string refusal;               // code of the last action's refusal on this screen, empty when there is none
  bool busy = false;                 // the person's last action has no answer yet: buttons wait
  bool demonstration = false;
  std::string displayName;
  std::string language;  // of the test, empty before a check-in
  std::shared_ptr<const ShownQuestion>
      question;                             // also while it is hidden, paused or reported: typed text belongs to it
  std::uint32_t progress = 0;               // question k…
  std::uint32_t questions = 0;              // …of n
  bool questionsAtMost = false;             // …or fewer: the test ends when it knows enough
  std::optional<std::int64_t> remainingMs;  // interpolated; nullopt before the test runs
  std::string lastMessage;                  // from the invigilator
  std::uint32_t messages = 0;               // how many came: a new one has a new number
  std::string endReason;
  std::uint32_t health = 10;  // of the centre, 0 to 10
  std::vector<std::string> accommodations;  // agreed with who sits here (common/exam/Accommodations.hpp)
};

}  // namespace vigie::session
