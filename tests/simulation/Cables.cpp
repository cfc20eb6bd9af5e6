#include "tests/simulation/Cables.hpp"

#include <algorithm>

namespace vigie::simulation {
namespace {

constexpr std::int64_t kUnawareMs = 9'000;  // until a dead link is found out

protocol::Sender senderOf(crypto::Role role) {
  return role == crypto::Role::console ? protocol::Sender::console : protocol::Sender::seat;
}

}  // namespace

void Cables::put(Way& way, Kind kind, std::int64_t delayMs, std::uint16_t number, base::Bytes body) {
  way.newestMs = std::max(way.newestMs, time_.trueMs() + delayMs);
  way.parcels.push_back({way.newestMs, ++order_, kind, number, std::move(body)});
}

std::optional<link::LinkId> Cables::open(Plug& plug, const crypto::RoleIdentity& who, const crypto::PublicKey& key) {
  if (socket_ == nullptr) return std::nullopt;
  const link::LinkId link{++newestLink_};
  Cable& cable = cables_.emplace(link, Cable{&plug, who, key}).first->second;
  const std::int64_t handshake = delay();
  put(cable.toCentre, Kind::open, handshake);
  put(cable.toPeer, Kind::open, handshake);
  return link;
}

void Cables::say(link::LinkId link, const protocol::Message& message) {
  const auto found = cables_.find(link);
  if (found == cables_.end() || found->second.broken) return;
  put(found->second.toCentre, Kind::frame, delay(), protocol::numberOf(message), protocol::encode(message));
}

void Cables::send(link::LinkId link, const protocol::Message& message) {
  if (inspect_) inspect_(link, message);
  const auto found = cables_.find(link);
  if (found == cables_.end() || found->second.broken) return;
  put(found->second.toPeer, Kind::frame, delay(), protocol::numberOf(message), protocol::encode(message));
}

void Cables::resumeReading(link::LinkId link) {
  if (const auto found = cables_.find(link); found != cables_.end()) found->second.reading = true;
}

void Cables::loseSome(Way& way) {
  const std::size_t kept = chance_.below(way.parcels.size() + 1);
  const bool opening = !way.parcels.empty() && way.parcels.front().kind == Kind::open;
  keepOnly(way, opening ? std::max<std::size_t>(kept, 1) : kept);
}

void Cables::keepOnly(Way& way, std::size_t parcels) {
  for (std::size_t i = parcels; i < way.parcels.size(); ++i) dropped_ += way.parcels[i].kind == Kind::frame ? 1 : 0;
  way.parcels.resize(parcels);
}

void Cables::cut(link::LinkId link, Notice notice) {
  const auto found = cables_.find(link);
  if (found == cables_.end() || found->second.broken) return;
  Cable& cable = found->second;
  cable.broken = true;
  keepOnly(cable.toPeer, 0);
  put(cable.toPeer, Kind::end, 0);
  loseSome(cable.toCentre);
  put(cable.toCentre, Kind::end, notice == Notice::both ? delay() : chance_.between(500, kUnawareMs));
}

void Cables::unplug(link::LinkId link) {
  const auto found = cables_.find(link);
  if (found == cables_.end()) return;
  if (!found->second.broken) cut(link, Notice::both);
  found->second.plug = nullptr;
}

void Cables::finish(link::LinkId link) {
  const auto found = cables_.find(link);
  if (found == cables_.end() || found->second.broken) return;
  Cable& cable = found->second;
  cable.broken = true;
  put(cable.toPeer, Kind::end, delay());
  keepOnly(cable.toCentre, 0);
  put(cable.toCentre, Kind::end, delay());
}

void Cables::stall(link::LinkId link, std::int64_t ms) {
  const auto found = cables_.find(link);
  if (found == cables_.end()) return;
  for (Way* way : {&found->second.toCentre, &found->second.toPeer}) {
    const std::int64_t until = time_.trueMs() + ms;
    for (Parcel& parcel : way->parcels) parcel.dueMs = std::max(parcel.dueMs, until);
    way->newestMs = std::max(way->newestMs, until);
  }
}

void Cables::holdBack(link::LinkId link, std::int64_t ms) {
  const auto found = cables_.find(link);
  if (found == cables_.end()) return;
  for (Parcel& parcel : found->second.toCentre.parcels) parcel.dueMs += ms;
  found->second.toCentre.newestMs += ms;
}

void Cables::centreDied() {
  socket_ = nullptr;
  for (auto& [link, cable] : cables_) {
    keepOnly(cable.toCentre, 0);
    cable.centreKnows = false;
    if (cable.broken) continue;
    cable.broken = true;
    loseSome(cable.toPeer);
    put(cable.toPeer, Kind::end, delay());
  }
}

std::size_t Cables::underWay(link::LinkId link) const {
  const auto found = cables_.find(link);
  return found == cables_.end() ? 0 : found->second.toCentre.parcels.size();
}

std::string Cables::machineOf(link::LinkId link) const {
  const auto found = cables_.find(link);
  return found == cables_.end() ? std::string() : found->second.who.id;
}

void Cables::deliver() {
  while (deliverOne()) {
  }
}

bool Cables::deliverOne() {
  const Parcel* earliest = nullptr;
  link::LinkId link{};
  bool atCentre = false;
  const auto consider = [&](link::LinkId id, const Way& way, bool centre) {
    if (way.parcels.empty()) return;
    const Parcel& parcel = way.parcels.front();
    if (parcel.dueMs > time_.trueMs()) return;
    if (earliest != nullptr && std::pair(parcel.dueMs, parcel.order) > std::pair(earliest->dueMs, earliest->order))
      return;
    earliest = &parcel;
    link = id;
    atCentre = centre;
  };
  for (auto cable = cables_.begin(); cable != cables_.end();) {
    const bool over =
        cable->second.broken && cable->second.toCentre.parcels.empty() && cable->second.toPeer.parcels.empty();
    if (over) {
      cable = cables_.erase(cable);
      continue;
    }
    const Way& way = cable->second.toCentre;
    const bool mayRead = cable->second.reading || (!way.parcels.empty() && way.parcels.front().kind != Kind::frame);
    if (mayRead) consider(cable->first, way, true);
    consider(cable->first, cable->second.toPeer, false);
    ++cable;
  }
  if (earliest == nullptr) return false;
  Cable& cable = cables_.at(link);
  Way& way = atCentre ? cable.toCentre : cable.toPeer;
  Parcel parcel = std::move(way.parcels.front());
  way.parcels.pop_front();
  atCentre ? toCentre(link, std::move(parcel)) : toPeer(link, std::move(parcel));
  return true;
}

void Cables::toCentre(link::LinkId link, Parcel parcel) {
  Cable& cable = cables_.at(link);
  if (socket_ == nullptr) return;
  if (parcel.kind == Kind::open) {
    cable.centreKnows = true;
    return socket_->opened(link, cable.who, cable.key);
  }
  if (!cable.centreKnows) return;
  if (parcel.kind == Kind::end) {
    cable.centreKnows = false;
    return socket_->ended(link);
  }
  cable.reading = false;
  socket_->frame(link, protocol::decode(senderOf(cable.who.role), parcel.number, parcel.body));
}

void Cables::toPeer(link::LinkId link, Parcel parcel) {
  Plug* plug = cables_.at(link).plug;
  if (plug == nullptr) return;
  if (parcel.kind == Kind::open) return plug->linkUp(link);
  if (parcel.kind == Kind::end) return plug->linkDown(link);
  plug->frame(link, support::must(protocol::decode(protocol::Sender::centre, parcel.number, parcel.body)));
}

}  // namespace vigie::simulation
