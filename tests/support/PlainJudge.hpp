// A judge for tests of everything around the judgement: its "bundles" are JSON texts that say what they hold, and it
// believes them, unless they say {"refuse": code}. Thread: any.
#pragma once

#include <string>

#include "certs/registry/SessionJudge.hpp"

namespace vigie::support {

class PlainJudge final : public registry::SessionJudge {
 public:
  base::Result<registry::HandedIn> judge(base::ByteView bundle) const override;
};

std::string plainBundle(const registry::HandedIn& handedIn);

}  // namespace vigie::support
