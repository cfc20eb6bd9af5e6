#include "tests/load/room-load/Standing.hpp"

#include <algorithm>

#include "common/protocol/Codec.hpp"

namespace vigie::load {
namespace {

constexpr std::chrono::seconds kBeat{5};

link::Frame helloFrame() {
  protocol::message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program("room-load");
  const protocol::Message message = hello;
  return {protocol::numberOf(message), protocol::encode(message)};
}

}  // namespace

StandingRoom::StandingRoom(const std::vector<link::Machine>& machines) : seats_(machines.size()), machines_(machines) {}

StandingRoom::~StandingRoom() {
  heart_ = {};
  for (Seat& seat : seats_) seat.client.reset();
}

void StandingRoom::connect() {
  const link::Frame hello = helloFrame();
  for (std::size_t i = 0; i < seats_.size(); ++i) {
    link::ClientSettings settings;
    settings.host = machines_[i].host;
    settings.port = machines_[i].port;
    settings.caps = [](std::uint16_t number) { return protocol::capOf(protocol::Sender::centre, number); };
    settings.limits.idle = std::chrono::hours(1);
    settings.limits.handshake = std::chrono::minutes(5);
    auto context = link::TlsContext::clientMutual(machines_[i].credentials(), machines_[i].authority);
    Seat& seat = seats_[i];
    seat.client = std::make_unique<link::Client>(io_, std::move(*context), settings);
    link::LinkEvents events;
    events.onOpen = [this, &seat, hello](link::LinkId link, const link::PeerIdentity&) {
      {
        const std::lock_guard lock(mutex_);
        seat.link = link;
      }
      note(&Seat::linked, seat, true);
      seat.client->send(link, hello);
    };
    events.onFrame = [this, &seat](link::LinkId, const link::Frame&) {
      note(&Seat::greeted, seat, true);  // the first that comes is the Welcome
      return link::Reading::goOn;
    };
    events.onEnd = [this, &seat](link::LinkId, link::End, const std::string&) { note(&Seat::linked, seat, false); };
    seat.client->start(std::move(events));
  }
  heart_ = std::jthread([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::unique_lock lock(mutex_);
      nextBeat_.wait_for(lock, stop, kBeat, [] { return false; });
      lock.unlock();
      beat();
    }
  });
}

void StandingRoom::beat() {
  const protocol::Message message = protocol::message::Heartbeat();
  const link::Frame frame{protocol::numberOf(message), protocol::encode(message)};
  for (Seat& seat : seats_) {
    link::LinkId link{};
    {
      const std::lock_guard lock(mutex_);
      if (!seat.linked || !seat.greeted) continue;
      link = seat.link;
    }
    seat.client->send(link, frame);
  }
}

void StandingRoom::note(bool Seat::* what, Seat& seat, bool value) {
  const std::lock_guard lock(mutex_);
  seat.*what = value;
  changed_.notify_all();
}

void StandingRoom::await(bool Seat::* what, bool value) {
  std::unique_lock lock(mutex_);
  // A running index: what held once is looked at again only at the end.
  std::size_t first = 0;
  changed_.wait(lock, [&] {
    while (first < seats_.size() && seats_[first].*what == value) ++first;
    return first == seats_.size();
  });
}

void StandingRoom::awaitGreeted() {
  await(&Seat::greeted, true);
}

void StandingRoom::awaitAllGone() {
  await(&Seat::linked, false);
}

void StandingRoom::forgetGreetings() {
  const std::lock_guard lock(mutex_);
  for (Seat& seat : seats_) seat.greeted = false;
}

}  // namespace vigie::load
