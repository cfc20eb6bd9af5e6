#include "candidate-client/guard/Engine.hpp"

#include <algorithm>
#include <ranges>

namespace vigie::guard {
namespace {

std::string nameOf(const Step& step) {
  return step.kind + " " + step.target;
}

bool tookItAlong(const Place& place, const Value& now) {
  return place.lasting() == Lasting::whileThere && !now;
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string out;
  for (const std::string& one : sentences) out += (out.empty() ? "" : "; ") + one;
  return out;
}

}  // namespace

Engine::Engine(std::filesystem::path journal, const Places& places, Watch watch)
    : file_(std::move(journal)), places_(places), watch_(std::move(watch)), journal_(file_) {}

Recovery Engine::recover(const std::string& bootId) {
  Recovery out;
  auto content = journal_.read();
  if (!content) return {Recovery::State::unclear, {}, 0, {content.error().detail}};
  if (!*content) return out;
  const UndoContent& read = **content;
  out.info = read.info;
  if (const auto resumed = journal_.resume(read); !resumed) {
    return {Recovery::State::unclear, read.info, 0, {resumed.error().detail}};
  }
  entries_ = read.entries;
  damage_ = read.damage;
  lockBoot_ = read.info ? read.info->bootId : bootId;
  const bool complete = read.locked && !read.unlocking && read.damage.empty();
  if (complete && lockBoot_ == bootId) {
    locked_ = true;
    out.state = Recovery::State::stillLocked;
    return out;
  }
  const auto given = [](const UndoEntry& entry) { return entry.restored; };
  const auto before = std::ranges::count_if(entries_, given);
  out.trouble = giveBack(bootId);
  out.restored = static_cast<std::size_t>(std::ranges::count_if(entries_, given) - before);
  out.trouble.insert(out.trouble.begin(), read.damage.begin(), read.damage.end());
  out.state = out.trouble.empty() ? Recovery::State::restored : Recovery::State::unclear;
  if (!out.trouble.empty()) return out;
  entries_.clear();
  if (const auto finished = journal_.finish(); !finished) {
    out.state = Recovery::State::unclear;
    out.trouble.push_back(finished.error().detail);
  }
  passed("finished");
  return out;
}

base::Result<void> Engine::lock(const LockInfo& info, const std::vector<Step>& steps) {
  if (locked_ || !entries_.empty()) {
    return base::fail("already-locked", "this seat is locked, or an earlier lock is not given back: unlock it first");
  }
  for (const Step& step : steps) {
    if (places_.find(step.kind) == nullptr) {
      return base::fail("no-such-place", "this guard cannot change a " + nameOf(step));
    }
  }
  if (auto begun = journal_.begin(info); !begun) return begun;
  lockBoot_ = info.bootId;
  passed("begun");
  base::Result<void> done;
  for (const Step& step : steps) {
    done = change(step);
    if (!done) break;
  }
  if (done) done = journal_.appendLocked();
  passed("locked");
  if (done) {
    locked_ = true;
    return done;
  }
  const auto undone = unlock();
  if (!undone) return base::fail(undone.error().code, done.error().detail + ". And: " + undone.error().detail);
  return done;
}

base::Result<void> Engine::change(const Step& step) {
  Place& place = *places_.find(step.kind);
  auto old = place.read(step.target);
  if (!old) return base::failAt(nameOf(step), old.error());
  const auto number = journal_.append(step, *old);
  if (!number) return base::fail(number.error());
  entries_.push_back({*number, step, std::move(*old), false});
  passed("noted");
  if (entries_.back().old == step.wanted) return {};
  if (const auto written = place.write(step.target, step.wanted); !written) {
    return base::failAt(nameOf(step), written.error());
  }
  passed("changed");
  const auto now = place.read(step.target);
  if (!now) return base::failAt(nameOf(step), now.error());
  if (*now != step.wanted) {
    return base::fail("change-failed", nameOf(step) + ": the system took the new value and gives another one");
  }
  return {};
}

base::Result<void> Engine::unlock() {
  if (entries_.empty() && !std::filesystem::exists(file_)) {
    locked_ = false;
    return {};
  }
  // Without the note a start would take a half opened seat for a locked one. If it cannot be written, opening goes on
  // all the same, and a start that sees no note puts the lock back on: never an open seat that says it is locked.
  const auto noted = journal_.appendUnlocking();
  passed("unlocking");
  auto trouble = giveBack(lockBoot_);
  if (!noted) trouble.push_back(noted.error().detail);
  trouble.insert(trouble.begin(), damage_.begin(), damage_.end());
  locked_ = false;
  if (!trouble.empty()) {
    return base::fail("undo-incomplete", "not all that was changed could be given back: " + joined(trouble));
  }
  entries_.clear();
  auto finished = journal_.finish();
  passed("finished");
  return finished;
}

std::vector<std::string> Engine::giveBack(const std::string& bootId) {
  std::vector<std::string> trouble;
  for (UndoEntry& entry : std::views::reverse(entries_)) {
    if (entry.restored) continue;
    if (const auto done = giveBackOne(entry, bootId); !done) trouble.push_back(done.error().detail);
  }
  return trouble;
}

base::Result<void> Engine::giveBackOne(UndoEntry& entry, const std::string& bootId) {
  Place* place = places_.find(entry.step.kind);
  if (place == nullptr) return base::fail("no-such-place", nameOf(entry.step) + ": this guard cannot give it back");
  const bool gone = place->lasting() != Lasting::acrossBoots && lockBoot_ != bootId;
  if (!gone) {
    auto now = place->read(entry.step.target);
    if (!now) return base::failAt(nameOf(entry.step), now.error());
    if (*now != entry.old && !tookItAlong(*place, *now)) {
      if (const auto written = place->write(entry.step.target, entry.old); !written) {
        return base::failAt(nameOf(entry.step), written.error());
      }
      passed("given-back");
      now = place->read(entry.step.target);
      if (!now) return base::failAt(nameOf(entry.step), now.error());
      if (*now != entry.old) {
        return base::fail("change-failed",
                          nameOf(entry.step) + ": the system took the old value and gives another one");
      }
    }
  }
  if (auto noted = journal_.appendRestored(entry.number); !noted) return noted;
  entry.restored = true;
  passed("noted-back");
  return {};
}

base::Result<void> Engine::giveUpDamage() {
  if (locked_ || !std::filesystem::exists(file_)) {
    return base::fail("not-damaged", "there is no damaged undo journal to give up");
  }
  std::error_code error;
  std::filesystem::rename(file_, file_.string() + ".damaged", error);
  if (error) return base::fail("undo-unwritable", "cannot set " + file_.string() + " aside: " + error.message());
  entries_.clear();
  damage_.clear();
  return {};
}

std::vector<Drift> Engine::enforce() {
  std::vector<Drift> drifts;
  if (!locked_) return drifts;
  for (const UndoEntry& entry : entries_) {
    Place* place = places_.find(entry.step.kind);
    if (place == nullptr) continue;
    const auto now = place->read(entry.step.target);
    if (!now) {
      drifts.push_back({entry.step, {}, now.error().detail});
      continue;
    }
    if (*now == entry.step.wanted || tookItAlong(*place, *now)) continue;
    const auto written = place->write(entry.step.target, entry.step.wanted);
    drifts.push_back({entry.step, *now, written ? std::string() : written.error().detail});
  }
  return drifts;
}

}  // namespace vigie::guard
