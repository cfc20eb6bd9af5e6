// bank-check: whether items are fit for candidates, and a bank for a test (docs/item-authors.md).
// Exit status: 0 nothing wrong; 1 errors, one line each; 64 wrong usage.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/content/Examples.hpp"
#include "common/content/Template.hpp"
#include "tests/tools/bank-check/BankCheck.hpp"
#include "tests/tools/bank-check/TestRun.hpp"

namespace {

using namespace vigie;
using base::Result;

struct Options {
  std::vector<std::filesystem::path> files;
  std::filesystem::path signedFolder;
  std::filesystem::path bankKey;
  std::filesystem::path contentKey;
  std::string item;
  std::size_t coverage = 0;
  std::uint32_t simulate = 0;
  std::uint64_t seed = 1;
  bool check = false;
  bool draws = false;
};

// Items of every file, and whether they are a whole bank: single item objects cannot be simulated.
struct Loaded {
  std::vector<content::Item> items;
  std::size_t faults = 0;
};

void read(const std::filesystem::path& file, Loaded& loaded) {
  const auto text = base::readTextFile(file);
  const auto report = [&](const base::Error& error) {
    ++loaded.faults;
    std::cerr << file.string() << ": " << error.code << ": " << error.detail << "\n";
  };
  if (!text) return report(text.error());
  if (auto bank = content::readItemSource(*text)) {
    std::move(bank->items.begin(), bank->items.end(), std::back_inserter(loaded.items));
    return;
  } else if (text->find("\"items\"") != std::string::npos) {
    return report(bank.error());
  }
  auto item = content::readItem(*text);
  if (!item) return report(item.error());
  loaded.items.push_back(std::move(*item));
}

Result<std::vector<content::Item>> readSigned(const Options& options) {
  const auto cal = base::readFile(options.signedFolder / "bank.cal");
  if (!cal) return base::fail(cal.error());
  const auto items = base::readFile(options.signedFolder / "bank.items");
  if (!items) return base::fail(items.error());
  const auto pem = base::readTextFile(options.bankKey);
  if (!pem) return base::fail(pem.error());
  const auto key = crypto::PublicKey::fromPem(*pem);
  if (!key) return base::failAt(options.bankKey.string(), key.error());
  const auto contentText = base::readTextFile(options.contentKey);
  if (!contentText) return base::fail(contentText.error());
  const auto contentKey = content::readContentKey(*contentText);
  if (!contentKey) return base::failAt(options.contentKey.string(), contentKey.error());
  auto bank = content::Bank::load(*cal, *items, *contentKey, *key);
  if (!bank) return base::failAt(options.signedFolder.string(), bank.error());
  std::cout << "bank " << bank->calibration().bank() << " version " << bank->calibration().version()
            << ": signature holds\n";
  return bank->items();
}

// One line of JSON per example, nothing else on standard output.
int printExamples(const Options& options) {
  std::size_t differences = 0;
  std::size_t faults = 0;
  for (const auto& file : options.files) {
    const auto text = base::readTextFile(file);
    const auto report =
        text ? content::reportExamples(*text, options.item) : Result<content::ExampleReport>(base::fail(text.error()));
    if (!report) {
      ++faults;
      std::cerr << file.string() << ": " << report.error().code << ": " << report.error().detail << "\n";
      continue;
    }
    for (const std::string& line : report->lines) std::cout << line << "\n";
    differences += report->differences;
  }
  return differences + faults == 0 ? 0 : 1;
}

// What each variant of each template asks, for its author to read.
void printDraws(const std::vector<content::Item>& items) {
  for (const content::Item& item : items) {
    if (item.variants == 1) continue;
    const auto variants = content::variantsOf(item);
    if (!variants) continue;  // checkItems() says why
    for (const content::Item& variant : *variants) {
      const auto whole = nlohmann::ordered_json::parse(variant.json);
      const nlohmann::ordered_json line = {{"item", variant.id},
                                           {"variant", variant.variant},
                                           {"drawn", whole.at("drawn")},
                                           {"fr", variant.locales.at("fr").instruction},
                                           {"en", variant.locales.at("en").instruction},
                                           {"feedback", variant.locales.at("fr").feedback},
                                           {"answer", whole.at("answer")}};
      std::cout << line.dump() << "\n";
    }
  }
}

std::size_t simulate(const std::vector<content::Item>& items, const Options& options) {
  std::size_t faults = 0;
  for (const char* language : {"fr", "en"}) {
    for (const bool accessible : {false, true}) {
      tools::RunSettings settings;
      settings.language = language;
      settings.onlyAccessible = accessible;
      settings.candidates = options.simulate;
      settings.seed = options.seed;
      settings.threads = std::max(1U, std::thread::hardware_concurrency());
      const auto outcome = tools::simulateRun(items, settings);
      if (!outcome) {
        ++faults;
        std::cerr << outcome.error().code << ": " << outcome.error().detail << "\n";
        continue;
      }
      std::cout << tools::textOf(*outcome, settings);
      if (outcome->cut == 0) continue;
      ++faults;
      std::cerr << "error: bank: " << outcome->cut << " of " << options.simulate << " tests in \"" << language
                << "\" ran out of questions. Add items in other tubes\n";
    }
  }
  return faults;
}

int run(const Options& options) {
  if (options.check) return printExamples(options);
  Loaded loaded;
  for (const auto& file : options.files) read(file, loaded);
  if (!options.signedFolder.empty()) {
    auto items = readSigned(options);
    if (items) {
      std::move(items->begin(), items->end(), std::back_inserter(loaded.items));
    } else {
      ++loaded.faults;
      std::cerr << items.error().code << ": " << items.error().detail << "\n";
    }
  }
  if (!options.item.empty()) {
    std::erase_if(loaded.items, [&](const content::Item& item) { return item.id != options.item; });
    if (loaded.items.empty()) {
      std::cerr << "item-unknown: no file has the item " << options.item << "\n";
      return 1;
    }
  }
  if (options.draws) printDraws(loaded.items);
  auto findings = tools::checkItems(loaded.items);
  const auto coverage = tools::checkCoverage(loaded.items, options.coverage);
  findings.insert(findings.end(), coverage.begin(), coverage.end());
  for (const tools::Finding& finding : findings) std::cerr << tools::lineOf(finding) << "\n";
  std::cout << tools::inventoryOf(loaded.items);
  std::size_t faults = loaded.faults + tools::errorsIn(findings);
  if (options.simulate > 0) faults += simulate(loaded.items, options);
  std::cout << loaded.items.size() << " items, " << faults << " errors, " << findings.size() - tools::errorsIn(findings)
            << " warnings\n";
  return faults == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Checks items and banks: format, examples, keys, readability, duplicates, translations, templates, coverage.");
  app.set_version_flag("--version", std::string("bank-check ") + VIGIE_VERSION);
  app.add_option("files", options.files, "Banks or single items (JSON); together they are one bank");
  app.add_option("--item", options.item, "Only this item");
  app.add_flag("--check", options.check, "Only judge the examples: one line of JSON each; exit 1 on a difference");
  app.add_flag("--draws", options.draws, "Also print every variant of every template, one line of JSON each");
  app.add_option("--coverage", options.coverage, "Ask for so many certifiable items per competence and level 1 to 7");
  app.add_option("--simulate", options.simulate, "Let so many candidates sit the test, in each language")
      ->check(CLI::Range(1U, 1'000'000U));
  app.add_option("--seed", options.seed, "Of the simulation; 1 by default");
  auto* folder = app.add_option("--signed", options.signedFolder, "A folder with bank.cal and bank.items");
  auto* bankKey = app.add_option("--bank-key", options.bankKey, "The public key (PEM) that signed them");
  auto* contentKey = app.add_option("--content-key", options.contentKey, "The content key that opens bank.items");
  folder->needs(bankKey)->needs(contentKey);
  try {
    app.parse(argc, argv);
    if (options.files.empty() && options.signedFolder.empty()) throw CLI::RequiredError("FILE or --signed");
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  return run(options);
}
