// Listens on one address and port and gives every accepted link to its owner as callbacks (LinkEvents).
//   auto server = Server::listen(threads, context, settings);   // bound, nobody accepted yet
//   (*server)->start(events);
// Clean end: stopIntake(); settle what was received and send() the answers; close().
// Thread: any, but close() and the destructor not from an I/O thread. Ownership: `threads` must outlive the server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/link/FaultPlan.hpp"
#include "common/link/IoThreads.hpp"
#include "common/link/LinkEvents.hpp"

namespace vigie::link {

struct ServerSettings {
  std::string address = "127.0.0.1";  // IPv4 or IPv6 literal; "0.0.0.0" or "::" for all
  std::uint16_t port = 0;             // 0: the system picks, see boundPort()
  Limits limits;
  FrameCaps caps;                   // required
  std::size_t maxLinks = 10'000;    // open at once; further ones are closed at once and told to onRefused
  std::size_t maxHandshakes = 256;  // under way at once; further ones wait in the system's backlog
  std::optional<FaultPlan> faults;  // tests only
};

class Server {
 public:
  // Error "listen": the address is not one of ours, or the port is taken.
  static base::Result<std::unique_ptr<Server>> listen(IoThreads& threads, std::shared_ptr<const TlsContext> context,
                                                      ServerSettings settings);
  ~Server();  // aborts what close() has not closed; no callback comes after it
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t boundPort() const;
  void start(LinkEvents events);  // once

  // All of these do nothing for a link that has ended; onEnd tells. None blocks.
  void send(LinkId link, Frame frame);  // in order; over outboxBytes the link ends as slowPeer
  void resumeReading(LinkId link);      // after Reading::pause
  void finish(LinkId link);             // no more frames from it; flushes what was sent, then closes
  void abort(LinkId link);              // ends it as cancelled, at once

  void stopIntake();  // accepts no connection and reads no frame any more; sending goes on
  void close();       // stopIntake(), finish() on every link, waits until all have ended (bounded by the limits)

  std::size_t openLinks() const;

 private:
  class Impl;
  explicit Server(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace vigie::link
