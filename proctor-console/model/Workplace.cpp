#include "proctor-console/model/Workplace.hpp"

#include <algorithm>
#include <tuple>

#include "common/exam/Records.hpp"
#include "proctor-console/model/NextStep.hpp"

namespace vigie::console {
namespace {

namespace message = protocol::message;

constexpr std::size_t kLargestOrder = 60U << 10;  // signed and framed it must stay below the message's cap
constexpr std::size_t kMostNotices = 20;
constexpr int kBeatsAfterNone = 4;

template <class Views, class View, class Key>
bool put(Views& views, const View& view, const Key& key) {
  const auto place = std::find_if(views.begin(), views.end(), [&](const auto& one) { return key(one) == key(view); });
  if (place == views.end()) {
    views.push_back(view);
    return true;
  }
  if (exam::bytesOf(*place) == exam::bytesOf(view)) return false;
  *place = view;
  return true;
}

const std::string& numberOf(const message::TicketView& view) {
  return view.number();
}
const std::string& machineOf(const message::MachineView& view) {
  return view.machine();
}
const std::string& idOf(const message::SessionView& view) {
  return view.session();
}

void order(Outlook& outlook) {
  std::sort(outlook.sessions.begin(), outlook.sessions.end(), [](const auto& left, const auto& right) {
    return std::make_tuple(urgencyOf(left), left.ticket(), left.session()) <
           std::make_tuple(urgencyOf(right), right.ticket(), right.session());
  });
  std::sort(outlook.tickets.begin(), outlook.tickets.end(),
            [](const auto& left, const auto& right) { return left.number() < right.number(); });
  std::sort(outlook.machines.begin(), outlook.machines.end(),
            [](const auto& left, const auto& right) { return left.label() < right.label(); });
}

}  // namespace

const message::SessionView* Outlook::session(const std::string& id) const {
  const auto found =
      std::find_if(sessions.begin(), sessions.end(), [&](const auto& one) { return one.session() == id; });
  return found == sessions.end() ? nullptr : &*found;
}

Workplace::Workplace(DeskSettings settings, std::shared_ptr<const crypto::Signer> signer, StandingBook book)
    : desk_(std::move(settings), std::move(signer), std::move(book)) {
  desk_.oversee();
  if (desk_.book().forks().empty()) return;
  outlook_.fork = desk_.book().forks().front();
  outlook_.link.phase = LinkPhase::stopped;
}

void Workplace::setLink(LinkPhase phase, std::optional<base::Error> why, std::int64_t wallMs) {
  if (outlook_.link.phase != phase) outlook_.link.sinceMs = wallMs;
  outlook_.link.phase = phase;
  outlook_.link.why = std::move(why);
  changed_ = true;
}

void Workplace::linkOpened() {
  desk_.linkOpened();
}

void Workplace::linkLost(const base::Error& why, std::int64_t wallMs) {
  desk_.linkLost();
  wantedTile_.reset();
  if (outlook_.live) outlook_.live->picture.reset();
  const LinkPhase now = outlook_.link.phase;
  if (now == LinkPhase::refused || now == LinkPhase::stopped) return;
  setLink(now == LinkPhase::connecting ? LinkPhase::connecting : LinkPhase::lost, why, wallMs);
}

void Workplace::linkRefused(const base::Error& why, std::int64_t wallMs) {
  desk_.linkLost();
  if (outlook_.link.phase == LinkPhase::stopped) return;
  setLink(LinkPhase::refused, why, wallMs);
  settleAll(why);
}

void Workplace::receive(const protocol::Message& arrived, std::int64_t wallMs) {
  if (const auto* beatReply = std::get_if<message::HeartbeatReply>(&arrived)) {
    const std::int64_t ahead = beatReply->wall_ms() - wallMs;
    // To the second: what shows a date need not be drawn again for the milliseconds of a network.
    changed_ = changed_ || outlook_.health != beatReply->health() || ahead / 1000 != outlook_.centreAheadMs / 1000;
    outlook_.health = beatReply->health();
    outlook_.centreAheadMs = ahead;
  }
  for (Event& event : desk_.receive(arrived, wallMs)) handle(std::move(event), wallMs);
}

void Workplace::handle(Event event, std::int64_t wallMs) {
  if (const auto* welcomed = std::get_if<Welcomed>(&event)) {
    outlook_.consoleLabel = welcomed->label;
    outlook_.centreProgram = welcomed->program;
    outlook_.centreAheadMs = welcomed->wallMs - wallMs;
    setLink(LinkPhase::linked, std::nullopt, wallMs);
  } else if (const auto* settled = std::get_if<CommandSettled>(&event)) {
    auto found = waiting_.extract(settled->command);
    if (!found.empty() && found.mapped()) found.mapped()(settled->refusal);
  } else if (const auto* query = std::get_if<QuerySettled>(&event)) {
    takePicture(*query);
  } else if (const auto* tile = std::get_if<TileSettled>(&event)) {
    takeTile(*tile);
  } else if (const auto* room = std::get_if<RoomChanged>(&event)) {
    merge(room->change);
  } else if (const auto* fork = std::get_if<ForkSeen>(&event)) {
    outlook_.fork = fork->fork;
    setLink(LinkPhase::stopped, std::nullopt, wallMs);
    settleAll({"fork", "the centre showed another past than before"});
    if (const auto saved = desk_.book().save(); !saved) notice(saved.error());
  } else if (const auto* doubted = std::get_if<CheckpointDoubted>(&event)) {
    notice({"checkpoint-doubted", doubted->why.detail});
  } else if (const auto* epoch = std::get_if<EpochChanged>(&event)) {
    notice({"epoch-changed", "the centre's data folder is in epoch " + epoch->epoch.hex()});
  } else if (const auto* refused = std::get_if<ConversationRefused>(&event)) {
    // One that ends the conversation is followed by the end of the link; the others are only told.
    const bool isFinal = refused->why.code == "protocol-version" || refused->why.code == "machine-revoked";
    isFinal ? linkRefused(refused->why, wallMs) : notice(refused->why);
  }
}

void Workplace::beat() {
  desk_.heartbeat();
  if (const auto saved = desk_.book().save(); !saved) notice(saved.error());
  if (restBeats_ > 0)
    --restBeats_;
  else
    wantTile();
}

void Workplace::look(const base::SessionId& session) {
  if (looking_ == session) return;
  looking_ = session;
  outlook_.room.reset();
  outlook_.pictures.clear();
  asked_.clear();
  outlook_.live.reset();
  changed_ = true;
  desk_.watch(session);
}

void Workplace::regard(const std::optional<base::CandidateRef>& candidate) {
  const bool isSame = candidate ? outlook_.live && outlook_.live->candidate == *candidate : !outlook_.live;
  if (isSame) return;
  outlook_.live.reset();
  if (candidate) outlook_.live = LiveView{*candidate, nullptr, std::nullopt};
  changed_ = true;
  restBeats_ = 0;
  wantTile();
}

// Not of whoever does without the camera, nor after the test.
bool Workplace::maySeeLive() const {
  if (!outlook_.live || !outlook_.room) return false;
  const message::CandidateView* view = outlook_.room->find(outlook_.live->candidate);
  if (view == nullptr || !view->linked() || view->phase() == "added" || view->phase() == "ended") return false;
  return view->capture() != "refused" && view->capture() != "no-camera";
}

void Workplace::wantTile() {
  if (wantedTile_) return;
  if (!maySeeLive()) {
    if (outlook_.live && outlook_.live->picture) {
      outlook_.live->picture.reset();
      changed_ = true;
    }
    return;
  }
  const base::CandidateRef candidate = outlook_.live->candidate;
  if (const auto query = desk_.askTile(outlook_.room->id(), candidate)) wantedTile_ = WantedTile{*query, candidate};
}

void Workplace::takeTile(const TileSettled& settled) {
  if (!wantedTile_ || wantedTile_->query != settled.query) return;
  const WantedTile wanted = *std::exchange(wantedTile_, std::nullopt);
  // Somebody else is looked at by now: that one was waiting for this answer.
  if (!outlook_.live || outlook_.live->candidate != wanted.candidate) return wantTile();
  const bool isTheirs = settled.tile && settled.tile->candidate() == wanted.candidate.bytes();
  outlook_.live->picture = isTheirs ? std::make_shared<const message::PictureView>(*settled.tile) : nullptr;
  outlook_.live->why.reset();
  if (!settled.tile) outlook_.live->why = settled.tile.error();
  if (!isTheirs) restBeats_ = kBeatsAfterNone;
  changed_ = true;
}

void Workplace::give(Order given, Settled settled, std::int64_t wallMs) {
  if (!mayConnect()) {
    const bool isStopped = outlook_.fork.has_value();
    return settled(isStopped ? base::Error{"fork", "the centre showed another past than before"} : *outlook_.link.why);
  }
  if (given.body.ByteSizeLong() + given.privatePart.ByteSizeLong() > kLargestOrder) {
    return settled(base::Error{"message-too-big", "this is longer than a message to the centre may be"});
  }
  waiting_.emplace(given.id(), std::move(settled));
  desk_.command(std::move(given), wallMs);
}

void Workplace::merge(const message::Reply& change) {
  bool differs = false;
  for (const message::SessionView& view : change.sessions()) differs = put(outlook_.sessions, view, idOf) || differs;
  for (const message::TicketView& view : change.tickets()) differs = put(outlook_.tickets, view, numberOf) || differs;
  for (const message::MachineView& view : change.machines())
    differs = put(outlook_.machines, view, machineOf) || differs;
  if (change.machines_size() != 0) outlook_.isComplete = true;  // a centre that shows us has at least this console
  if (change.has_centre() && (!outlook_.centre || exam::bytesOf(*outlook_.centre) != exam::bytesOf(change.centre()))) {
    outlook_.centre = change.centre();
    differs = true;
  }
  if (differs) order(outlook_);
  changed_ = changed_ || differs;
  mergeRoom(change);
}

// A room is a value that others may be reading: what changes is a copy.
void Workplace::mergeRoom(const message::Reply& change) {
  if (!looking_) return;
  const bool isOurs = std::any_of(change.sessions().begin(), change.sessions().end(),
                                  [&](const auto& one) { return one.session() == looking_->bytes(); });
  if (!isOurs) return;
  // The answer to our Watch has everybody, and says where the session stands; the overview names sessions and machines,
  // a pushed change neither.
  const bool isWhole = change.standings_size() != 0 && change.machines_size() == 0;
  if (!outlook_.room && !isWhole) return;
  auto room = outlook_.room ? std::make_shared<Room>(*outlook_.room) : std::make_shared<Room>(*looking_);
  if (isWhole) {
    room->replace(change);
  } else if (const RoomChange news = room->merge(change); news == RoomChange{}) {
    return;
  }
  outlook_.room = std::move(room);
  changed_ = true;
  wantPicture();
}

void Workplace::wantPicture() {
  if (wanted_ || !outlook_.room) return;
  for (const auto& [candidate, view] : outlook_.room->candidates()) {
    if (view.last_picture() <= asked_[candidate]) continue;
    message::Query query;
    query.set_session(outlook_.room->id().bytes());
    query.set_candidate(candidate.bytes());
    query.set_number(view.last_picture());
    query.set_picture(true);
    asked_[candidate] = view.last_picture();
    wanted_ = Wanted{desk_.ask(std::move(query)), candidate, view.last_picture()};
    return;
  }
}

// A picture that cannot be had is no fault of the room: the next one will come.
void Workplace::takePicture(const QuerySettled& settled) {
  if (!wanted_ || wanted_->query != settled.query) return;
  const Wanted wanted = *std::exchange(wanted_, std::nullopt);
  const bool isOurs = outlook_.room && outlook_.room->find(wanted.candidate) != nullptr;
  if (isOurs && settled.reply && settled.reply->has_picture()) {
    outlook_.pictures[wanted.candidate] = std::make_shared<const message::PictureView>(settled.reply->picture());
    changed_ = true;
  }
  wantPicture();
}

void Workplace::notice(base::Error error) {
  if (std::find(outlook_.notices.begin(), outlook_.notices.end(), error) != outlook_.notices.end()) return;
  if (outlook_.notices.size() == kMostNotices) outlook_.notices.erase(outlook_.notices.begin());
  outlook_.notices.push_back(std::move(error));
  changed_ = true;
}

void Workplace::settleAll(const base::Error& why) {
  for (auto& [command, settled] : std::exchange(waiting_, {})) {
    if (settled) settled(why);
  }
}

}  // namespace vigie::console
