// What Server and Client tell their owner.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/link/End.hpp"
#include "common/link/Frame.hpp"
#include "common/link/TlsContext.hpp"

namespace vigie::link {

enum class LinkId : std::uint64_t {};  // unique in the process, never used again

enum class Reading {
  goOn,
  pause,  // read nothing more from this link until resumeReading(link): one unanswered command at a time.
          // Meanwhile the idle limit does not run: the owner owes, not the peer
};

// Called on I/O threads. Those of one link come one after the other, in this order: onOpen, onFrame..., onPeerDone at
// most once, onEnd once; those of different links come at the same time from different threads. They must not block:
// while one runs, that I/O thread serves no other link. They may call everything of Server and Client but close() and
// destructors. Unset ones are skipped. An exception that leaves one ends the process.
struct LinkEvents {
  std::function<void(LinkId, const PeerIdentity&)> onOpen;
  std::function<Reading(LinkId, Frame)> onFrame;
  // The peer will send nothing more (close_notify) and waits for what it is owed: send it, then call finish(link),
  // within Limits::idle. Unset: the link is finished at once, after what was sent until then.
  std::function<void(LinkId)> onPeerDone;
  std::function<void(LinkId, End, std::string reason)> onEnd;  // every link that was opened, once
  // A connection that did not become a link: handshake refused, or (Client) nobody listens. Codes as endName(), and
  // "too-many-links", "connect". A TLS 1.3 client learns only after onOpen that the server refused its certificate:
  // then it gets onEnd(tls).
  std::function<void(const base::Error&)> onRefused;
};

}  // namespace vigie::link
