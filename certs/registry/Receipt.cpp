#include "certs/registry/Receipt.hpp"

#include <nlohmann/json.hpp>

#include "certs/log/LogFolder.hpp"
#include "certs/log/LogProof.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::registry {
namespace {

base::Result<tlog::LogFolder> openAt(const std::filesystem::path& logFolder, const tlog::NoteKey& key,
                                     const std::string& checkpoint, std::uint64_t& size) {
  const auto opened = tlog::openCheckpoint(checkpoint, key);
  if (!opened) return base::fail(opened.error());
  size = opened->size;
  return tlog::LogFolder::open(logFolder, size);
}

base::Result<std::string> proofIn(const tlog::LogFolder& log, std::uint64_t size, std::uint64_t entry,
                                  const std::string& checkpoint) {
  auto leaf = log.entry(entry);
  if (!leaf) return base::fail(leaf.error());
  auto hashes = tlog::inclusionProof(log, entry, size);
  if (!hashes) return base::fail(hashes.error());
  return tlog::LogProof{std::move(*leaf), entry, std::move(*hashes), checkpoint}.text();
}

}  // namespace

std::string Receipt::json() const {
  nlohmann::json list = nlohmann::json::array();
  for (const CertificateReceipt& certificate : certificates) {
    list.push_back({{"code", certificate.code},
                    {"index", certificate.index},
                    {"nonce", base::toBase64Url(certificate.nonce)},
                    {"proof", certificate.proof}});
  }
  return jcs::canonicalText(
      {{"session", session.hex()}, {"anchor", anchor}, {"checkpoint", checkpoint}, {"certificates", std::move(list)}});
}

base::Result<std::string> proofOf(const std::filesystem::path& logFolder, const tlog::NoteKey& key,
                                  const SessionRow& session, std::uint64_t entry) {
  std::uint64_t size = 0;
  const auto log = openAt(logFolder, key, session.checkpoint, size);
  if (!log) return base::fail(log.error());
  return proofIn(*log, size, entry, session.checkpoint);
}

base::Result<Receipt> makeReceipt(const std::filesystem::path& logFolder, const tlog::NoteKey& key,
                                  const SessionRow& session, const std::vector<CertificateRow>& certificates) {
  std::uint64_t size = 0;
  const auto log = openAt(logFolder, key, session.checkpoint, size);
  if (!log) return base::fail(log.error());
  Receipt receipt{session.id, session.anchor, session.checkpoint, {}};
  for (const CertificateRow& certificate : certificates) {
    auto proof = proofIn(*log, size, certificate.entry, session.checkpoint);
    if (!proof) return base::fail(proof.error());
    receipt.certificates.push_back({certificate.code, certificate.entry, certificate.nonce, std::move(*proof)});
  }
  return receipt;
}

}  // namespace vigie::registry
