// Carries a closed session to the registry, beside the state thread. Told once its certificates are durable, and at
// every start for what is not anchored yet; telling it twice costs nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/Id.hpp"

namespace vigie::centre {

enum class Contact : std::uint8_t { unknown, reached, away };  // unknown: nothing was to be sent yet

struct RegistryContact {
  Contact newest = Contact::unknown;
  std::int64_t reachedMs = 0;  // wall time of the newest answer since the start; 0: none
};

class Courier {
 public:
  virtual ~Courier() = default;
  virtual RegistryContact contact() const = 0;
  virtual void carry(const base::SessionId& session, std::vector<std::string> certificates) = 0;  // exact JWS bytes
};

}  // namespace vigie::centre
