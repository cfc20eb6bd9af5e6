// verify-session: could this session have gone this way, and are its results what its answers are worth? Offline, from
// a bundle or a centre's data folder (design.md 10).
// Exit: 0 everything holds, 1 something had expired, 2 not established, 3 forged or damaged, 64 wrong usage.
#include <CLI/CLI.hpp>
#include <google/protobuf/stubs/logging.h>
#include <cstdlib>
#include <iostream>

#include "certs/verify/SessionExplanation.hpp"
#include "certs/verify/SessionSentences.hpp"
#include "certs/verify/SessionVerification.hpp"
#include "certs/verify/Subject.hpp"
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
  std::string candidate;
  bool explain = false;
  bool json = false;
};

std::string localeOfEnvironment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
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

struct Examined {
  Report report;
  std::optional<base::Result<SessionExplanation>> explanation;  // asked for, and the files could be read
};

Examined examine(const Options& options) {
  const auto files = readSubject({options.subject, options.session, options.trust, options.bank});
  if (!files) return {{.findings = {findingOf(files.error())}, .facts = {}}, {}};
  const Anchors anchors{readRoot(options.trust), {}};
  std::optional<base::Result<content::Bank>> bank;
  if (!options.bank.empty()) bank.emplace(readBank(options, files->bundle));
  const content::Bank* given = bank && *bank ? &**bank : nullptr;
  // Without its bank a session may still be shown to be forged, which outweighs a missing file.
  Examined out{verifySession(*files, anchors, given), {}};
  if (bank && !*bank) out.report.findings.push_back(findingOf(bank->error()));
  if (options.explain) out.explanation = explainSession(*files, anchors, given, options.candidate);
  return out;
}

int run(const Options& options) {
  const auto language = trust::languageOf(options.language.empty() ? localeOfEnvironment() : options.language);
  const auto [report, explanation] = examine(options);
  std::cout << (options.json ? jsonOf(options.subject, report, language) : textOf(options.subject, report, language)) << '\n';
  // A session that does not hold is explained all the same, as its records stand: the verdict came first.
  if (explanation && *explanation) {
    std::cout << (options.json ? jsonOf(**explanation) : textOf(**explanation, language)) << '\n';
  } else if (explanation) {
    std::cerr << "verify-session: " << explanation->error().code << ": " << explanation->error().detail << '\n';
  }
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
  auto* explain = app.add_flag("--explain", options.explain,
                               "Also why each question was asked, what answers and times suggest, and each area");
  app.add_option("--candidate", options.candidate, "Explain this candidate only, 32 hex digits")->needs(explain);
  app.add_flag("--json", options.json, "One line of JSON, and one more with --explain");
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
