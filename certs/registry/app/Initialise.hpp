// `national-registry init`: every key of a demonstration, made anew, and the first entries of its log. A real root, its
// TLS authority and the bank's key are made offline by their owners; here they lie in folders whose names say so.
#pragma once

#include "certs/registry/Layout.hpp"
#include "certs/registry/app/Configuration.hpp"
#include "common/base/Clock.hpp"

namespace vigie::registry {

// Error "folder-not-empty", those of writing.
base::Result<void> initialise(const Configuration& configuration, const base::Clock& clock);

}  // namespace vigie::registry
