#include "certs/registry/RateLimit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <vector>

#include "common/base/Bytes.hpp"

namespace vigie::registry {

bool RateLimit::take(const std::string& address, std::int64_t nowMs) {
  const std::lock_guard lock(mutex_);
  const std::string who = household(address);
  const auto found = buckets_.find(who);
  if (found == buckets_.end() && buckets_.size() >= most_) forgetFull(nowMs);
  Bucket& bucket = found != buckets_.end() ? found->second : buckets_[who] = Bucket{rule_.capacity, nowMs};
  bucket.level = levelAt(bucket, nowMs);
  bucket.atMs = std::max(bucket.atMs, nowMs);
  if (bucket.level < 1) return false;
  bucket.level -= 1;
  return true;
}

std::string RateLimit::household(const std::string& address) {
  in6_addr six{};
  if (inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  const base::ByteView bytes(six.s6_addr, sizeof six.s6_addr);
  if (IN6_IS_ADDR_V4MAPPED(&six)) return base::toHex(bytes);
  return base::toHex(bytes.first(8));
}

double RateLimit::levelAt(const Bucket& bucket, std::int64_t nowMs) const {
  const double seconds = static_cast<double>(std::max<std::int64_t>(0, nowMs - bucket.atMs)) / 1000.0;
  return std::min(rule_.capacity, bucket.level + seconds * rule_.perSecond);
}

void RateLimit::forgetFull(std::int64_t nowMs) {
  std::vector<std::pair<double, std::string>> byLevel;
  for (const auto& [who, bucket] : buckets_) byLevel.emplace_back(levelAt(bucket, nowMs), who);
  const auto half = byLevel.begin() + static_cast<std::ptrdiff_t>((byLevel.size() + 1) / 2);
  std::nth_element(byLevel.begin(), half, byLevel.end(), std::greater<>());
  std::for_each(byLevel.begin(), half, [this](const auto& entry) { buckets_.erase(entry.second); });
}

}  // namespace vigie::registry
