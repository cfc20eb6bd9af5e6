#include "candidate-client/session/Evidence.hpp"

#include <algorithm>
#include <utility>

#include "common/exam/Evidence.hpp"

namespace vigie::session {
namespace {

namespace message = protocol::message;

constexpr std::size_t kMostEntries = 4'096;
constexpr std::size_t kLargestTile = 60U << 10;  // below the message's cap; 320x240 has some 10 KiB

// The centre cannot take it now; the same bytes may be brought again.
bool isForLater(const std::string& code) {
  return code == "busy" || code == "vault-full" || code == "vault-unwritable" || code == "too-many-pictures";
}

}  // namespace

std::optional<std::uint32_t> Evidence::take(CapturedPicture picture, base::Moment now) {
  follow(now);
  const auto grant = sitting_.evidenceGrant();
  if (!grant || picture.jpeg.size() + crypto::kPictureOverhead > exam::kLargestSealedPicture) return std::nullopt;
  Entry entry;
  entry.name = {grant->session, grant->candidate, ++newest_};
  entry.sealed = crypto::sealPicture(*grant->key, entry.name, picture.jpeg);
  entry.digest = crypto::sha256(entry.sealed);
  entry.size = static_cast<std::uint32_t>(entry.sealed.size());
  entry.source = std::move(picture.source);
  entry.takenMs = picture.takenMs;
  entry.facts = std::move(picture.facts);
  ringBytes_ += entry.sealed.size();
  ring_.push_back(std::move(entry));
  capture_ = CaptureState::pictures;
  captureTold_ = true;  // by the picture itself
  makeRoom();
  pump();
  return newest_;
}

void Evidence::state(CaptureState state, base::Moment now) {
  follow(now);
  if (capture_ != state && state != CaptureState::pictures) captureTold_ = false;
  capture_ = state;
  pump();
}

// What the sitting became since the last input. Another person's pictures are never announced in this one's name.
void Evidence::follow(base::Moment now) {
  nowMs_ = now.runMs;
  const auto grant = sitting_.evidenceGrant();
  if (!grant) return;
  const bool another = grant->candidate != candidate_ || grant->session != session_;
  if (another) {
    std::erase_if(ring_, [](const Entry& entry) { return !entry.noted; });
    candidate_ = grant->candidate;
    session_ = grant->session;
    newest_ = 0;
    connectAfterMs_ = std::min(connectAfterMs_, nowMs_);
  }
  if (another || grant->lease != lease_) {
    lease_ = grant->lease;
    newest_ = std::max(newest_, grant->newestPicture);
    captureTold_ = !capture_ || *capture_ == CaptureState::pictures;
    announcing_.reset();
  }
  if (grant->link != controlLink_) {
    controlLink_ = grant->link;
    announcing_.reset();  // its answer was lost with the link: the same announcement again is the same
  }
  ringBytes_ = 0;
  for (const Entry& entry : ring_) ringBytes_ += entry.sealed.size();
}

// The oldest bytes go first. Announced they are a gap by themselves; unannounced they still are announced, to be one.
void Evidence::makeRoom() {
  for (Entry& entry : ring_) {
    if (ringBytes_ <= settings_.ringBytes) break;
    if (entry.sealed.empty() || sending_ == entry.name.number) continue;
    ringBytes_ -= entry.sealed.size();
    entry.sealed.clear();
    entry.sealed.shrink_to_fit();
  }
  std::erase_if(ring_, [](const Entry& entry) { return entry.noted && entry.sealed.empty(); });
  while (ring_.size() > kMostEntries) ring_.pop_front();
}

Evidence::Entry* Evidence::find(std::uint32_t number) {
  const auto found =
      std::find_if(ring_.begin(), ring_.end(), [&](const Entry& entry) { return entry.name.number == number; });
  return found == ring_.end() ? nullptr : &*found;
}

void Evidence::drop(std::uint32_t number) {
  std::erase_if(ring_, [&](const Entry& entry) { return entry.name.number == number; });
}

std::size_t Evidence::unsent() const {
  const bool mayAnnounce = wantsPictures();  // after the end of the test nothing more is announced
  return static_cast<std::size_t>(std::count_if(ring_.begin(), ring_.end(), [&](const Entry& entry) {
    return !entry.sealed.empty() && (entry.noted || mayAnnounce);
  }));
}

void Evidence::receiveControl(const protocol::Message& message, base::Moment now) {
  follow(now);
  if (const auto* noted = std::get_if<message::PictureNoted>(&message);
      noted != nullptr && announcing_ == noted->number()) {
    announcing_.reset();
    if (noted->number() == 0) captureTold_ = true;
    if (Entry* entry = find(noted->number())) {
      entry->noted = true;
      if (entry->sealed.empty()) drop(noted->number());
    }
  } else if (const auto* refused = std::get_if<message::Refused>(&message)) {
    if (refused->capture() || refused->picture() != 0) announcementRefused(*refused);
  }
  pump();
}

void Evidence::announcementRefused(const message::Refused& refused) {
  refusal_ = refused.code();
  if (!announcing_ || *announcing_ != refused.picture()) return;
  announcing_.reset();
  announceAfterMs_ = nowMs_ + kRetryMs;
  if (isForLater(refused.code())) return;
  if (refused.picture() == 0)
    captureTold_ = true;
  else
    drop(refused.picture());
}

void Evidence::linkUp(base::Moment now) {
  follow(now);
  line_ = Line::greeting;
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program(settings_.program);
  hello.set_connection("evidence");
  outputs_.sendOnEvidence(std::move(hello));
}

void Evidence::linkDown(base::Moment now) {
  follow(now);
  line_ = Line::down;
  sending_.reset();
  beating_ = false;
  tileAsked_ = false;
  connectAfterMs_ = nowMs_ + reconnectDelay();
}

void Evidence::receive(const protocol::Message& message, base::Moment now) {
  follow(now);
  if (std::holds_alternative<message::Welcome>(message)) {
    line_ = Line::up;
    health_ = 10;
    beatMs_ = nowMs_;
    sendAfterMs_ = nowMs_;
  } else if (const auto* beat = std::get_if<message::HeartbeatReply>(&message)) {
    beating_ = false;
    health_ = beat->health();
  } else if (const auto* kept = std::get_if<message::PictureStored>(&message)) {
    stored(*kept);
  } else if (const auto* refused = std::get_if<message::Refused>(&message)) {
    pictureRefused(*refused);
  } else if (std::holds_alternative<message::TileAsked>(message)) {
    tileAsked_ = true;
  }
  pump();
}

// Of whoever sits here at this moment; after the end of the test nobody is shown.
void Evidence::showTile(const base::Bytes& jpeg, std::int64_t takenMs, base::Moment now) {
  follow(now);
  if (!std::exchange(tileAsked_, false)) return;
  message::Tile tile;
  if (const auto grant = sitting_.evidenceGrant()) {
    tile.set_session(grant->session.bytes());
    tile.set_candidate(grant->candidate.bytes());
    if (jpeg.size() <= kLargestTile) tile.set_jpeg(base::toString(jpeg));
    tile.set_taken_ms(takenMs);
  }
  outputs_.sendOnEvidence(std::move(tile));
}

// A health below the best spaces pictures out, up to two seconds each.
void Evidence::stored(const message::PictureStored& stored) {
  health_ = stored.health();
  sendAfterMs_ = nowMs_ + (10 - std::min<std::int64_t>(10, health_)) * 200;
  if (sending_ != stored.number()) return;
  sending_.reset();
  drop(stored.number());
}

void Evidence::pictureRefused(const message::Refused& refused) {
  refusal_ = refused.code();
  if (refused.picture() == 0) {
    beating_ = false;  // what else is sent here is a heartbeat, or the greeting, which ends the link
    return;
  }
  sending_.reset();
  Entry* entry = find(refused.picture());
  if (entry == nullptr) return;
  if (isForLater(refused.code())) {
    health_ = 0;  // until a heartbeat says otherwise
  } else if (refused.code() == "picture-unannounced") {
    entry->noted = false;
    if (entry->name.candidate != candidate_ || entry->name.session != session_) drop(refused.picture());
  } else {
    drop(refused.picture());
  }
}

void Evidence::tick(base::Moment now) {
  follow(now);
  pump();
}

}  // namespace vigie::session
