// Makes the changes of a lock in order and gives them back in reverse, each old value on disk before it goes
// (UndoJournal). Whatever moment the process dies at, recover() ends in one of three known states. A lock that cannot
// be completed is taken back whole. Ownership: refers to Places. Thread: one.
// Errors: "already-locked", "no-such-place", "change-failed", "undo-incomplete", and those of UndoJournal.
#pragma once

#include <functional>

#include "candidate-client/guard/UndoJournal.hpp"

namespace vigie::guard {

// After a start.
struct Recovery {
  enum class State {
    open,         // nothing was left to give back
    restored,     // a lock that was not complete, or of another boot, was given back
    stillLocked,  // complete, and of this boot: a guard that died does not open its seat
    unclear       // part of it could not be given back; `trouble` says what, the journal stays
  };
  State state = State::open;
  std::optional<LockInfo> info;
  std::size_t restored = 0;          // entries given back
  std::vector<std::string> trouble;  // sentences for the person who comes
};

// A value that was no longer as the lock had set it, and is again.
struct Drift {
  Step step;
  Value found;
  std::string problem;  // empty: set right
};

class Engine {
 public:
  // Called before and after each thing that reaches the disk or the system, with its name. For tests that end the
  // process there.
  using Watch = std::function<void(std::string_view point)>;

  Engine(std::filesystem::path journal, const Places& places, Watch watch = {});

  Recovery recover(const std::string& bootId);

  base::Result<void> lock(const LockInfo& info, const std::vector<Step>& steps);
  base::Result<void> unlock();
  // By hand: what is damaged is given up, its journal kept beside as `<journal>.damaged`. Error "not-damaged".
  base::Result<void> giveUpDamage();

  std::vector<Drift> enforce();

  bool locked() const { return locked_; }
  const std::vector<UndoEntry>& entries() const { return entries_; }

 private:
  base::Result<void> change(const Step& step);
  std::vector<std::string> giveBack(const std::string& bootId);
  base::Result<void> giveBackOne(UndoEntry& entry, const std::string& bootId);
  void passed(std::string_view point) const {
    if (watch_) watch_(point);
  }

  std::filesystem::path file_;
  const Places& places_;
  Watch watch_;
  UndoJournal journal_;
  std::vector<UndoEntry> entries_;
  std::vector<std::string> damage_;  // lines of the journal that cannot be believed: it stays until they are given up
  std::string lockBoot_;
  bool locked_ = false;
};

}  // namespace vigie::guard
