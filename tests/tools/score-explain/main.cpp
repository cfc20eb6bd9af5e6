// score-explain: why each question of a test was asked, from its record alone.
// Exit status: 0 every asked question is the engine's; 3 one is not; 1 the input cannot be used, saying why; 64 wrong
// usage.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "common/base/File.hpp"
#include "common/content/ExplanationJson.hpp"
#include "common/scoring/Arithmetic.hpp"
#include "common/scoring/ExplanationText.hpp"
#include "tests/tools/score-explain/Record.hpp"

namespace {

using vigie::base::Result;

struct Options {
  std::filesystem::path bank;
  std::filesystem::path bankKey;
  std::filesystem::path test;
  std::filesystem::path record;
  std::string language = "en";
  bool json = false;
};

void print(const vigie::scoring::Explanation& explanation, const vigie::tools::StudyBank& bank,
           const vigie::tools::TestRecord& record, const std::string& language) {
  const bool isFrench = language == "fr";
  const vigie::scoring::BankNames names{bank.ids, bank.competences};
  const auto words = [&](const auto& question) {
    return vigie::scoring::explainInWords(
        question, bank.bank, names,
        isFrench ? vigie::scoring::TextLanguage::french : vigie::scoring::TextLanguage::english);
  };
  std::cout << (isFrench ? "Graine du tirage : " : "Draw seed: ") << vigie::base::toHex(record.seatSeed()) << "\n\n";
  for (const auto& question : explanation.questions) std::cout << words(question) << '\n';
  if (explanation.next) std::cout << words(*explanation.next) << '\n';
  if (explanation.agrees()) {
    std::cout << (isFrench ? "Chaque question posée est celle du moteur.\n" : "Every question is the engine's.\n");
  } else {
    std::cout << (isFrench ? "Des questions ne sont PAS celles du moteur.\n"
                           : "Some questions are NOT the engine's.\n");
  }
}

Result<bool> explain(const Options& options) {
  const auto bank = vigie::tools::readStudyBank(options.bank, options.bankKey);
  if (!bank) return vigie::base::fail(bank.error());
  const auto test = vigie::tools::readTestDefinition(options.test);
  if (!test) return vigie::base::fail(test.error());
  const auto text = vigie::base::readTextFile(options.record);
  if (!text) return vigie::base::fail(text.error());
  const auto record = vigie::tools::readTestRecord(*text, *bank);
  if (!record) return vigie::base::failAt(options.record.string(), record.error());
  const auto explanation = vigie::tools::explainRecord(*test, *bank, *record);
  if (!explanation) return vigie::base::failAt(options.record.string(), explanation.error());
  if (options.json) {
    std::cout << vigie::content::explanationJson(*explanation, bank->name, {bank->ids, bank->competences},
                                                 record->seatSeed());
  } else {
    print(*explanation, *bank, *record, options.language);
  }
  return explanation->agrees();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Prints, for every question of a test: the state before, what each rule left, the information values, "
      "the draw, and what was asked. Recomputed with the shared engine from the record alone.");
  app.set_version_flag("--version",
                       "score-explain " VIGIE_VERSION " (" + std::string(vigie::scoring::kArithmeticName) + ")");
  app.add_option("--bank", options.bank, "The bank: bank.cal, an author's items, or vigie-bank-parameters/1")
      ->required();
  app.add_option("--bank-key", options.bankKey, "The bank's public key (PEM), for a bank.cal");
  app.add_option("--test", options.test, "The test definition")->required();
  app.add_option("--record", options.record, "The record of the test: JSON, vigie-test-record/1")->required();
  app.add_option("--language", options.language, "fr or en (default)")->check(CLI::IsMember({"fr", "en"}));
  app.add_flag("--json", options.json, "JSON with exact numbers instead of words");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto agrees = explain(options);
  if (agrees) return *agrees ? 0 : 3;
  std::cerr << "score-explain: " << agrees.error().code << ": " << agrees.error().detail << "\n";
  return 1;
}
