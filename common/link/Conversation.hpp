// What Server and Client do alike with a link whose handshake is done: give its frames to the owner until it ends.
// Internal to common/link; on the link's strand.
#pragma once

#include <memory>

#include "common/link/Link.hpp"
#include "common/link/LinkEvents.hpp"

namespace vigie::link {

LinkId newLinkId();

// A connection that did not become a link.
void tellRefused(const LinkEvents& events, base::Error error);

// From after onOpen to onEnd. `events` outlives the task.
Task<void> converse(std::shared_ptr<Link> link, LinkId id, std::chrono::milliseconds idle, const LinkEvents& events);

}  // namespace vigie::link
