#include "center-server/issuing/Receipts.hpp"

#include <nlohmann/json.hpp>

#include "certs/credential/VerificationCode.hpp"
#include "certs/log/Checkpoint.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/log/LogProof.hpp"
#include "common/base/File.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::centre {
namespace {

std::unexpected<base::Error> wrong(const std::string& code, const std::string& why) {
  return base::fail("receipt-wrong", "the registry's receipt for " + code + " does not hold: " + why);
}

base::Result<void> check(const CertificateReceipt& receipt, const tlog::NoteKey& logKey,
                         const std::filesystem::path& issued) {
  const auto proof = tlog::parseLogProof(receipt.proof);
  if (!proof) return wrong(receipt.code, proof.error().detail);
  const auto checkpoint = tlog::openCheckpoint(proof->checkpoint, logKey);
  if (!checkpoint) return wrong(receipt.code, checkpoint.error().detail);
  if (!tlog::verifyInclusion(tlog::leafHash(proof->extra), proof->index, checkpoint->size, proof->hashes,
                             checkpoint->root)) {
    return wrong(receipt.code, "its entry is not in the log");
  }
  const auto leaf = tlog::readIssueLeaf(base::textOf(proof->extra));
  if (!leaf) return wrong(receipt.code, leaf.error().detail);
  if (leaf->code != tlog::codeCommitment(receipt.code, receipt.nonce)) {
    return wrong(receipt.code, "its entry is for another code");
  }
  const auto certificate = base::readFile(issued / (receipt.code + ".jwt"));
  if (!certificate) {
    return certificate.error().code == "file-missing" ? base::Result<void>() : base::fail(certificate.error());
  }
  if (leaf->credential != crypto::sha256(*certificate)) {
    return wrong(receipt.code, "its entry is for another certificate");
  }
  return {};
}

}  // namespace

base::Result<std::vector<CertificateReceipt>> readReceipt(std::string_view json, const base::SessionId& session,
                                                          const tlog::NoteKey& logKey,
                                                          const std::filesystem::path& issued) {
  const auto parsed = jcs::parse(json);
  const auto malformed = [] { return base::fail("receipt-malformed", "the registry's answer is not a receipt"); };
  if (!parsed || !parsed->is_object() || !parsed->contains("certificates")) return malformed();
  if (jcs::textMember(*parsed, "session") != session.hex()) {
    return base::fail("receipt-wrong", "the registry's receipt is for another session");
  }
  const auto& list = parsed->at("certificates");
  if (!list.is_array()) return malformed();
  std::vector<CertificateReceipt> receipts;
  for (const auto& entry : list) {
    if (!entry.is_object()) return malformed();
    auto nonce = base::fromBase64Url(jcs::textMember(entry, "nonce"));
    CertificateReceipt receipt{jcs::textMember(entry, "code"), {}, jcs::textMember(entry, "proof")};
    // The code becomes a file's name.
    if (!nonce || nonce->size() != 16 || !credential::isVerificationCode(receipt.code)) return malformed();
    receipt.nonce = std::move(*nonce);
    if (auto held = check(receipt, logKey, issued); !held) return base::fail(held.error());
    receipts.push_back(std::move(receipt));
  }
  return receipts;
}

}  // namespace vigie::centre
