// bank-build: from an author's JSON to the two signed files of a bank (common/content/Bank.hpp).
// Exit status: 0 built; 1 refused, saying why; 64 wrong usage.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <set>

#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/content/Bank.hpp"
#include "common/content/Examples.hpp"
#include "common/crypto/Seal.hpp"

namespace {

using vigie::base::Result;

struct Options {
  std::vector<std::filesystem::path> items;
  std::filesystem::path bankKey;
  std::filesystem::path passphraseFile;
  std::filesystem::path contentKeyOut;
  std::filesystem::path out;
  std::uint32_t bankVersion = 1;
};

Result<vigie::crypto::PrivateKey> readBankKey(const Options& options) {
  const auto pem = vigie::base::readTextFile(options.bankKey);
  if (!pem) return vigie::base::fail(pem.error());
  std::string passphrase;
  if (!options.passphraseFile.empty()) {
    const auto text = vigie::base::readTextFile(options.passphraseFile);
    if (!text) return vigie::base::fail(text.error());
    passphrase = vigie::base::trim(*text);
  }
  auto key = vigie::crypto::PrivateKey::fromPem(*pem, passphrase);
  if (!key) return vigie::base::failAt(options.bankKey.string(), key.error());
  return key;
}

// Several files make one bank: they have the same name, and no id twice.
Result<vigie::content::ItemSource> readItems(const std::vector<std::filesystem::path>& files) {
  vigie::content::ItemSource whole;
  std::set<std::string> ids;
  for (const auto& file : files) {
    const auto text = vigie::base::readTextFile(file);
    if (!text) return vigie::base::fail(text.error());
    auto source = vigie::content::readItemSource(*text);
    if (!source) return vigie::base::failAt(file.string(), source.error());
    if (!whole.bank.empty() && whole.bank != source->bank) {
      return vigie::base::fail("items-bank", file.string() + " is of the bank \"" + source->bank +
                                                 "\", the files before of \"" + whole.bank +
                                                 "\". Build each bank apart");
    }
    whole.bank = source->bank;
    for (vigie::content::Item& item : source->items) {
      if (!ids.insert(item.id).second) {
        return vigie::base::fail("items-wrong",
                                 file.string() + ": item " + item.id + " id: another file has an item with this id");
      }
      whole.items.push_back(std::move(item));
    }
  }
  return whole;
}

Result<void> writeFiles(const Options& options, const vigie::base::SecretBytes& contentKey,
                        const vigie::content::BankFiles& files) {
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  // The key first: sealed items without their key would be lost.
  const std::string keyText = vigie::content::writeContentKey(contentKey);
  auto written = vigie::base::writeFileDurably(options.contentKeyOut, vigie::base::bytesOf(keyText),
                                               vigie::base::FileMode::ownerOnly);
  if (written) written = vigie::base::writeFileDurably(options.out / "bank.items", files.items);
  if (written) written = vigie::base::writeFileDurably(options.out / "bank.cal", files.cal);
  return written;
}

Result<void> build(const Options& options) {
  if (std::filesystem::exists(options.contentKeyOut)) {
    return vigie::base::fail(
        "content-key-exists",
        options.contentKeyOut.string() +
            " exists, and may be the only key of another bank. Name another file, or move it away");
  }
  const auto source = readItems(options.items);
  if (!source) return vigie::base::fail(source.error());
  const auto examples = vigie::content::checkExamples(source->items);
  if (!examples) return vigie::base::fail(examples.error());
  const auto bankKey = readBankKey(options);
  if (!bankKey) return vigie::base::fail(bankKey.error());
  const auto contentKey = vigie::crypto::newSealKey();
  const auto files = vigie::content::makeBank(*source, options.bankVersion, *bankKey, contentKey);
  if (!files) return vigie::base::fail(files.error());
  if (const auto written = writeFiles(options, contentKey, *files); !written) return written;
  std::cout << "bank " << source->bank << " version " << options.bankVersion << ": " << source->items.size()
            << " items\n"
            << "examples: " << examples->examples << ", " << examples->verdicts << " verdicts as expected\n"
            << "key " << vigie::base::toHex(bankKey->publicKey().id()) << "\n"
            << "digest " << vigie::base::toHex(files->digest) << "\n";
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Builds bank.cal and bank.items from an author's items. Refuses items with a fault, naming each.");
  app.set_version_flag("--version", std::string("bank-build ") + VIGIE_VERSION);
  app.add_option("--items", options.items, "The items: JSON, schemaVersion 1.0 or 1.1; several files make one bank")
      ->required();
  app.add_option("--bank-key", options.bankKey, "The authority's P-256 private key (PEM)")->required();
  app.add_option("--passphrase-file", options.passphraseFile, "A file with the passphrase of an encrypted bank key");
  app.add_option("--content-key-out", options.contentKeyOut, "Where to write the new content key, for its owner only")
      ->required();
  app.add_option("--out", options.out, "The folder for bank.cal and bank.items")->required();
  app.add_option("--bank-version", options.bankVersion, "The bank's version, 1 by default")->check(CLI::PositiveNumber);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto built = build(options);
  if (built) return 0;
  std::cerr << "bank-build: " << built.error().code << ": " << built.error().detail << "\n";
  return 1;
}
