// The program dies (as by kill -9) at each step of a commit; the next start finishes what was committed and nothing
// else.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "certs/registry/LogWriter.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::must;
using support::RegistryRoom;

constexpr int kDied = 9;

struct Case {
  Step step;
  std::size_t kept;  // of two entries in one change
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << "step " << static_cast<int>(one.step);
}

class Crash : public testing::TestWithParam<Case> {};

// In a child of its own: what a dying process does not write must really be missing.
int dieAt(const RegistryRoom& room, Step step) {
  const pid_t child = ::fork();
  if (child == 0) {
    LogSettings settings = room.logSettings();
    bool armed = false;  // opening takes the same steps
    settings.atStep = [&](Step now) {
      if (armed && now == step) ::_exit(kDied);
    };
    const auto writer = LogWriter::open(settings);
    if (!writer) ::_exit(2);
    armed = true;
    const auto added = (*writer)->append([](Store& store, Draft& draft) -> base::Result<void> {
      if (auto first = draft.add(store, "first"); !first) return first;
      return draft.add(store, "second");
    });
    ::_exit(added ? 0 : 3);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_P(Crash, LosesAndDoublesNothing) {
  RegistryRoom room;
  const auto before = room.publishedEntries();
  room.close();
  ASSERT_EQ(dieAt(room, GetParam().step), kDied);
  room.open();
  auto expected = before;
  if (GetParam().kept == 2) expected.insert(expected.end(), {"first", "second"});
  EXPECT_EQ(room.publishedEntries(), expected);
  must(room.writer->append([](Store& store, Draft& draft) { return draft.add(store, "after"); }));
  expected.emplace_back("after");
  EXPECT_EQ(room.publishedEntries(), expected);
}

TEST_P(Crash, IsFinishedByAnotherProgramsNextWriteToo) {
  RegistryRoom room;
  const auto before = room.publishedEntries();
  ASSERT_EQ(dieAt(room, GetParam().step), kDied);
  must(room.writer->append([](Store& store, Draft& draft) { return draft.add(store, "after"); }));
  auto expected = before;
  if (GetParam().kept == 2) expected.insert(expected.end(), {"first", "second"});
  expected.emplace_back("after");
  EXPECT_EQ(room.publishedEntries(), expected);
}

INSTANTIATE_TEST_SUITE_P(EachStep, Crash,
                         testing::Values(Case{Step::locked, 0}, Case{Step::committed, 2}, Case{Step::tilesWritten, 2},
                                         Case{Step::checkpointRecorded, 2}, Case{Step::checkpointPublished, 2}));

}  // namespace
}  // namespace vigie::registry
