// The pictures of one seat: sealed at once, announced on the control link (signed by the sitting), sent on the evidence
// link while the centre's health allows. Nothing here may cost an answer: what cannot be sent waits in a limited ring,
// and the oldest goes first; an announced picture that never arrives is a gap that the centre names.
// No socket, thread, camera or clock of its own. Thread: one at a time, the sitting's. Ownership: Sitting and outputs
// must outlive it.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "candidate-client/session/Sitting.hpp"
#include "common/crypto/PictureSeal.hpp"

namespace vigie::session {

enum class CaptureState : std::uint8_t { pictures, refused, noCamera, failed };

struct CapturedPicture {
  base::Bytes jpeg;
  std::string source;        // "device"; "file": only under a demonstration ticket
  std::int64_t takenMs = 0;  // wall time
  exam::record::PictureFacts facts;
};

// Called inside the inputs below, which must not be called from here.
class EvidenceOutputs {
 public:
  virtual ~EvidenceOutputs() = default;
  virtual void sendOnControl(protocol::Message message) = 0;
  virtual void sendOnEvidence(protocol::Message message) = 0;
  virtual void connectEvidence() = 0;  // one attempt: linkUp() or linkDown() follows
};

struct EvidenceSettings {
  std::string program;
  std::function<void(std::span<std::uint8_t>)> entropy;
  // After a loss the evidence link comes back at a random moment between these, so that a room whose server has just
  // restarted has its answers first.
  std::int64_t reconnectLeastMs = 5'000;
  std::int64_t reconnectMostMs = 60'000;
  std::size_t ringBytes = 16U << 20;  // over an hour and a half of pictures every ten seconds
};

class Evidence {
 public:
  Evidence(EvidenceSettings settings, const Sitting& sitting, EvidenceOutputs& outputs)
      : settings_(std::move(settings)), sitting_(sitting), outputs_(outputs) {}

  // From the camera. The picture's number; nothing when nobody sits here, or the picture is too large.
  std::optional<std::uint32_t> take(CapturedPicture picture, base::Moment now);
  void state(CaptureState state, base::Moment now);  // why there are none; told once for each change

  // Every message of the control link, after the sitting has had it.
  void receiveControl(const protocol::Message& message, base::Moment now);

  // The evidence link.
  void linkUp(base::Moment now);
  void linkDown(base::Moment now);
  void receive(const protocol::Message& message, base::Moment now);

  void tick(base::Moment now);  // at least four times a second

  // An invigilator looks: the owner of the camera sees it here and gives one small picture, or none when there is no
  // camera. It leaves at once, before pictures that wait, and is kept nowhere.
  bool wantsTile() const { return tileAsked_; }
  void showTile(const base::Bytes& jpeg, std::int64_t takenMs, base::Moment now);

  bool wantsPictures() const { return sitting_.evidenceGrant().has_value(); }
  std::size_t unsent() const;  // pictures that still wait to be announced or sent
  std::uint32_t health() const { return health_; }
  const std::string& refusal() const { return refusal_; }  // code of the newest one, empty: none

 private:
  struct Entry {
    crypto::PictureName name;
    base::Bytes sealed;  // empty: given up for lack of room
    crypto::Digest digest{};
    std::uint32_t size = 0;
    std::string source;
    std::int64_t takenMs = 0;
    exam::record::PictureFacts facts;
    bool noted = false;  // its announcement is durable at the centre
  };

  // Evidence.cpp
  void follow(base::Moment now);
  void makeRoom();
  void drop(std::uint32_t number);
  Entry* find(std::uint32_t number);
  void announcementRefused(const protocol::message::Refused& refused);
  void pictureRefused(const protocol::message::Refused& refused);
  void stored(const protocol::message::PictureStored& stored);

  // EvidenceSend.cpp
  void pump();
  void connectWhenDue();
  void announce(const EvidenceGrant& grant);
  protocol::Message announcement(const EvidenceGrant& grant, exam::record::PictureBody body) const;
  void send();
  void beat();
  std::int64_t reconnectDelay() const;

  const EvidenceSettings settings_;
  const Sitting& sitting_;
  EvidenceOutputs& outputs_;
  std::int64_t nowMs_ = 0;

  base::CandidateRef candidate_;  // of the newest grant
  base::SessionId session_;
  std::uint32_t lease_ = 0;
  std::uint64_t controlLink_ = 0;
  std::uint32_t newest_ = 0;  // number given
  std::deque<Entry> ring_;
  std::size_t ringBytes_ = 0;
  std::optional<CaptureState> capture_;  // as it is; nothing: not known yet
  bool captureTold_ = true;

  std::optional<std::uint32_t> announcing_;  // 0: the capture state
  std::int64_t announceAfterMs_ = 0;

  enum class Line : std::uint8_t { down, connecting, greeting, up };
  Line line_ = Line::down;
  std::int64_t connectAfterMs_ = 0;
  std::optional<std::uint32_t> sending_;
  std::int64_t sendAfterMs_ = 0;
  std::int64_t beatMs_ = 0;
  bool beating_ = false;
  std::uint32_t health_ = 10;
  std::string refusal_;
  bool tileAsked_ = false;  // on this link
};

}  // namespace vigie::session
