// What lies on an auditor's desk: the trust folder, the bank with its key, and what a centre handed over. Files of a
// synthetic session, laid out anew. Thread: one.
#pragma once

#include "certs/verify/Binding.hpp"
#include "common/base/File.hpp"
#include "tests/support/Insider.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::support {

class AuditorDesk {
 public:
  explicit AuditorDesk(SyntheticSession& session) {
    const SyntheticNation& nation = session.centre().nation();
    std::filesystem::create_directories(trust());
    std::filesystem::create_directories(bankFolder());
    put(trust() / "root.pem", nation.root.pem());
    put(trust() / "registry.pem", nation.ticketCertificate.pem());
    const SyntheticBank& bank = syntheticBank();
    put(bankFolder() / "bank.cal", bank.files.cal);
    put(bankFolder() / "bank.items", bank.files.items);
    put(bankFolder() / "bank-authority.pem",
        nation.certify(std::string(verify::kBankSubject), bank.authority.publicKey()).pem());
    put(bankFolder() / "content.key", content::writeContentKey(bank.contentKey));
  }

  std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }
  std::filesystem::path trust() const { return path("trust"); }
  std::filesystem::path bankFolder() const { return path("bank"); }
  std::string trusting() const { return " --trust '" + trust().string() + "'"; }
  std::string withBank() const { return " --bank '" + (bankFolder() / "bank.items").string() + "'"; }

  static void put(const std::filesystem::path& file, base::ByteView bytes) {
    must(base::writeFileDurably(file, bytes));
  }
  static void put(const std::filesystem::path& file, const std::string& text) { put(file, base::bytesOf(text)); }

  // One bit of the byte in the middle.
  static void damage(const std::filesystem::path& file) {
    base::Bytes bytes = must(base::readFile(file));
    bytes.at(bytes.size() / 2) ^= 1;
    put(file, bytes);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace vigie::support
