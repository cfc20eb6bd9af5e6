#include "candidate-client/camera/Photographer.hpp"

#include <algorithm>
#include <utility>

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
void Photographer::tick(session::CameraChoice choice) {
  using session::CameraChoice;
  using session::CaptureState;
  const auto grant = sitting_.evidenceGrant();
  // Attack: a recording in place of a face. Only a demonstration may show one.
  const bool isRecording = grant && !settings_.camera.file.empty() && !grant->demonstration;
  // The camera keeps the last seconds: nobody's may be announced as those of who sits here next.
  if (grant && whose_ && *whose_ != grant->candidate) camera_.reset();
  if (grant) whose_ = grant->candidate;
  if (!grant || choice != CameraChoice::accepted || isRecording) {
    camera_.reset();
    if (!grant) capture_.reset();
  } else if (!camera_) {
    CameraSettings camera = settings_.camera;
    for (const std::string& name : grant->accommodations) {
      if (const auto one = vision::accommodationNamed(name)) camera.accommodations.add(*one);
    }
    camera.every = settings_.pace.value_or(std::chrono::milliseconds(grant->pictureEveryMs));
    camera_.emplace(std::move(camera));
    tileUnderWay_ = false;
  }
  while (auto snapshot = camera_ ? camera_->take() : std::nullopt) keep(std::move(*snapshot));
  tellNotice();
  const CameraState now = camera_ ? camera_->state() : CameraState::opening;
  if (grant && choice == CameraChoice::refused) state(CaptureState::refused);
  if (grant && (choice == CameraChoice::absent || isRecording)) state(CaptureState::noCamera);
  if (now == CameraState::noCamera) state(CaptureState::noCamera);
  if (now == CameraState::failed) state(CaptureState::failed);
  showTile();
  evidence_.tick(clock_.now());
}

// Whoever has refused the camera, or has none, is shown to nobody: the invigilator is told so at once.
void Photographer::showTile() {
  if (!evidence_.wantsTile()) return;
  const bool isBlind = !camera_ || camera_->state() == CameraState::noCamera || camera_->state() == CameraState::failed;
  if (isBlind) return evidence_.showTile({}, 0, clock_.now());
  if (!std::exchange(tileUnderWay_, true)) camera_->askTile();
  const auto tile = camera_->takeTile();
  if (!tile) return;
  tileUnderWay_ = false;
  evidence_.showTile(tile->jpeg, tile->takenMs, clock_.now());
}

void Photographer::state(session::CaptureState state) {
  capture_ = state;
  evidence_.state(state, clock_.now());
}

void Photographer::tellNotice() {
  const std::string notice = camera_ && settings_.onNotice ? camera_->notice() : std::string();
  if (notice.empty() || notice == told_) return;
  told_ = notice;
  settings_.onNotice(notice);
}

void Photographer::keep(Snapshot snapshot) {
  const base::Bytes jpeg = settings_.onTaken ? snapshot.jpeg : base::Bytes();
  const auto number = evidence_.take(
      {std::move(snapshot.jpeg), camera_->source(), snapshot.takenMs, std::move(snapshot.facts)}, clock_.now());
  if (number) capture_ = session::CaptureState::pictures;
  if (number && settings_.onTaken) settings_.onTaken(*number, jpeg);
}

}  // namespace vigie::camera
