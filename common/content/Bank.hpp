// A bank as the centre holds it: calibration and content, which prove each other.
// bank.items is crypto::seal under the bank's content key (32 random bytes) of the canonical JSON {"format":
// "vigie-bank-items/1","bank":name,"version":n,"items":[whole items]}; associated data: "vigie-bank-items/1" ‖ 00 ‖
// name ‖ 00 ‖ version in decimal. Ownership: a value, never changed. Thread: any.
#pragma once

#include <string>
#include <vector>

#include "common/base/Secret.hpp"
#include "common/content/Calibration.hpp"
#include "common/content/ItemSource.hpp"

namespace vigie::content {

class Bank {
 public:
  // Errors: those of Calibration::load; "bank-items" (not the file that bank.cal names), "bank-content-key" (the key
  // does not open it), "bank-format", "items-wrong", "bank-item" (an item is not the one that was calibrated).
  static base::Result<Bank> load(base::ByteView calFile, base::ByteView itemsFile, const base::SecretBytes& contentKey,
                                 const crypto::PublicKey& bankKey);

  // With a calibration that was loaded before.
  static base::Result<Bank> load(Calibration calibration, base::ByteView itemsFile,
                                 const base::SecretBytes& contentKey);

  // The same bank with the variant of each template that a ticket gives. Error "bank-item" (a variant is not the one of
  // bank.cal).
  base::Result<Bank> forTicket(base::ByteView ticketSeed) const;

  const Calibration& calibration() const { return calibration_; }
  const std::vector<Item>& items() const { return items_; }  // parallel to calibration().items()

  // The exact bytes that a seat receives and digests. Precondition: index < items().size().
  const std::string& publicContent(scoring::ItemIndex index) const { return publicContents_.at(index); }

 private:
  Bank(Calibration calibration, std::vector<Item> items)
      : calibration_(std::move(calibration)), items_(std::move(items)) {}

  Calibration calibration_;
  std::vector<Item> items_;
  std::vector<std::string> publicContents_;
};

struct BankFiles {
  base::Bytes cal;
  base::Bytes items;
  crypto::Digest digest{};  // of cal
};

// What it returns, Bank::load accepts. Errors: "bank-key" (not P-256), "bank-content-key" (not 32 bytes), and those of
// Bank::load.
base::Result<BankFiles> makeBank(const ItemSource& source, std::uint32_t version, const crypto::Signer& bankKey,
                                 const base::SecretBytes& contentKey);

// A content key file: 64 hex digits and a newline, for its owner only. Error "bank-content-key".
std::string writeContentKey(const base::SecretBytes& key);
base::Result<base::SecretBytes> readContentKey(std::string_view text);

}  // namespace vigie::content
