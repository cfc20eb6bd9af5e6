#include "certs/credential/DataIntegrity.hpp"

#include <nlohmann/json.hpp>

#include "certs/credential/Multibase.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::credential {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kSuite = "ecdsa-jcs-2019";

std::unexpected<base::Error> malformed(std::string detail) {
  return base::fail("proof-malformed", std::move(detail));
}

base::Bytes bytesToSign(const Json& proofWithoutValue, const std::string& document) {
  const auto proof = crypto::sha256(base::bytesOf(jcs::canonicalText(proofWithoutValue)));
  const auto content = crypto::sha256(base::bytesOf(document));
  base::Bytes out(proof.begin(), proof.end());
  base::append(out, content);
  return out;
}

base::Result<void> checkFields(const Json& proof, const Json& document) {
  for (const auto& member : proof.items()) {
    const std::string& name = member.key();
    const bool known = name == "@context" || name == "type" || name == "cryptosuite" || name == "created" ||
                       name == "verificationMethod" || name == "proofPurpose" || name == "proofValue";
    if (!known) return malformed("the proof holds a field that ecdsa-jcs-2019 proofs of this product do not have");
  }
  if (jcs::textMember(proof, "type") != "DataIntegrityProof" || jcs::textMember(proof, "cryptosuite") != kSuite) {
    return malformed("expected a DataIntegrityProof with the cryptosuite ecdsa-jcs-2019");
  }
  if (jcs::textMember(proof, "proofPurpose") != "assertionMethod")
    return malformed("expected the purpose assertionMethod");
  const bool sameContext =
      document.contains("@context") && proof.contains("@context") && proof["@context"] == document["@context"];
  if (proof.contains("@context") && !sameContext) return malformed("the proof's @context differs from the document's");
  return {};
}

}  // namespace

base::Result<std::string> addProof(std::string_view document, const ProofOptions& options,
                                   const crypto::Signer& signer) {
  auto json = jcs::parse(document);
  if (!json || !json->is_object()) return base::fail("not-json", "expected a JSON object to sign");
  if (json->contains("proof")) return base::fail("proof-present", "the document carries a proof already");
  Json proof = {{"type", "DataIntegrityProof"},
                {"cryptosuite", kSuite},
                {"created", base::formatUtc(options.createdMs)},
                {"verificationMethod", options.verificationMethod},
                {"proofPurpose", "assertionMethod"}};
  if (json->contains("@context")) proof["@context"] = (*json)["@context"];
  proof["proofValue"] = "z" + toBase58(signer.sign(bytesToSign(proof, jcs::canonicalText(*json))));
  (*json)["proof"] = Json::array({proof});
  return jcs::canonicalText(*json);
}

base::Result<SecuredDocument> readSecuredDocument(std::string_view text) {
  auto json = jcs::parse(text);
  if (!json) return base::fail(json.error());
  if (!json->is_object() || !json->contains("proof")) return malformed("the document has no proof");
  Json proof = (*json)["proof"];
  const ProofForm form = proof.is_array() ? ProofForm::array : ProofForm::single;
  if (proof.is_array() && proof.size() == 1) proof = Json(proof[0]);
  if (!proof.is_object()) return malformed("expected exactly one proof");
  json->erase("proof");
  if (const auto checked = checkFields(proof, *json); !checked) return base::fail(checked.error());
  const std::string value = jcs::textMember(proof, "proofValue");
  const auto signature = fromBase58(value.empty() ? value : value.substr(1));
  if (!value.starts_with('z') || !signature || signature->size() != 64) {
    return malformed("expected a proofValue of 'z' and 64 bytes in base58");
  }
  proof.erase("proofValue");
  SecuredDocument secured;
  secured.form = form;
  secured.document = jcs::canonicalText(*json);
  secured.verificationMethod = jcs::textMember(proof, "verificationMethod");
  secured.created = jcs::textMember(proof, "created");
  secured.signedBytes = bytesToSign(proof, secured.document);
  secured.signature = *signature;
  return secured;
}

base::Result<void> verifyProof(const SecuredDocument& secured, const crypto::PublicKey& key) {
  const bool good = key.kind() == crypto::KeyKind::p256 && key.verify(secured.signedBytes, secured.signature);
  if (!good) return base::fail("proof-wrong", "the ecdsa-jcs-2019 proof does not verify with this key");
  return {};
}

}  // namespace vigie::credential
