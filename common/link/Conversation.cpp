#include "common/link/Conversation.hpp"

#include <atomic>

namespace vigie::link {

LinkId newLinkId() {
  static std::atomic<std::uint64_t> last = 0;
  return LinkId{++last};
}

void tellRefused(const LinkEvents& events, base::Error error) {
  if (events.onRefused) events.onRefused(error);
}

namespace {

Task<void> giveFrames(Link& link, LinkId id, std::chrono::milliseconds idle, const LinkEvents& events) {
  for (;;) {
    const Deadline deadline = std::chrono::steady_clock::now() + idle;
    auto frame = co_await link.read(deadline);
    if (!frame) co_return;
    if (!events.onFrame) continue;
    const Reading verdict = events.onFrame(id, std::move(*frame));
    if (verdict == Reading::pause) co_await link.untilResumed();
  }
}

}  // namespace

Task<void> converse(std::shared_ptr<Link> link, LinkId id, std::chrono::milliseconds idle, const LinkEvents& events) {
  co_await giveFrames(*link, id, idle, events);
  if (link->isPeerDone()) {
    if (events.onPeerDone) {
      events.onPeerDone(id);
    } else {
      link->finish();
    }
  }
  const End end = co_await link->ended();
  if (events.onEnd) events.onEnd(id, end, link->reason());
}

}  // namespace vigie::link
