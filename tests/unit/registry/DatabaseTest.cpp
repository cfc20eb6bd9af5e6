#include "certs/registry/Database.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include "certs/registry/Store.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::registry {
namespace {

class DatabaseTest : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "registry.sqlite"; }
  Database open() { return support::must(Database::open(file())); }

  support::TemporaryFolder folder_;
};

TEST_F(DatabaseTest, IsDurableAtEachCommit) {
  Database database = open();
  EXPECT_EQ(database.handle().execAndGet("PRAGMA journal_mode").getString(), "wal");
  EXPECT_EQ(database.handle().execAndGet("PRAGMA synchronous").getInt(), 2);  // FULL
  EXPECT_EQ(database.handle().execAndGet("PRAGMA foreign_keys").getInt(), 1);
  EXPECT_EQ(database.handle().execAndGet("PRAGMA user_version").getInt(), 1);
}

TEST_F(DatabaseTest, KeepsWhatWasCommittedAndNothingElse) {
  {
    Database database = open();
    Store store(database);
    support::must(database.transact([&] { return store.addEntry(0, "kept"); }));
    const auto refused = database.transact([&]() -> base::Result<void> {
      support::must(store.addEntry(1, "undone"));
      return base::fail("changed-my-mind", "no");
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "changed-my-mind");
  }
  Database database = open();
  EXPECT_EQ(support::must(Store(database).entries()), 1U);
}

TEST_F(DatabaseTest, UndoesAFailedAttemptAlone) {
  Database database = open();
  Store store(database);
  support::must(database.transact([&]() -> base::Result<void> {
    support::must(store.addEntry(0, "first"));
    const auto failed = database.attempt([&]() -> base::Result<void> {
      support::must(store.addEntry(1, "second"));
      return store.addEntry(1, "the same number");
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "database");
    return store.addEntry(1, "another second");
  }));
  const auto entries = support::must(store.entriesFrom(0, 10));
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(base::textOf(entries[1]), "another second");
}

TEST_F(DatabaseTest, RefusesANewerFile) {
  open().handle().exec("PRAGMA user_version = 2");
  const auto opened = Database::open(file());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "database-newer");
}

TEST_F(DatabaseTest, RefusesAnotherProgramsFile) {
  SQLite::Database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE theirs (x)");
  const auto opened = Database::open(file());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "database-foreign");
}

TEST_F(DatabaseTest, RefusesACodeOfNoTicket) {
  Database database = open();
  Store store(database);
  const auto added = database.transact([&] { return store.addCode("P-234678234", "T-none", "0042", 7); });
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, "database");
}

}  // namespace
}  // namespace vigie::registry
