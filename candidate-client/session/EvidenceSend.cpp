// What the pictures of a seat send, and when: announcements on the control link, pictures one at a time on their own.
#include <array>

#include "candidate-client/session/Evidence.hpp"
#include "common/exam/Records.hpp"

namespace vigie::session {
namespace {

namespace message = protocol::message;
namespace record = exam::record;

constexpr std::int64_t kBeatMs = 5'000;        // far below the link's idle limit
constexpr std::int64_t kUnwellBeatMs = 2'000;  // while pictures wait for the centre's health

const char* captureName(CaptureState state) {
  switch (state) {
    case CaptureState::pictures:
      return "pictures";
    case CaptureState::refused:
      return "refused";
    case CaptureState::noCamera:
      return "no-camera";
    case CaptureState::failed:
      return "failed";
  }
  return "failed";
}

}  // namespace

void Evidence::pump() {
  const auto grant = sitting_.evidenceGrant();
  if (grant && grant->mayAnnounce) announce(*grant);
  connectWhenDue();
  if (line_ != Line::up) return;
  beat();
  send();
}

std::int64_t Evidence::reconnectDelay() const {
  std::array<std::uint8_t, 4> random{};
  settings_.entropy(random);
  const std::int64_t width = settings_.reconnectMostMs - settings_.reconnectLeastMs + 1;
  return settings_.reconnectLeastMs + static_cast<std::int64_t>(base::readBigEndian32(random)) % width;
}

// Needed only once somebody sits here, and as long as something waits.
void Evidence::connectWhenDue() {
  const bool needed = wantsPictures() || unsent() != 0;
  if (!needed || line_ != Line::down || nowMs_ < connectAfterMs_) return;
  line_ = Line::connecting;
  outputs_.connectEvidence();
}

void Evidence::announce(const EvidenceGrant& grant) {
  if (announcing_ || nowMs_ < announceAfterMs_) return;
  record::PictureBody body;
  if (!captureTold_ && capture_) {
    body.set_capture(captureName(*capture_));
    announcing_ = 0;
    return outputs_.sendOnControl(announcement(grant, std::move(body)));
  }
  for (const Entry& entry : ring_) {
    if (entry.noted) continue;
    body.set_number(entry.name.number);
    body.set_capture(captureName(CaptureState::pictures));
    body.set_source(entry.source);
    body.set_digest(base::toString(entry.digest));
    body.set_size(entry.size);
    body.set_taken_ms(entry.takenMs);
    *body.mutable_facts() = entry.facts;
    announcing_ = entry.name.number;
    return outputs_.sendOnControl(announcement(grant, std::move(body)));
  }
}

protocol::Message Evidence::announcement(const EvidenceGrant& grant, record::PictureBody body) const {
  body.set_session(grant.session.bytes());
  body.set_candidate(grant.candidate.bytes());
  if (grant.standing != nullptr) {
    body.set_position(grant.standing->position());
    body.set_head(grant.standing->head());
  }
  message::AnnouncePicture announce;
  announce.set_lease(grant.lease);
  *announce.mutable_signed_() = exam::toRecord(crypto::signMessage(*grant.seatKey, "picture", exam::bytesOf(body)));
  return announce;
}

void Evidence::send() {
  if (sending_ || health_ == 0 || nowMs_ < sendAfterMs_) return;
  for (const Entry& entry : ring_) {
    if (!entry.noted || entry.sealed.empty()) continue;
    message::Picture picture;
    picture.set_session(entry.name.session.bytes());
    picture.set_candidate(entry.name.candidate.bytes());
    picture.set_number(entry.name.number);
    picture.set_sealed(base::toString(entry.sealed));
    sending_ = entry.name.number;
    return outputs_.sendOnEvidence(std::move(picture));
  }
}

void Evidence::beat() {
  const std::int64_t every = health_ == 0 ? kUnwellBeatMs : kBeatMs;
  if (beating_ || nowMs_ - beatMs_ < every) return;
  beatMs_ = nowMs_;
  beating_ = true;
  outputs_.sendOnEvidence(message::Heartbeat());
}

}  // namespace vigie::session
