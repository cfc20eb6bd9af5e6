#include "common/link/LinkTable.hpp"

namespace vigie::link {

void LinkTable::add(LinkId id, std::shared_ptr<Link> link) {
  const std::lock_guard lock(mutex_);
  if (refusesNew_) link->abort(End::cancelled);
  links_.emplace(id, Entry{std::move(link)});
  ++handshakes_;
}

bool LinkTable::markOpen(LinkId id) {
  const std::lock_guard lock(mutex_);
  if (refusesNew_) return false;
  links_.at(id).open = true;
  --handshakes_;
  return true;
}

void LinkTable::remove(LinkId id) {
  const std::lock_guard lock(mutex_);
  const auto entry = links_.find(id);
  if (entry == links_.end()) return;
  if (!entry->second.open) --handshakes_;
  links_.erase(entry);
}

std::shared_ptr<Link> LinkTable::find(LinkId id) const {
  const std::lock_guard lock(mutex_);
  const auto entry = links_.find(id);
  return entry == links_.end() ? nullptr : entry->second.link;
}

std::size_t LinkTable::size() const {
  const std::lock_guard lock(mutex_);
  return links_.size();
}

std::size_t LinkTable::handshakes() const {
  const std::lock_guard lock(mutex_);
  return handshakes_;
}

std::vector<std::shared_ptr<Link>> LinkTable::refuseNew() {
  const std::lock_guard lock(mutex_);
  refusesNew_ = true;
  std::vector<std::shared_ptr<Link>> open;
  for (const auto& [id, entry] : links_) {
    if (entry.open) {
      open.push_back(entry.link);
    } else {
      entry.link->abort(End::cancelled);
    }
  }
  return open;
}

std::vector<std::shared_ptr<Link>> LinkTable::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Link>> links;
  for (const auto& [id, entry] : links_) links.push_back(entry.link);
  return links;
}

bool LinkTable::refusesNew() const {
  const std::lock_guard lock(mutex_);
  return refusesNew_;
}

void LinkTable::taskBegins() {
  const std::lock_guard lock(mutex_);
  ++tasks_;
}

void LinkTable::taskEnds() {
  const std::lock_guard lock(mutex_);
  --tasks_;
  changed_.notify_all();
}

void LinkTable::waitForTasks(IoCore& core) {
  core.waitUntil(mutex_, changed_, [this] { return tasks_ == 0; });
}

}  // namespace vigie::link
