// Buckets that start full, one per address: a stranger who guesses codes, or floods, is slowed; nobody else is. IPv6
// addresses count by their /64, which is what one household has. Thread: any. Time: milliseconds that never go back.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace vigie::registry {

class RateLimit {
 public:
  struct Rule {
    double capacity = 1;
    double perSecond = 1;
  };

  // Beyond `mostAddresses` the fullest buckets are forgotten first: that gives nobody more than a new bucket would.
  explicit RateLimit(Rule rule, std::size_t mostAddresses = 20'000) : rule_(rule), most_(mostAddresses) {}

  // False: too fast. `address` without port.
  bool take(const std::string& address, std::int64_t nowMs);

  static std::string household(const std::string& address);

 private:
  struct Bucket {
    double level = 0;
    std::int64_t atMs = 0;
  };
  double levelAt(const Bucket& bucket, std::int64_t nowMs) const;
  void forgetFull(std::int64_t nowMs);

  Rule rule_;
  std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace vigie::registry
