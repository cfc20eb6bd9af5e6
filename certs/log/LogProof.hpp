// C2SP tlog-proof: what a certificate's holder keeps to show, offline, that the log holds it. `extra` carries the exact
// bytes of the log entry (design.md 6). Thread: any. Ownership: values.
#pragma once

#include <string>
#include <string_view>

#include "certs/log/Merkle.hpp"

namespace vigie::tlog {

struct LogProof {
  base::Bytes extra;  // the log entry; an empty one is not written
  std::uint64_t index = 0;
  Proof hashes;
  std::string checkpoint;  // encoded note

  std::string text() const;
};

// Accepts exactly what text() writes. Error "proof-malformed".
base::Result<LogProof> parseLogProof(std::string_view text);

}  // namespace vigie::tlog
