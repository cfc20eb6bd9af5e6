#include "common/vision/Facts.hpp"

namespace vigie::vision {

std::string_view nameOf(State state) {
  switch (state) {
    case State::none:
      return "none";
    case State::one:
      return "one";
    case State::several:
      return "several";
    case State::unknown:
      break;
  }
  return "unknown";
}

std::string_view nameOf(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "";
    case Reason::starting:
      return "starting";
    case Reason::black:
      return "black";
    case Reason::covered:
      return "covered";
    case Reason::frozen:
      return "frozen";
    case Reason::blurred:
      return "blurred";
    case Reason::dim:
      return "dim";
    case Reason::faceHidden:
      return "face-hidden";
    case Reason::cameraLost:
      break;
  }
  return "camera-lost";
}

std::string_view nameOf(Flag flag) {
  static constexpr std::array<std::string_view, kFlags> kNames = {
      "black",         "covered", "frozen",      "loop",           "dim",         "blurred",        "no-face",
      "several-faces", "turned",  "static-face", "person-changed", "camera-lost", "camera-changed", "camera-virtual"};
  return kNames[static_cast<std::size_t>(flag)];
}

}  // namespace vigie::vision
