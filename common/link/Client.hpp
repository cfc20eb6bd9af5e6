// Connects to one server and, unless told otherwise, again and again: after 0.2 s doubling to 5 s, each with a random
// part; a frame from the server proves that it accepted us and resets the delay. Frames are never kept from one link to
// the next: on onOpen the owner sends what the server lacks.
// Thread: any, but close() and the destructor not from an I/O thread. Ownership: `threads` must outlive the client.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/link/FaultPlan.hpp"
#include "common/link/IoThreads.hpp"
#include "common/link/LinkEvents.hpp"

namespace vigie::link {

struct Reconnect {
  std::chrono::milliseconds first{200};
  std::chrono::milliseconds longest{5'000};
};

struct ClientSettings {
  std::string host;  // name or literal
  std::uint16_t port = 0;
  Limits limits;
  FrameCaps caps;                                    // required
  std::optional<Reconnect> reconnect = Reconnect{};  // nullopt: one attempt
  std::chrono::milliseconds firstDelay{0};           // before the first attempt (evidence links after control)
  std::optional<FaultPlan> faults;                   // tests only
};

class Client {
 public:
  Client(IoThreads& threads, std::shared_ptr<const TlsContext> context, ClientSettings settings);
  ~Client();  // aborts; no callback comes after it
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void start(LinkEvents events);  // once

  // As on Server. `link` says which connection is meant: a frame for one that ended is dropped, not sent on the next.
  void send(LinkId link, Frame frame);
  void resumeReading(LinkId link);
  void finish(LinkId link);  // close_notify after what was sent; frames we are owed still come, until the server closes
  void abort(LinkId link);

  // The next attempts connect with this one: a certificate was renewed.
  void use(std::shared_ptr<const TlsContext> context);

  void close();  // no further attempt; finishes the link and waits until it ended (bounded by the limits)

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace vigie::link
