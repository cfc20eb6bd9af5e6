// Counts what a test allocates while it runs: nothing.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <new>

#include "common/scoring/Ability.hpp"
#include "common/scoring/Draw.hpp"
#include "common/scoring/PixTest.hpp"
#include "common/scoring/Selection.hpp"

namespace {
thread_local std::size_t allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace vigie::scoring {
namespace {

TEST(Engine, AllocatesNothingBetweenTwoQuestions) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < 300; ++i) {
    items.push_back({.difficulty = -3 + 0.02 * i, .competence = i % 16, .tube = i % 80, .skill = i});
  }
  const Bank bank = Bank::make(items).value();
  const TestRules rules;
  const std::array<std::uint8_t, 8> seed{};
  std::array<ItemIndex, 32> asked{};
  AbilityEstimate estimate(rules);

  const std::size_t before = allocations;
  for (std::uint32_t k = 0; k < asked.size(); ++k) {
    const Choice choice = chooseNext(bank, rules, std::span(asked).first(k), {}, estimate.ability());
    asked[k] = pick(choice.candidates(), rules.pickPercent, draw(seed, k + 1)).item;
    // Contradicting sharp answers reach the logarithms too.
    estimate.answer({.discrimination = 80, .difficulty = k % 2 == 0 ? -8.0 : 8.0},
                    k % 2 == 0 ? Outcome::failed : Outcome::succeeded);
  }
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(estimate.everFlags().logDomain);
}

TEST(PixTest, AllocatesNothingAfterItsConstruction) {
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < 300; ++i) {
    items.push_back({.difficulty = -3 + 0.02 * i, .competence = i % 16, .tube = i % 80, .skill = i});
  }
  const Bank bank = Bank::make(items).value();
  const PixIndex index(bank, {});
  std::vector<PixTest> room(3, PixTest(index));
  for (PixTest& test : room) test.restart();
  std::array<PixTest::Step, 3> steps;

  const std::size_t before = allocations;
  for (int repeat = 0; repeat < 2; ++repeat) {
    for (PixTest& test : room) test.restart();
    for (std::uint32_t k = 0; k < 32; ++k) {
      for (std::size_t c = 0; c < room.size(); ++c) {
        const Choice choice = room[c].next();
        steps[c] = {&room[c], pick(choice.candidates(), 51, 0.1 * static_cast<double>(c)).item,
                    (k + c) % 3 == 0 ? Outcome::failed : Outcome::succeeded};
      }
      if (repeat == 0) {
        PixTest::answerTogether(steps);
      } else {
        for (const auto& [test, item, outcome] : steps) test->answer(item, outcome);
      }
    }
  }
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(room[0].answered().size(), 32U);
}

}  // namespace
}  // namespace vigie::scoring
