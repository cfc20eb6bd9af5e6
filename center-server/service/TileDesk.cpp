#include "center-server/service/TileDesk.hpp"

namespace vigie::centre {
namespace {

namespace message = protocol::message;

const base::Error kNone{"tile-none", "this candidate's camera gives no picture now: watch this person yourself"};
const base::Error kUnlinked{"tile-unlinked",
                            "this candidate's seat has no connection for pictures now; it comes back by itself"};
const base::Error kLate{"tile-late", "this candidate's seat did not answer in time; it may be asked again"};
const base::Error kNobody{"tile-nobody", "this candidate does not sit at a seat of an open session now"};

bool isJpeg(const std::string& bytes) {
  return bytes.size() > 3 && bytes.starts_with("\xFF\xD8\xFF");
}

}  // namespace

// Whoever does not sit, or is done, is not looked at.
base::Result<const Peer*> TileDesk::seatOf(const base::SessionId& id, const base::CandidateRef& ref) {
  const LiveSession* session = centre_.findSession(id);
  if (session == nullptr || session->state().phase != exam::SessionPhase::open) return base::fail(kNobody);
  const exam::Candidate* candidate = session->state().find(ref);
  if (candidate == nullptr || !candidate->lease || candidate->phase == exam::CandidatePhase::ended) {
    return base::fail(kNobody);
  }
  const std::string& capture = session->state().evidenceOf(ref).capture;
  if (capture == "refused") {
    return base::fail("tile-refused",
                      "this candidate does without the camera, as anybody may: watch this person yourself");
  }
  if (capture == "no-camera") return base::fail(kNone);
  const Peer* seat = centre_.peers().findMachine(candidate->lease->workstation.hex(), Connection::evidence);
  if (seat == nullptr) return base::fail(kUnlinked);
  return seat;
}

void TileDesk::ask(const Peer& console, const message::Query& query) {
  const auto id = base::SessionId::fromBytes(query.session());
  const auto ref = base::CandidateRef::fromBytes(query.candidate());
  const auto seat = id && ref ? seatOf(*id, *ref) : base::Result<const Peer*>(base::fail(kNobody));
  if (!seat) return centre_.sendRefusal(console.link, seat.error());
  const auto [place, isNew] = asked_.try_emplace((*seat)->machine, Asked{*id, *ref, centre_.now().runMs, {}});
  Asked& asked = place->second;
  if (!isNew && (asked.candidate != *ref || asked.session != *id)) {
    // Somebody else sits there since it was asked.
    refuse(asked, kNobody);
    asked = Asked{*id, *ref, centre_.now().runMs, {}};
  }
  if (asked.waiters.size() >= kMostTileWaiters) return centre_.sendRefusal(console.link, kLate);
  asked.waiters.push_back({console.link, query.id()});
  if (asked.waiters.size() == 1) centre_.outbox().send((*seat)->link, message::TileAsked());
}

bool TileDesk::sitsAt(const Asked& asked, const std::string& machine) const {
  const LiveSession* session = centre_.findSession(asked.session);
  const exam::Candidate* candidate = session != nullptr ? session->state().find(asked.candidate) : nullptr;
  return candidate != nullptr && candidate->lease && candidate->lease->workstation.hex() == machine;
}

// One that nobody waits for any more, or that was taken of somebody else, goes nowhere.
void TileDesk::take(const Peer& seat, const message::Tile& tile) {
  const auto found = asked_.find(seat.machine);
  if (found == asked_.end()) return;
  const Asked asked = std::move(found->second);
  asked_.erase(found);
  if (!sitsAt(asked, seat.machine)) return refuse(asked, kNobody);
  const bool isTheirs = tile.session() == asked.session.bytes() && tile.candidate() == asked.candidate.bytes();
  if (!isTheirs || !isJpeg(tile.jpeg())) return refuse(asked, kNone);
  message::Reply reply;
  message::PictureView& view = *reply.mutable_picture();
  view.set_session(tile.session());
  view.set_candidate(tile.candidate());
  view.set_taken_ms(tile.taken_ms());
  view.set_jpeg(tile.jpeg());
  for (const Waiter& waiter : asked.waiters) {
    if (centre_.peers().find(waiter.console) == nullptr) continue;
    reply.set_id(waiter.query);
    centre_.outbox().send(waiter.console, reply);
  }
}

void TileDesk::linkEnded(const Peer& seat) {
  const auto found = asked_.find(seat.machine);
  if (found == asked_.end()) return;
  refuse(found->second, kUnlinked);
  asked_.erase(found);
}

void TileDesk::tick() {
  const std::int64_t now = centre_.now().runMs;
  std::erase_if(asked_, [&](const auto& entry) {
    if (now - entry.second.runMs < kTileWaitMs) return false;
    refuse(entry.second, kLate);
    return true;
  });
}

void TileDesk::refuse(const Asked& asked, const base::Error& why) {
  for (const Waiter& waiter : asked.waiters) {
    if (centre_.peers().find(waiter.console) != nullptr) centre_.sendRefusal(waiter.console, why);
  }
}

}  // namespace vigie::centre
