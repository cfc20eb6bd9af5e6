// What a centre gets for an accepted bundle: for each certificate the proof that the log holds it and the nonce behind
// its code commitment. The same session always gives the same bytes: proofs are made against the first checkpoint that
// covered it. Thread: any (reads files that only grow). Ownership: values.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "certs/log/Note.hpp"
#include "certs/registry/Store.hpp"

namespace vigie::registry {

struct CertificateReceipt {
  std::string code;
  std::uint64_t index = 0;
  base::Bytes nonce;
  std::string proof;  // exact text of the .tlog-proof file
};

struct Receipt {
  base::SessionId session;
  std::uint64_t anchor = 0;  // index of the anchor entry
  std::string checkpoint;
  std::vector<CertificateReceipt> certificates;

  std::string json() const;
};

// `logFolder`: that of tile/. Precondition: session.checkpoint is not empty. Errors: those of LogFolder.
base::Result<std::string> proofOf(const std::filesystem::path& logFolder, const tlog::NoteKey& key,
                                  const SessionRow& session, std::uint64_t entry);
base::Result<Receipt> makeReceipt(const std::filesystem::path& logFolder, const tlog::NoteKey& key,
                                  const SessionRow& session, const std::vector<CertificateRow>& certificates);

}  // namespace vigie::registry
