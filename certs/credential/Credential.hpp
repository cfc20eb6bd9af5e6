// The certificate: an Open Badges 3.0 credential (W3C VC 2.0) as a compact JWS and as JSON with an ecdsa-jcs-2019
// proof. What Open Badges has no word for stands in `evidence[]` (its `genre` says what, its `narrative` holds the
// value) and in `achievement.tag`; no other term is used, so that JSON-LD safe mode accepts the credential (design.md
// 6). Thread: any. Ownership: values. Dates: milliseconds since 1970 UTC, whole seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/credential/Identity.hpp"
#include "common/base/Id.hpp"
#include "common/crypto/Keys.hpp"

namespace vigie::credential {

inline constexpr std::string_view kArithmetic = "vigie-scoring/1";

struct Organization {
  std::string id;  // URI; the issuer's is its DID
  std::string name;

  friend bool operator==(const Organization&, const Organization&) = default;
};

struct Achievement {
  std::string id;  // URI
  std::string version;
  std::string name;
  std::string description;
  std::string criteria;  // how it is earned
  std::string language;  // of these texts: "fr"
  std::uint32_t maxScore = 895;
  std::uint32_t maxLevel = 7;

  friend bool operator==(const Achievement&, const Achievement&) = default;
};

struct CompetenceLevel {
  std::string code;  // "1.1"
  std::string name;
  std::uint32_t level = 0;

  friend bool operator==(const CompetenceLevel&, const CompetenceLevel&) = default;
};

enum class StatusPurpose { revocation, suspension };

struct StatusReference {
  std::string list;  // URL of the status list credential
  std::uint64_t index = 0;
  StatusPurpose purpose = StatusPurpose::revocation;

  std::string id() const;  // "<list>#<index>"

  friend bool operator==(const StatusReference&, const StatusReference&) = default;
};

enum class Occasion { examination, demonstration };

// What happened, for auditors.
struct SessionEvidence {
  base::SessionId session;
  std::uint64_t headPosition = 0;  // of the session's stream when the certificate was made
  crypto::Digest head{};
  std::string arithmetic{kArithmetic};
  std::string lockGrade;  // one word of lower-case letters and '-': "locked", "not-locked"…
  Occasion occasion = Occasion::demonstration;

  friend bool operator==(const SessionEvidence&, const SessionEvidence&) = default;
};

struct CredentialContent {
  std::string id;         // "urn:uuid:…", random
  std::string subjectId;  // "urn:uuid:…", random, one per certificate
  Organization issuer;    // id: did:web of the centre
  Organization source;    // the centre that examined
  std::string code;       // "P-XXXXXXXXX" -> licenseNumber
  HashedIdentity identity;
  Achievement achievement;
  std::uint32_t score = 0;
  std::vector<CompetenceLevel> levels;  // the 16 competences, in the framework's order
  SessionEvidence evidence;
  std::int64_t awardedMs = 0;  // the day of the examination; stays when a certificate is issued again
  std::int64_t validFromMs = 0;
  std::optional<std::int64_t> validUntilMs;
  StatusReference status;

  friend bool operator==(const CredentialContent&, const CredentialContent&) = default;
};

std::string newUuidUrn();  // "urn:uuid:" and a random UUID (RFC 9562, version 4)

// The credential without proof, RFC 8785; `withClaims` adds the JWT claims iss, jti, nbf, sub and exp beside it.
enum class Claims { none, jwt };
std::string credentialJson(const CredentialContent& content, Claims claims);

struct IssuedCredential {
  std::string jwt;        // exact bytes of the .jwt file: no line end
  crypto::Digest digest;  // SHA-256 of them: the log leaf's `cred`
  std::string json;       // exact bytes of the .json file; empty when not asked for
};

enum class JsonForm { omit, include };

// `issuingKey`: P-256, the document's #k. `nowMs` dates the JSON's proof. ECDSA signatures are random: sign once and
// keep the bytes. Errors: "credential-content" (names the field).
base::Result<IssuedCredential> issueCredential(const CredentialContent& content, const crypto::Signer& issuingKey,
                                               JsonForm form, std::int64_t nowMs);

// The JSON form alone, from the exact payload of a .jwt made by issueCredential.
base::Result<std::string> jsonFromJwtPayload(std::string_view payload, const crypto::Signer& issuingKey,
                                             std::int64_t nowMs);

// Reads what issueCredential wrote, all of it: the payload (with claims) must be exactly what credentialJson makes of
// the result. Errors: "not-json", "credential-content".
base::Result<CredentialContent> readCredential(std::string_view payload);

// What a verifier needs of any certificate, of whichever version: the fields are there and agree with the JWT claims.
struct CredentialSummary {
  std::string id;
  std::string issuer;
  std::string issuerName;
  std::string code;
  std::string achievement;
  std::string score;  // empty when the certificate has none
  std::int64_t validFromMs = 0;
  std::optional<std::int64_t> validUntilMs;
  std::vector<StatusReference> statuses;  // at least one
  Occasion occasion = Occasion::examination;
  std::string document;  // RFC 8785 text without the JWT claims: what the .json must hold beside its proof
};

base::Result<CredentialSummary> summarize(std::string_view jwtPayload);  // error "credential-content", "not-canonical"

}  // namespace vigie::credential
