#include "candidate-client/camera/Photographer.hpp"

#include <algorithm>

#include "common/crypto/Random.hpp"

namespace vigie::camera {
namespace {

// A demonstration that takes a picture each second does not wait a minute for its evidence link.
session::EvidenceSettings settingsFor(const PhotographerSettings& from) {
  session::EvidenceSettings settings;
  settings.program = from.program;
  settings.entropy = [](std::span<std::uint8_t> out) { crypto::randomBytes(out); };
  if (!from.pace) return settings;
  settings.reconnectLeastMs = std::min<std::int64_t>(settings.reconnectLeastMs, from.pace->count());
  settings.reconnectMostMs = std::min<std::int64_t>(settings.reconnectMostMs, 6 * from.pace->count());
  return settings;
}

}  // namespace

Photographer::Photographer(PhotographerSettings settings, const session::Sitting& sitting, link::IoThreads& threads,
                           const link::Machine& machine, Ways ways)
    : settings_(std::move(settings)),
      sitting_(sitting),
      ways_(std::move(ways)),
      link_(threads, machine, clock_, ways_.post),
      evidence_(settingsFor(settings_), sitting, *this) {}

// Pictures are taken between the check-in and the end of the test, and at no other time.
void Photographer::tick() {
  const auto grant = sitting_.evidenceGrant();
  if (!grant) {
    camera_.reset();
  } else if (!camera_) {
    CameraSettings camera = settings_.camera;
    camera.every = settings_.pace.value_or(std::chrono::milliseconds(grant->pictureEveryMs));
    camera_.emplace(std::move(camera));
  }
  while (auto snapshot = camera_ ? camera_->take() : std::nullopt) keep(std::move(*snapshot));
  const CameraState state = camera_ ? camera_->state() : CameraState::opening;
  if (state == CameraState::noCamera) evidence_.state(session::CaptureState::noCamera, clock_.now());
  if (state == CameraState::failed) evidence_.state(session::CaptureState::failed, clock_.now());
  evidence_.tick(clock_.now());
}

void Photographer::keep(Snapshot snapshot) {
  const base::Bytes jpeg = settings_.onTaken ? snapshot.jpeg : base::Bytes();
  const auto number = evidence_.take(
      {std::move(snapshot.jpeg), camera_->source(), snapshot.takenMs, std::move(snapshot.facts)}, clock_.now());
  if (number && settings_.onTaken) settings_.onTaken(*number, jpeg);
}

}  // namespace vigie::camera
