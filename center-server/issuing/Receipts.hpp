// What the registry answers to a bundle, and what of it a centre believes: each proof must lead to a checkpoint that
// the log's key signed, and speak of this certificate. Thread: any. Ownership: values.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "certs/log/Note.hpp"
#include "common/base/Id.hpp"

namespace vigie::centre {

struct CertificateReceipt {
  std::string code;
  base::Bytes nonce;  // 16 bytes behind the code commitment, for the holder
  std::string proof;  // exact text of <code>.tlog-proof
};

// Errors: "receipt-malformed", "receipt-wrong" (of another session, or a proof that does not hold). A certificate that
// lies in `issued` must be the one that the entry commits to.
base::Result<std::vector<CertificateReceipt>> readReceipt(std::string_view json, const base::SessionId& session,
                                                          const tlog::NoteKey& logKey,
                                                          const std::filesystem::path& issued);

}  // namespace vigie::centre
