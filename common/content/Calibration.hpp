// bank.cal: what a registry or an auditor needs of a bank to choose, estimate and score again, without any content.
// File: a compact JWS (RFC 7515, ES256, no newline). Header, in canonical JSON: {"alg":"ES256","kid":<hex SHA-256 of
// the key's SPKI>,"typ":"vigie-bank-cal+jwt"}. Payload, in canonical JSON: {"format":"vigie-bank-cal/1","bank":name,
// "version":n,"bankItems":<hex SHA-256 of the bank.items file>,"items":[…]}, each item with the members of
// CalibratedItem ("timerSeconds" null without a timer, "variants" only of templates, "guessing" and "ceiling" only where they differ from 0 and 1). The digest that tickets and
// sessions bind is the SHA-256 of the file's exact bytes. Ownership: a value, never changed after load(). Thread: any.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/content/Item.hpp"
#include "common/crypto/Digest.hpp"
#include "common/crypto/Keys.hpp"
#include "common/scoring/Item.hpp"

namespace vigie::content {

struct CalibratedItem {
  std::string id;
  std::uint32_t version = 1;
  std::string status;
  std::string framework;
  double discrimination = 1;  // per logit
  double difficulty = 0;      // logits
  double guessing = 0;        // lower and upper asymptote; members of their own in the file only where they differ
  double ceiling = 1;         // from 0 and 1
  std::string competence;
  std::string tube;
  std::string skill;
  Kind kind{};
  bool certifiable = false;
  bool focused = false;
  std::optional<std::uint32_t> timerSeconds;
  std::vector<std::string> languages;
  Accessibility accessibility;
  crypto::Digest content{};  // SHA-256 of the public content
  crypto::Digest item{};     // SHA-256 of the whole item as authored, canonical JSON

  struct Variant {
    crypto::Digest content{};
    crypto::Digest item{};  // with the drawn values

    friend bool operator==(const Variant&, const Variant&) = default;
  };
  std::vector<Variant> variants;  // of a template (Template.hpp), whose `content` is its first variant's

  // Of the content that a session under this ticket shows.
  const crypto::Digest& contentFor(base::ByteView ticketSeed) const;

  // For candidates who need it: usable with a screen reader and without telling colours apart.
  bool isAccessible() const;

  friend bool operator==(const CalibratedItem&, const CalibratedItem&) = default;
};

class Calibration {
 public:
  // Errors: "bank-format" (not such a file, another version, a wrong member), "bank-key" (signed by another key),
  // "bank-signature".
  static base::Result<Calibration> load(base::ByteView file, const crypto::PublicKey& bankKey);

  // The same, vouched for by a digest that the caller trusts (a ticket's) instead of by its signature. Errors:
  // "bank-format", "bank-digest".
  static base::Result<Calibration> loadByDigest(base::ByteView file, const crypto::Digest& expected);

  const crypto::Digest& digest() const { return digest_; }
  const std::string& bank() const { return bank_; }
  std::uint32_t version() const { return version_; }
  const crypto::Digest& itemsDigest() const { return itemsDigest_; }  // of the bank.items that belongs to it

  const std::vector<CalibratedItem>& items() const { return items_; }
  std::optional<scoring::ItemIndex> indexOf(std::string_view id) const;

  // The same items in the same order; competences, tubes and skills are numbered as they first appear.
  const scoring::Bank& scoringBank() const { return scoringBank_; }
  const std::vector<std::string>& competences() const { return competences_; }  // by the bank's number

 private:
  explicit Calibration(scoring::Bank bank) : scoringBank_(std::move(bank)) {}
  static base::Result<Calibration> read(base::ByteView file, const crypto::PublicKey* bankKey);

  crypto::Digest digest_{};
  std::string bank_;
  std::uint32_t version_ = 1;
  crypto::Digest itemsDigest_{};
  std::vector<CalibratedItem> items_;
  std::map<std::string, scoring::ItemIndex, std::less<>> indexById_;
  std::vector<std::string> competences_;
  scoring::Bank scoringBank_;
};

}  // namespace vigie::content
