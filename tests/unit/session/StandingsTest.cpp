#include "candidate-client/session/Standings.hpp"

#include <gtest/gtest.h>

namespace vigie::session {
namespace {

using News = Standings::News;

Standing standing(const char* stream, char epoch, std::uint64_t position, char head) {
  Standing out;
  out.set_stream(stream);
  out.set_epoch(std::string(16, epoch));
  out.set_position(position);
  out.set_head(std::string(32, head));
  return out;
}

// 0 nothing, 1 newer, 2 other epoch, 3 fork
int outcome(const std::variant<News, Fork>& seen) {
  const auto* news = std::get_if<News>(&seen);
  return news == nullptr ? 3 : static_cast<int>(*news);
}

TEST(Standings, FollowAPastThatOnlyGrows) {
  struct Step {
    const char* name;
    Standing shown;
    int expected;
  };
  const Step kSteps[] = {
      {"an empty one", Standing(), 0},
      {"the first", standing("s", 'a', 5, 'h'), 1},
      {"the same again", standing("s", 'a', 5, 'h'), 0},
      {"a larger position", standing("s", 'a', 9, 'i'), 1},
      {"another stream", standing("t", 'a', 2, 'j'), 1},
      {"a smaller position", standing("s", 'a', 8, 'i'), 3},
      {"another head", standing("s", 'a', 9, 'x'), 3},
      {"the known one after a fork", standing("s", 'a', 9, 'i'), 0},
      {"a restored backup", standing("s", 'b', 4, 'k'), 2},
      {"its growth", standing("s", 'b', 5, 'l'), 1},
      {"an epoch that was left", standing("s", 'a', 10, 'm'), 3},
      {"the other stream's growth", standing("t", 'a', 3, 'n'), 1},
  };
  Standings standings;
  for (const Step& step : kSteps) EXPECT_EQ(outcome(standings.observe(step.shown)), step.expected) << step.name;
  EXPECT_EQ(standings.newestOf("s")->position(), 5U);
  EXPECT_EQ(standings.newestOf("t")->position(), 3U);
  EXPECT_EQ(standings.newestOf("u"), nullptr);
}

TEST(Standings, RememberLeftEpochsOverARestart) {
  Standings before;
  before.observe(standing("s", 'a', 5, 'h'));
  before.observe(standing("s", 'b', 2, 'i'));
  stored::Contents contents;
  before.write(contents);
  Standings after = Standings::read(contents);
  EXPECT_EQ(outcome(after.observe(standing("s", 'b', 2, 'i'))), 0);
  EXPECT_EQ(outcome(after.observe(standing("s", 'a', 9, 'j'))), 3);
}

}  // namespace
}  // namespace vigie::session
