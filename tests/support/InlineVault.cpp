#include "tests/support/InlineVault.hpp"

#include <utility>

namespace vigie::support {

void InlineVault::resume(const base::SessionId& session, const std::map<std::uint32_t, std::uint64_t>& ends) {
  if (auto whole = folder_.resume(session, ends); !whole) trouble.push_back(whole.error());
}

std::optional<centre::VaultReport> InlineVault::write() {
  if (hold || waiting_.empty()) return std::nullopt;
  return folder_.store(std::exchange(waiting_, {}));
}

std::optional<std::function<void()>> InlineVault::nextReading() {
  if (readings_.empty()) return std::nullopt;
  std::function<void()> reading = std::move(readings_.front());
  readings_.pop_front();
  return reading;
}

void InlineVault::open(journal::RecordedPicture picture, base::SecretBytes key, Opened done) {
  readings_.push_back([this, picture = std::move(picture), key = std::move(key), done = std::move(done)] {
    done(centre::openRecorded(folder_.path(), picture, key));
  });
}

void InlineVault::audit(centre::AuditOrder order, Audited done) {
  readings_.push_back(
      [this, order = std::move(order), done = std::move(done)] { done(centre::auditVault(folder_.path(), order)); });
}

}  // namespace vigie::support
