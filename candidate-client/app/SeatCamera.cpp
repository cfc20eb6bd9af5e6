#include "candidate-client/app/SeatCamera.hpp"

#include <algorithm>

namespace vigie::candidate {
namespace {

camera::PhotographerSettings settingsOf(const std::string& camera, const std::string& program) {
  camera::PhotographerSettings settings;
  settings.program = program;
  settings.camera = cameraOf(camera);
  return settings;
}

}  // namespace

camera::CameraSettings cameraOf(const std::string& name) {
  camera::CameraSettings settings;
  const bool isNumber = std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (isNumber) {
    settings.device = "/dev/video" + (name.empty() ? "0" : name);
  } else if (name.starts_with("/dev/")) {
    settings.device = name;
  } else {
    settings.file = name;
  }
  return settings;
}

SeatCamera::SeatCamera(const std::string& camera, const std::string& program, session::Workplace place,
                       OnCapture onCapture)
    : photographer_(settingsOf(camera, program), place.sitting, place.threads, place.machine,
                    camera::Photographer::Ways{std::move(place.post), std::move(place.sendOnControl)}),
      onCapture_(std::move(onCapture)) {}

void SeatCamera::tick(session::CameraChoice choice) {
  photographer_.tick(choice);
  if (photographer_.capture() == told_) return;
  told_ = photographer_.capture();
  if (onCapture_) onCapture_(told_);
}

}  // namespace vigie::candidate
