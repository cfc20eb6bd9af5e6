#include "center-server/service/ClosedSessions.hpp"

#include "center-server/service/Views.hpp"

namespace vigie::centre {
namespace {

constexpr std::size_t kKept = 8;  // in memory: staff look at a few of them, one after the other

}  // namespace

void ClosedSessions::setArchive(Archive* archive) {
  archive_ = archive;
  if (archive_ == nullptr) return;
  for (auto& summary : archive_->summaries()) {
    if (const auto id = base::SessionId::fromBytes(summary.session())) summaries_[*id] = std::move(summary);
  }
}

void ClosedSessions::makeRoom() {
  while (sessions_.size() >= kKept) sessions_.erase(sessions_.begin());
}

void ClosedSessions::add(Sessions::node_type closed) {
  makeRoom();
  const auto summary = viewOf(closed.mapped());
  summaries_[closed.key()] = summary;
  if (archive_ != nullptr) archive_->keepSummary(summary);
  sessions_.insert(std::move(closed));
}

LiveSession* ClosedSessions::find(const base::SessionId& id) {
  const auto found = sessions_.find(id);
  return found == sessions_.end() ? nullptr : &found->second;
}

const protocol::message::SessionView* ClosedSessions::summaryOf(const base::SessionId& id) const {
  const auto found = summaries_.find(id);
  return found == summaries_.end() ? nullptr : &found->second;
}

void ClosedSessions::recall(const base::SessionId& id, LiveSession bound, const journal::Head& closedAt, Then then) {
  if (archive_ == nullptr)
    return then(base::fail("session-closed", "this session is closed, and no archive is at hand"));
  archive_->recall(id, std::move(bound), [this, id, closedAt, then](base::Result<Recalled> recalled) {
    if (!recalled) return then(base::fail(recalled.error()));
    if (recalled->head != closedAt) {
      return then(base::fail("session-changed", "session " + id.hex() + " ends at record " +
                                                    std::to_string(recalled->head.position) +
                                                    ", but was closed at record " + std::to_string(closedAt.position) +
                                                    " with another head: its records were changed afterwards"));
    }
    makeRoom();
    LiveSession& session = sessions_.insert_or_assign(id, std::move(recalled->session)).first->second;
    if (const auto summary = viewOf(session); summaries_.emplace(id, summary).second) archive_->keepSummary(summary);
    then(&session);
  });
}

}  // namespace vigie::centre
