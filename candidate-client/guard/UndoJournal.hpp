// What has to be given back, on disk before it is taken away. A text file of lines, each
//   <64 hex digits: SHA-256 of the rest of the line> <canonical JSON>\n
// so that a damaged line costs itself and no other. Lines, "n" counting them from 0:
//   {"boot":…,"format":"vigie-undo/1","n":0,"order":7,"policy":text}     the lock began
//   {"control":…,"kind":…,"n":1,"new":base64|null,"old":base64|null,"target":…}  about to be changed
//   {"did":"locked","n":9}         every change is made
//   {"did":"unlocking","n":10}     giving back began
//   {"did":"restored","n":11,"entry":1}
// Every line is synced before append returns. A last line without its end is a change that was never begun. No file:
// nothing to give back. Ownership: value; one at a time per file. Thread: one.
// Errors: "undo-unwritable", "undo-unreadable".
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "candidate-client/guard/Place.hpp"
#include "candidate-client/guard/Policy.hpp"

namespace vigie::guard {

struct LockInfo {
  std::uint64_t order = 0;
  std::string bootId;
  std::string policyText;  // canonical

  friend bool operator==(const LockInfo&, const LockInfo&) = default;
};

// One change of the system.
struct Step {
  ControlId control{};
  std::string kind;  // of the Place
  std::string target;
  Value wanted;

  friend bool operator==(const Step&, const Step&) = default;
};

struct UndoEntry {
  std::uint64_t number = 0;
  Step step;
  Value old;
  bool restored = false;
};

// What a file says. `damage`: one sentence for each line that cannot be believed.
struct UndoContent {
  std::optional<LockInfo> info;
  std::vector<UndoEntry> entries;  // as they were made
  bool locked = false;             // every change was made
  bool unlocking = false;
  std::vector<std::string> damage;
  std::size_t soundBytes = 0;    // without a torn last line
  std::uint64_t next = 0;        // number of the next line
  std::size_t damageBefore = 0;  // while reading: how much damage was known at the last sound line
};

class UndoJournal {
 public:
  explicit UndoJournal(std::filesystem::path file) : file_(std::move(file)) {}
  UndoJournal(UndoJournal&& other) noexcept;
  UndoJournal& operator=(UndoJournal&&) = delete;
  ~UndoJournal();

  // Nothing when there is no file.
  base::Result<std::optional<UndoContent>> read() const;

  base::Result<void> begin(const LockInfo& info);                          // precondition: no file
  base::Result<void> resume(const UndoContent& content);                   // cuts a torn line; then append goes on
  base::Result<std::uint64_t> append(const Step& step, const Value& old);  // the entry's number
  base::Result<void> appendLocked();
  base::Result<void> appendUnlocking();
  base::Result<void> appendRestored(std::uint64_t entry);
  base::Result<void> finish();  // all is given back: the file goes

 private:
  base::Result<void> appendLine(const std::string& json);
  base::Result<void> takeBack();
  base::Result<void> open(int flags);

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::uint64_t next_ = 0;
  off_t size_ = 0;  // of the sound lines
};

UndoContent parseUndo(std::string_view text);

}  // namespace vigie::guard
