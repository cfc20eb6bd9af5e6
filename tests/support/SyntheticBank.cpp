#include "tests/support/SyntheticBank.hpp"

#include <stdexcept>

#include "common/base/File.hpp"
#include "common/content/ItemSource.hpp"
#include "common/crypto/Seal.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {
namespace {

SyntheticBank make() {
  const std::string folder = VIGIE_SOURCE_DIR "/deploy/demonstration/";
  const auto source = must(content::readItemSource(must(base::readTextFile(folder + "items.json"))));
  auto authority = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const base::SecretBytes contentKey = crypto::newSealKey();
  const auto files = must(content::makeBank(source, 1, authority, contentKey));
  auto bank = must(content::Bank::load(files.cal, files.items, contentKey, authority.publicKey()));
  const auto testBytes = must(base::readTextFile(folder + "certification.json"));
  return {.files = files,
          .authority = authority,
          .contentKey = contentKey,
          .bank = std::make_shared<const content::Bank>(std::move(bank)),
          .test = must(content::TestDefinition::load(testBytes)),
          .testBytes = testBytes};
}

}  // namespace

const SyntheticBank& syntheticBank() {
  static const SyntheticBank bank = make();
  return bank;
}

exam::record::Answer answerTo(const std::string& item, const std::string& language, Aim aim) {
  const content::Bank& bank = *syntheticBank().bank;
  const auto index = bank.calibration().indexOf(item);
  if (!index) throw std::logic_error("the demonstration bank has no item " + item);
  for (const content::Example& example : bank.items()[*index].examples) {
    if (example.expected != (aim == Aim::right) || (example.locale && *example.locale != language)) continue;
    exam::record::Answer answer;
    for (const std::string& choice : example.answer.selected) answer.add_selected(choice);
    for (const auto& [name, text] : example.answer.fields) {
      exam::record::AnswerField& field = *answer.add_fields();
      field.set_name(name);
      field.set_text(text);
    }
    return answer;
  }
  throw std::logic_error("item " + item + " has no such example in " + language);
}

}  // namespace vigie::support
