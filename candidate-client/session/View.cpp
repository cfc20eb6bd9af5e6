#include "candidate-client/session/View.hpp"

namespace vigie::session {

const char* screenName(Screen screen) {
  switch (screen) {
    case Screen::connecting:
      return "connecting";
    case Screen::enterCode:
      return "enter-code";
    case Screen::confirmName:
      return "confirm-name";
    case Screen::waitingForInvigilator:
      return "waiting-for-invigilator";
    case Screen::readyToBegin:
      return "ready-to-begin";
    case Screen::question:
      return "question";
    case Screen::hidden:
      return "hidden";
    case Screen::paused:
      return "paused";
    case Screen::alertOpen:
      return "alert-open";
    case Screen::ended:
      return "ended";
    case Screen::callInvigilator:
      return "call-invigilator";
  }
  return "unknown";
}

}  // namespace vigie::session
