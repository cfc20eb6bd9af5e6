// The journal in one SQLite file: WAL, synchronous=FULL, one STRICT table. Each row also keeps a checksum of its blob,
// so that rot is named by stream and sequence (it proves nothing against a forger: the chain's heads do).
// A second process that opens the same file for writing is refused. Thread: one at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "common/journal/Store.hpp"

namespace vigie::journal {

class Reserve;

enum class Access {
  readWrite,  // a missing or empty file becomes a new journal
  existing,   // the same, but a missing or empty file is refused: a centre that has run never restarts on nothing
  readOnly    // never creates, migrates or locks; a journal on a read-only disk too
};

struct SqliteOptions {
  Access access = Access::readWrite;
  Reserve* reserve = nullptr;  // not owned; released at the first "disk full", then the commit is retried
  std::function<void()> onReserveReleased = {};  // the alarm; called on the committing thread, once per release
  std::string vfs = {};                          // SQLite VFS name, empty = the system's; a seam for fault tests
};

class SqliteStore final : public Store {
 public:
  // Errors: "journal-missing", "journal-in-use" (another process writes it), "journal-foreign" (another program's
  // database), "journal-newer" (made by a newer program), "journal-older" (read only, but wants migrating),
  // "journal-damaged", "journal-io".
  static base::Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file, SqliteOptions options = {});
  ~SqliteStore() override;

  base::Result<void> commit(std::span<const Entry> entries) override;
  base::Result<void> read(const StreamId& stream, std::uint64_t fromSequence, const Visitor& visitor) override;
  base::Result<std::vector<StreamEnd>> streams() override;
  base::Result<void> erasePrivate(const StreamId& stream, std::span<const std::uint64_t> sequences) override;

  // SQLite's own check of the whole file; "journal-damaged" with its first finding.
  base::Result<void> checkFile();

  // A consistent copy while the store is in use; the target must not exist. Durable on return.
  base::Result<void> backup(const std::filesystem::path& target);

 private:
  class Connection;
  explicit SqliteStore(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace vigie::journal
