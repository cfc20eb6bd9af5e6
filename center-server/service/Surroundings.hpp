// What the state thread needs from the outside, as interfaces: the real ones are in app/, simulations bring others.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "common/base/Clock.hpp"
#include "common/journal/Verify.hpp"
#include "common/link/LinkEvents.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::centre {

// Where records go. A ticket is durable when the owner calls CentreService::durable with it or a larger one.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual base::Result<std::uint64_t> enqueue(std::vector<journal::Entry> entries) = 0;
  virtual bool hasRoom() const = 0;
};

// Where frames go. Every call is for a link that may have ended meanwhile: then nothing happens.
class Links {
 public:
  virtual ~Links() = default;
  virtual void send(link::LinkId link, const protocol::Message& message) = 0;
  virtual void resumeReading(link::LinkId link) = 0;
  virtual void finish(link::LinkId link) = 0;
  virtual void abort(link::LinkId link) = 0;
};

// Reads the journal back from the disk, beside the state thread.
class Auditor {
 public:
  using Done = std::function<void(const base::Result<std::vector<journal::StreamReport>>&)>;
  virtual ~Auditor() = default;
  // Each stream must reach the head that the state thread knows to be durable. `done` runs in a turn of its own.
  virtual void verify(std::vector<std::pair<journal::StreamId, journal::Head>> streams, Done done) = 0;
};

using Entropy = std::function<void(std::span<std::uint8_t>)>;

}  // namespace vigie::centre
