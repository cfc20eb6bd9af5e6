// Which of the registry's addresses a request names (API.md). Thread: any. Ownership: values.
#pragma once

#include <string>

#include "certs/registry/Exchange.hpp"

namespace vigie::registry {

struct Route {
  enum class Kind { wrongMethod, tickets, bundle, search, verifier, proof, style, file };
  Kind kind = Kind::file;
  std::string argument;  // session, code or path as sent: not judged yet

  bool isForCentres() const { return kind == Kind::tickets || kind == Kind::bundle; }
  bool isLookup() const { return kind == Kind::verifier || kind == Kind::proof; }
};

Route routeOf(const RequestHead& head);

}  // namespace vigie::registry
