// Carries a closed session to the registry, beside the state thread. Told once its certificates are durable, and at
// every start for what is not anchored yet; telling it twice costs nothing.
#pragma once

#include <string>
#include <vector>

#include "common/base/Id.hpp"

namespace vigie::centre {

class Courier {
 public:
  virtual ~Courier() = default;
  virtual void carry(const base::SessionId& session, std::vector<std::string> certificates) = 0;  // exact JWS bytes
};

}  // namespace vigie::centre
