// verify-session: could this session have gone this way, and are its results what its answers are worth? Offline, from
// a bundle or a centre's data folder (design.md 10).
// Exit: 0 everything holds, 1 something had expired, 2 not established, 3 forged or damaged, 64 wrong usage.
#include <CLI/CLI.hpp>
#include <google/protobuf/stubs/logging.h>
#include <cstdlib>
#include <iostream>

#include "certs/verify/DataFolder.hpp"
#include "certs/verify/SessionSentences.hpp"
#include "certs/verify/SessionVerification.hpp"
#include "common/base/File.hpp"

namespace vigie::verify {
namespace {

constexpr int kWrongUsage = 64;

struct Options {
  std::string subject;
  std::string trust = "/etc/vigie/trust";
  std::string session;
  std::string bank;
  std::string bankKey;  // empty: content.key beside the bank
  std::string language;
  bool json = false;
};

std::string localeOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

base::Result<crypto::Certificate> readRoot(const std::filesystem::path& trust) {
  const auto text = base::readTextFile(trust / "root.pem", 65536);
  if (!text) return base::fail(text.error());
  return crypto::Certificate::fromPem(*text);
}

// What is there but is not what it says is damaged; what a newer program made, this one cannot read.
Code codeOf(const base::Error& error) {
  if (const auto named = codeNamed(error.code)) return *named;
  if (error.code == "journal-missing") return Code::fileMissing;
  if (error.code == "journal-foreign") return Code::journalDamaged;
  if (error.code == "journal-newer") return Code::recordNewer;
  if (error.code == "bank-content-key") return Code::fileUnreadable;  // the bank is whole, the key is another's
  if (error.code.starts_with("bank-") || error.code.starts_with("items-")) return Code::bankDamaged;
  if (error.code.starts_with("bundle-")) return Code::bundleDamaged;
  return Code::fileUnreadable;
}

Finding findingOf(const base::Error& error) {
  return {codeOf(error), {}, error.detail, {}};
}

// The texts of the bank: bank.items with its content key. bank.cal comes from the bundle, or lies beside bank.items.
base::Result<content::Bank> readBank(const Options& options, const Bundle& bundle) {
  if (bundle.bankCalibration.empty()) return base::fail("bank-missing", "bank.cal lies neither in the bundle nor beside " + options.bank);
  const auto items = base::readFile(options.bank);
  if (!items) return base::fail(items.error());
  const std::filesystem::path keyFile = options.bankKey.empty()
                                            ? std::filesystem::path(options.bank).replace_filename("content.key")
                                            : std::filesystem::path(options.bankKey);
  const auto keyText = base::readTextFile(keyFile, 4096);
  if (!keyText) return base::fail(keyText.error());
  const auto key = content::readContentKey(*keyText);
  if (!key) return base::fail(key.error());
  auto authority = crypto::PublicKey::fromSpki(bundle.bankAuthority);
  if (!authority) {
    const auto certificate = crypto::Certificate::fromDer(bundle.bankAuthority);
    if (!certificate) return base::fail("bank-missing", "nothing tells who signed bank.cal; put bank-authority.pem beside it");
    authority = certificate->publicKey();
  }
  return content::Bank::load(bundle.bankCalibration, *items, *key, *authority);
}

base::Result<SessionFiles> readSubject(const Options& options) {
  const std::filesystem::path subject(options.subject);
  if (std::filesystem::is_directory(subject)) {
    const std::filesystem::path bank(options.bank);
    return readDataFolder(subject, options.session,
                          {.bankFolder = bank.empty() ? bank : std::filesystem::absolute(bank).parent_path(),
                           .registry = std::filesystem::path(options.trust) / "registry.pem"});
  }
  const auto bytes = base::readFile(subject, kLargestBundle);
  if (!bytes) return base::fail(bytes.error());
  auto bundle = readBundle(*bytes);
  if (!bundle) return base::fail(bundle.error());
  SessionFiles files;
  files.bundle = std::move(bundle->bundle);
  files.signature = std::move(bundle->signature);
  return files;
}

Report examine(const Options& options) {
  const auto files = readSubject(options);
  if (!files) return {.findings = {findingOf(files.error())}, .facts = {}};
  const Anchors anchors{readRoot(options.trust), {}};
  if (options.bank.empty()) return verifySession(*files, anchors);
  const auto bank = readBank(options, files->bundle);
  // Without its bank a session may still be shown to be forged, which outweighs a missing file.
  Report report = verifySession(*files, anchors, bank ? &*bank : nullptr);
  if (!bank) report.findings.push_back(findingOf(bank.error()));
  return report;
}

int run(const Options& options) {
  const auto language = trust::languageOf(options.language.empty() ? localeOfEnvironment() : options.language);
  const Report report = examine(options);
  std::cout << (options.json ? jsonOf(options.subject, report, language) : textOf(options.subject, report, language)) << '\n';
  return static_cast<int>(report.outcome());
}

}  // namespace
}  // namespace vigie::verify

int main(int argc, char** argv) {
  vigie::verify::Options options;
  google::protobuf::SetLogHandler(nullptr);  // what is wrong with a record is a finding
  CLI::App app(
      "Decides a whole session again, offline: chain, checkpoints, signatures, every choice and score. Exit 0 everything\n"
      "holds, 1 something had expired, 2 not established, 3 forged or damaged, 64 wrong usage.");
  app.set_version_flag("--version", std::string("verify-session ") + VIGIE_VERSION);
  app.add_option("SUBJECT", options.subject, "A session's .bundle, or a centre's data folder")->required();
  app.add_option("--trust", options.trust, "Trust folder: root.pem; for a data folder also registry.pem, the certificate of the ticket key")->capture_default_str();
  app.add_option("--session", options.session, "Which session of a data folder that holds several, 32 hex digits");
  auto* bank = app.add_option("--bank", options.bank, "bank.items, to judge answers again from their text");
  app.add_option("--bank-key", options.bankKey, "Content key that opens bank.items (content.key beside it)")->needs(bank);
  app.add_option("--lang", options.language, "en or fr (from the environment)")->check(CLI::IsMember({"en", "fr"}));
  app.add_flag("--json", options.json, "One line of JSON");
  try {
    app.parse(argc, argv);
    return vigie::verify::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : vigie::verify::kWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "verify-session: " << error.what() << '\n';
    return static_cast<int>(vigie::trust::Outcome::notEstablished);
  }
}
