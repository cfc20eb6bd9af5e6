// Links as queues with delays. In one direction of one link frames keep their order, as on TCP; between links nothing
// does. A link that breaks loses what was under way; either end may learn of it much later. Messages travel as bytes.
// Ownership: peers outlive the cables or were unplugged. Thread: one.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "center-server/service/Surroundings.hpp"
#include "common/crypto/Certificate.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/simulation/Chance.hpp"
#include "tests/simulation/RoomTime.hpp"

namespace vigie::simulation {

// What a program at the far end hears.
class Plug {
 public:
  virtual ~Plug() = default;
  virtual void linkUp(link::LinkId link) = 0;
  virtual void linkDown(link::LinkId link) = 0;
  virtual void frame(link::LinkId link, const protocol::Message& message) = 0;
};

// What the centre's program hears.
class Socket {
 public:
  virtual ~Socket() = default;
  virtual void opened(link::LinkId link, const crypto::RoleIdentity& who, const crypto::PublicKey& key) = 0;
  virtual void frame(link::LinkId link, const base::Result<protocol::Message>& message) = 0;
  virtual void ended(link::LinkId link) = 0;
};

enum class Notice : std::uint8_t { both, centreLater };

class Cables final : public centre::Links {
 public:
  using Inspect = std::function<void(link::LinkId, const protocol::Message&)>;

  Cables(Chance& chance, const RoomTime& time) : chance_(chance), time_(time) {}

  void listen(Socket* socket) { socket_ = socket; }                 // nullptr: nobody listens, links are refused
  void inspect(Inspect inspect) { inspect_ = std::move(inspect); }  // every frame that the centre lets go
  void setLongestDelay(std::int64_t ms) { longestDelayMs_ = ms; }

  // nullopt: nobody listens.
  std::optional<link::LinkId> open(Plug& plug, const crypto::RoleIdentity& who, const crypto::PublicKey& key);
  void say(link::LinkId link, const protocol::Message& message);  // from the far end
  void cut(link::LinkId link, Notice notice);
  void unplug(link::LinkId link);                     // the far end's program is gone: it hears nothing more
  void stall(link::LinkId link, std::int64_t ms);     // nothing arrives for so long
  void holdBack(link::LinkId link, std::int64_t ms);  // what is on its way to the centre arrives that much later
  void centreDied();                                  // its program was killed
  std::size_t underWay(link::LinkId link) const;      // frames towards the centre
  std::string machineOf(link::LinkId link) const;     // 32 hex digits, empty when the link is over

  void deliver();                                     // what is due by now
  std::uint64_t dropped() const { return dropped_; }  // messages that were under way when a link broke, and lost

  // centre::Links
  void send(link::LinkId link, const protocol::Message& message) override;
  void resumeReading(link::LinkId link) override;
  void finish(link::LinkId link) override;
  void abort(link::LinkId link) override { finish(link); }

 private:
  enum class Kind : std::uint8_t { open, frame, end };
  struct Parcel {
    std::int64_t dueMs = 0;
    std::uint64_t order = 0;
    Kind kind = Kind::frame;
    std::uint16_t number = 0;
    base::Bytes body = {};
  };
  struct Way {
    std::deque<Parcel> parcels;
    std::int64_t newestMs = 0;
  };
  struct Cable {
    Plug* plug = nullptr;
    crypto::RoleIdentity who;
    crypto::PublicKey key;
    Way toCentre = {};
    Way toPeer = {};
    bool reading = true;
    bool centreKnows = false;  // opened there, not ended
    bool broken = false;
  };

  void put(Way& way, Kind kind, std::int64_t delayMs, std::uint16_t number = 0, base::Bytes body = {});
  std::int64_t delay() { return chance_.between(1, longestDelayMs_); }
  void loseSome(Way& way);  // all but a prefix that is in the receiver's hands already
  void keepOnly(Way& way, std::size_t parcels);
  bool deliverOne();
  void toCentre(link::LinkId link, Parcel parcel);
  void toPeer(link::LinkId link, Parcel parcel);

  Chance& chance_;
  const RoomTime& time_;
  Socket* socket_ = nullptr;
  Inspect inspect_;
  std::map<link::LinkId, Cable> cables_;
  std::uint64_t newestLink_ = 0;
  std::uint64_t order_ = 0;
  std::int64_t longestDelayMs_ = 20;
  std::uint64_t dropped_ = 0;
};

}  // namespace vigie::simulation
