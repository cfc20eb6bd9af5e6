// The pictures of a seat, whole: the camera while somebody sits here, what becomes of its pictures, and the connection
// they leave on. Used by the window and by simulated seats alike. Thread: the sitting's. Ownership: sitting, threads
// and machine must outlive it.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "candidate-client/camera/Camera.hpp"
#include "candidate-client/session/EvidenceLink.hpp"
#include "candidate-client/session/Notes.hpp"

namespace vigie::camera {

struct PhotographerSettings {
  std::string program;
  CameraSettings camera;                          // `every` is what the centre asks for, unless `pace` says otherwise
  std::optional<std::chrono::milliseconds> pace;  // of demonstrations: between two pictures; shortens what waits, too
  std::function<void(std::uint32_t number, const base::Bytes& jpeg)> onTaken;  // may be empty
  std::function<void(const std::string& notice)> onNotice;  // a model that cannot be used; may be empty
};

class Photographer final : public session::EvidenceOutputs {
 public:
  struct Ways {
    std::function<void(std::function<void()>)> post;  // into the sitting's thread
    std::function<void(protocol::Message)> sendOnControl;
  };
  Photographer(PhotographerSettings settings, const session::Sitting& sitting, link::IoThreads& threads,
               const link::Machine& machine, Ways ways);

  void receiveControl(const protocol::Message& message) { evidence_.receiveControl(message, clock_.now()); }
  // No camera is opened before the person has accepted it; a refusal is told to the centre, and costs nothing.
  void tick(session::CameraChoice choice);
  // What becomes of pictures now; nothing: no one has been taken or missed yet.
  std::optional<session::CaptureState> capture() const { return capture_; }
  bool isDone() const { return evidence_.unsent() == 0; }  // nothing waits any more
  void close() { link_.close(); }

  void sendOnControl(protocol::Message message) override { ways_.sendOnControl(std::move(message)); }
  void sendOnEvidence(protocol::Message message) override { link_.send(message); }
  void connectEvidence() override { link_.connect(evidence_); }

 private:
  void keep(Snapshot snapshot);
  void state(session::CaptureState state);
  void tellNotice();
  void showTile();

  PhotographerSettings settings_;
  const session::Sitting& sitting_;
  Ways ways_;
  base::SystemClock clock_;
  session::EvidenceLink link_;
  session::Evidence evidence_;
  std::optional<Camera> camera_;
  std::optional<session::CaptureState> capture_;
  std::string told_;
  bool tileUnderWay_ = false;  // the camera was asked for it
  std::optional<base::CandidateRef> whose_;
};

}  // namespace vigie::camera
