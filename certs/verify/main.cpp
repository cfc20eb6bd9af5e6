// verify-certificate: is this certificate what it says? Offline, from files and a trust folder (design.md 10).
// Exit: 0 valid, 1 revoked, suspended or expired, 2 not established, 3 forged or damaged, 64 wrong usage.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "certs/trust/Sentences.hpp"
#include "certs/verify/FolderCompanions.hpp"
#include "common/base/Clock.hpp"
#include "common/base/File.hpp"

namespace vigie::verify {
namespace {

constexpr int kWrongUsage = 64;

struct Options {
  std::vector<std::string> files;
  std::string trust = "/etc/vigie/trust";
  std::string at;
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

// A day alone means its end: "was it valid on the day of hiring?".
std::int64_t parseMoment(const std::string& text) {
  return base::parseUtc(text.size() == 10 ? text + "T23:59:59Z" : text);
}

trust::Verdict verdictOn(const std::string& file, const Options& options, trust::Times times) {
  const std::filesystem::path path(file);
  const auto content = base::readTextFile(path, kLargestInput);
  if (!content) return trust::unreadable(file, content.error());
  const std::filesystem::path beside = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  return trust::verifyCertificate(file, *content, FolderCompanions(beside, options.trust), times);
}

int run(const Options& options) {
  trust::Times times{0, base::SystemClock().now().wallMs};
  times.atMs = options.at.empty() ? times.nowMs : parseMoment(options.at);
  if (times.atMs == -1) {
    std::cerr << "verify-certificate: --at: expected a date like 2026-11-21 or 2026-11-21T19:15:00Z\n";
    return kWrongUsage;
  }
  const auto language = trust::languageOf(options.language.empty() ? localeOfEnvironment() : options.language);
  int status = 0;
  for (const std::string& file : options.files) {
    const trust::Verdict verdict = verdictOn(file, options, times);
    std::cout << (options.json ? jsonOf(file, verdict, language) : sentenceOf(file, verdict, language)) << '\n';
    status = std::max(status, static_cast<int>(verdict.outcome()));
  }
  return status;
}

}  // namespace
}  // namespace vigie::verify

int main(int argc, char** argv) {
  vigie::verify::Options options;
  CLI::App app(
      "Verifies certificates offline. One sentence per file; exit 0 valid, 1 revoked, suspended or expired,\n"
      "2 not established, 3 forged or damaged, 64 wrong usage; the gravest of several files counts.");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("FILE", options.files,
                 "Certificates: .jwt or .json; their .tlog-proof, chain.pem, did.json and status/ "
                 "are sought beside them, then in the trust folder")
      ->required();
  app.add_option("--trust", options.trust,
                 "Trust folder: root.pem, log.vkey, and witness.vkey if a witness must have signed")
      ->capture_default_str();
  app.add_option("--at", options.at, "The moment asked about, e.g. 2026-11-21 or 2026-11-21T19:15:00Z (now)");
  app.add_option("--lang", options.language, "en or fr (from the environment)")->check(CLI::IsMember({"en", "fr"}));
  app.add_flag("--json", options.json, "One line of JSON per file");
  try {
    app.parse(argc, argv);
    return vigie::verify::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : vigie::verify::kWrongUsage;
  } catch (const std::exception& error) {
    std::cerr << "verify-certificate: " << error.what() << '\n';
    return static_cast<int>(vigie::trust::Outcome::notEstablished);
  }
}
