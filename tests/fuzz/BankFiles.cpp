// An item bank's files: what an author wrote, bank.cal, a test definition. The first byte says which.
#include "Target.hpp"
#include "common/content/Bank.hpp"
#include "common/content/Judge.hpp"
#include "common/content/PublicContent.hpp"
#include "common/content/TestDefinition.hpp"

using namespace vigie;

namespace {

void readItems(base::ByteView bytes) {
  const auto source = content::readItemSource(base::textOf(bytes));
  if (!source) return;
  for (const content::Item& item : source->items) {
    for (const content::Example& example : item.examples) {
      const std::string language = example.locale.value_or("fr");
      static_cast<void>(content::judge(item, language, example.answer));
    }
    fuzz::expect(!content::publicContent(item).empty(), "an item that was read can be shown");
  }
}

void readCalibration(base::ByteView bytes) {
  const auto calibration = content::Calibration::loadByDigest(bytes, crypto::sha256(bytes));
  if (!calibration) return;
  for (const auto& item : calibration->items()) {
    fuzz::expect(calibration->indexOf(item.id).has_value(), "an item is found by its id");
  }
}

void readTest(base::ByteView bytes) {
  const auto test = content::TestDefinition::load(base::textOf(bytes));
  if (test) fuzz::expect(test->durationMs() > 0, "a test has time");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr void (*kReaders[])(base::ByteView) = {readItems, readCalibration, readTest};
  kReaders[data[0] % std::size(kReaders)]({data + 1, size - 1});
  return 0;
}
