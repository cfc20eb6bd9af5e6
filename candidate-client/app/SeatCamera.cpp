#include "candidate-client/app/SeatCamera.hpp"

#include <algorithm>
#include <iostream>

namespace vigie::candidate {
namespace {

camera::PhotographerSettings settingsOf(camera::CameraSettings camera, const std::string& program) {
  camera::PhotographerSettings settings;
  settings.program = program;
  settings.camera = std::move(camera);
  settings.onNotice = [](const std::string& notice) { std::cerr << "candidate-client: " << notice << '\n'; };
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

camera::CameraSettings cameraOf(const Configuration& configuration) {
  camera::CameraSettings settings = cameraOf(configuration.camera);
  settings.models = configuration.models;
  for (const std::string& name : configuration.accommodations) {
    if (const auto one = vision::accommodationNamed(name)) settings.accommodations.add(*one);
  }
  return settings;
}

SeatCamera::SeatCamera(camera::CameraSettings camera, const std::string& program, session::Workplace place,
                       OnCapture onCapture)
    : photographer_(settingsOf(std::move(camera), program), place.sitting, place.threads, place.machine,
                    camera::Photographer::Ways{std::move(place.post), std::move(place.sendOnControl)}),
      onCapture_(std::move(onCapture)) {}

void SeatCamera::tick(session::CameraChoice choice) {
  photographer_.tick(choice);
  if (photographer_.capture() == told_) return;
  told_ = photographer_.capture();
  if (onCapture_) onCapture_(told_);
}

}  // namespace vigie::candidate
