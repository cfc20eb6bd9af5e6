// The workstation's camera beside the sitting: pictures while the person who accepted them sits here, and what becomes
// of them for the window's corner. Thread: the seat loop's; onCapture is called there, at each change.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "candidate-client/app/Configuration.hpp"
#include "candidate-client/camera/Photographer.hpp"
#include "candidate-client/session/SeatLoop.hpp"

namespace vigie::candidate {

// "" and "0": the first device; "2": /dev/video2; "/dev/…": that device; anything else: a video or a folder of
// pictures.
camera::CameraSettings cameraOf(const std::string& name);
// The same with what the configuration says of models and agreements.
camera::CameraSettings cameraOf(const Configuration& configuration);

class SeatCamera final : public session::Companion {
 public:
  using OnCapture = std::function<void(std::optional<session::CaptureState>)>;
  SeatCamera(camera::CameraSettings camera, const std::string& program, session::Workplace place, OnCapture onCapture);

  void receiveControl(const protocol::Message& message) override { photographer_.receiveControl(message); }
  void tick(session::CameraChoice choice) override;

 private:
  camera::Photographer photographer_;
  OnCapture onCapture_;
  std::optional<session::CaptureState> told_;
};

}  // namespace vigie::candidate
