#include "candidate-client/guard/control/ProcessControl.hpp"

#include <fcntl.h>
#include <sys/epoll.h>

#include <algorithm>

#include "candidate-client/guard/control/MountPlace.hpp"
#include "candidate-client/guard/control/Processes.hpp"
#include "candidate-client/guard/control/TaskLimit.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"

namespace vigie::control {
namespace {

using guard::Severity;
using guard::Sighting;

constexpr std::string_view kStarted = "started";

std::string folderOf(std::int32_t pid) {
  return "/proc/" + std::to_string(pid);
}

constexpr std::size_t kMostHelpers = 64;
constexpr std::size_t kMostTold = 64;

// An accommodation is opened program by program. What one of them starts besides is refused as for everybody; that it
// tries is its nature (Orca 43 asks a shell for the name of each program), not the candidate's.
void excuse(Sighting& seen) {
  seen.reason = "helper-refused";
  seen.severity = Severity::notice;
  seen.seen += ". A program of the candidate's accommodation asked for it";
  seen.mayDo = "nothing during the exam; if the accommodation does not work, its list lacks this program";
}

std::string explain(Verdict verdict) {
  switch (verdict) {
    case Verdict::copied:
      return "a copy of an allowed program, in another file";
    case Verdict::changed:
      return "an allowed program whose content was changed";
    case Verdict::loader:
      return "a loader or an interpreter by itself, which can run any file";
    case Verdict::allowed:
    case Verdict::unknown:
      break;
  }
  return "a program that the policy does not know";
}

bool isWatched(const std::string& folder, const std::vector<std::string>& watched) {
  struct stat about{};
  if (::stat(folder.c_str(), &about) != 0) return false;
  return std::ranges::any_of(watched, [&](const std::string& one) {
    struct stat other{};
    return ::stat(one.c_str(), &other) == 0 && other.st_dev == about.st_dev;
  });
}

}  // namespace

ProcessControl::ProcessControl(ProcessScope scope, std::optional<ProcConnector> connector)
    : scope_(std::move(scope)), connector_(std::move(connector)), wait_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!connector_) return;
  epoll_event event{};
  event.events = EPOLLIN;
  ::epoll_ctl(wait_.get(), EPOLL_CTL_ADD, connector_->descriptor(), &event);
}

ProcessControl::~ProcessControl() = default;

guard::Ability ProcessControl::ability() {
  const auto gate = ExecGate::open(std::make_shared<AllowList>(), {}, ExecGate::Kind::refusing);
  const bool watched = !scope_.watched.empty();
  guard::Ability out{gate.has_value() && watched, connector_.has_value(), {}};
  if (!gate) out.why = gate.error().detail;
  if (!watched) out.why = "the configuration names no file system to watch";
  if (!scope_.cgroup.empty() && !taskFolder(scope_.cgroup)) {
    out.why +=
        (out.why.empty() ? "" : "; ") + std::string("the kernel does not count the processes of the control group");
  }
  if (!connector_) out.why += (out.why.empty() ? "" : "; ") + std::string("the kernel does not tell started programs");
  return out;
}

base::Result<std::vector<guard::Step>> ProcessControl::steps(const guard::Policy&, guard::Mode mode) {
  std::vector<guard::Step> out;
  if (mode == guard::Mode::report) return out;
  for (const std::string& folder : scope_.writable) {
    // The kernel looks at noexec before it asks the gate: where the gate judges, it refuses and tells; elsewhere noexec
    // refuses in silence.
    const auto* flags = isWatched(folder, scope_.watched) ? "nosuid nodev" : "noexec nosuid nodev";
    out.push_back({id(), std::string(MountPlace::kKind), folder, base::toBytes(flags)});
  }
  if (const auto tasks = taskFolder(scope_.cgroup)) {
    out.push_back({id(), std::string(ControlGroupPlace::kKind), (*tasks / "pids.max").string(),
                   base::toBytes(std::to_string(kMostTasks) + "\n")});
  }
  return out;
}

base::Result<void> ProcessControl::start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) {
  report_ = report;
  mode_ = mode;
  allowed_ = std::make_shared<AllowList>(AllowList::resolve(policy.allowed, policy.accommodation));
  for (const std::string& problem : allowed_->problems()) {
    report_({id(),
             "allowed-program-differs",
             problem,
             Severity::warning,
             "This seat is not as its policy expects: " + problem,
             "compare the version of this workstation's packages with the others",
             {}});
  }
  told_.clear();
  if (mode == guard::Mode::on && allowed_->size() == 0) {
    return base::fail("processes-none-allowed",
                      "the policy switches the process control on and none of its programs is on this seat: not even "
                      "the client could start");
  }
  auto gate = ExecGate::open(allowed_, scope_.watched,
                             mode == guard::Mode::on ? ExecGate::Kind::refusing : ExecGate::Kind::watching);
  if (!gate && mode == guard::Mode::on) return base::fail(gate.error());
  if (gate) {
    gate_ = std::move(*gate);
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(wait_.get(), EPOLL_CTL_ADD, gate_->descriptor(), &event);
  }
  if (connector_) (void)connector_->read();
  tasks_ = taskFolder(scope_.cgroup);
  if (tasks_) refusedTasks_ = refusedTasks(*tasks_);
  lookAtAll();
  return {};
}

// The kernel counts what it refuses; a second is soon enough, nothing came of it.
void ProcessControl::tick() {
  if (mode_ == guard::Mode::off || !tasks_) return;
  const std::uint64_t now = refusedTasks(*tasks_);
  if (now > refusedTasks_) {
    report_({id(),
             "too-many-started",
             "tasks",
             Severity::serious,
             "The programs of this seat tried to be more than " + std::to_string(kMostTasks) +
                 " processes and threads; those above were refused",
             "look at the screen: a program may be starting itself without end",
             {{"refused", std::to_string(now - refusedTasks_)}}});
  }
  refusedTasks_ = now;
}

void ProcessControl::stop() {
  gate_.reset();  // closing its descriptor takes it out of wait_
  mode_ = guard::Mode::off;
}

void ProcessControl::ready() {
  if (gate_) {
    for (const Refusal& refusal : gate_->refusals()) tell(refusal);
  }
  if (!connector_) return;
  const auto told = connector_->read();
  if (mode_ == guard::Mode::off) return;
  for (const std::int32_t pid : told.started) lookAt(pid, kStarted);
  if (told.lost) lookAtAll();
}

// Not for kernel threads, which have no program, nor for what is gone already.
void ProcessControl::lookAtAll() {
  if (scope_.cgroup.empty()) return;
  for (const std::int32_t pid : runningProcesses()) lookAt(pid, "running");
}

bool ProcessControl::inScope(std::int32_t pid) const {
  if (scope_.cgroup.empty()) return true;
  const auto groups = base::readTextFile(folderOf(pid) + "/cgroup");
  if (!groups) return false;
  for (const std::string& line : base::split(*groups, '\n')) {
    const auto words = base::split(line, ':');
    if (words.size() == 3 && (words[2] == scope_.cgroup || words[2].starts_with(scope_.cgroup + "/"))) return true;
  }
  return false;
}

void ProcessControl::lookAt(std::int32_t pid, std::string_view when) {
  if (!inScope(pid)) return;
  const auto program = programOf(pid, *allowed_, cache_);
  if (!program) return;
  const Verdict verdict = program->verdict;
  const std::string misled = verdict == Verdict::allowed ? misleadingVariable(pid) : std::string();
  if (verdict == Verdict::allowed && misled.empty()) return;
  if (misled.empty() && isTold(pid, program->path)) return;
  // It came past the gate: from a file system of its own making, from memory, or as the loader. Only within our own
  // control group; what ran before the lock is somebody's to look at.
  const bool end = mode_ == guard::Mode::on && !scope_.cgroup.empty() && when == kStarted;
  const bool helper = isHelper(pid);
  if (end && helper) this->end(pid);
  if (end && !helper) endProcess(pid);
  guard::Sighting seen{id(),
                       end ? "program-ended" : "program-not-allowed",
                       program->path,
                       Severity::serious,
                       "On this seat there was " + explain(verdict) + (end ? "; it was ended" : ""),
                       "look at the screen and ask the candidate",
                       {{"path", program->path},
                        {"sha256", base::toHex(program->digest)},
                        {"pid", std::to_string(pid)},
                        {"when", std::string(when)}}};
  if (!misled.empty()) {
    seen.reason = "program-misled";
    seen.seen = "An allowed program was started with a variable that loads foreign code into it" +
                std::string(end ? "; it was ended" : "");
    seen.facts.emplace_back("variable", misled);
  }
  if (helper && misled.empty()) excuse(seen);
  report_(seen);
}

bool ProcessControl::isAssistive(std::int32_t pid) {
  const auto program = programOf(pid, *allowed_, cache_);
  return program && program->verdict == Verdict::allowed && program->openedBy == OpenedBy::accommodation;
}

bool ProcessControl::isHelper(std::int32_t pid) {
  const auto known = [&](std::int32_t one) { return std::ranges::find(helpers_, one) != helpers_.end(); };
  const std::int32_t parent = parentOf(pid);
  return known(pid) || (parent > 1 && (known(parent) || isAssistive(parent)));
}

// Stopped first: what it has started meanwhile is still its own then.
void ProcessControl::end(std::int32_t pid) {
  stopProcess(pid);
  for (const std::int32_t child : childrenOf(pid)) end(child);
  endProcess(pid);
  if (helpers_.size() >= kMostHelpers) helpers_.erase(helpers_.begin());
  helpers_.push_back(pid);
}

// What a watching gate saw the kernel tells, too, when it still runs then; either may come first.
bool ProcessControl::isTold(std::int32_t pid, const std::string& path) {
  if (mode_ != guard::Mode::report) return false;
  std::pair one(pid, path);
  if (std::ranges::find(told_, one) != told_.end()) return true;
  if (told_.size() >= kMostTold) told_.erase(told_.begin());
  told_.push_back(std::move(one));
  return false;
}

void ProcessControl::tell(const Refusal& refusal) {
  const bool refused = mode_ == guard::Mode::on;
  // The gate sees the whole file system, and whoever was only watched may have ended: its parent says whose it was.
  if (!refused && !inScope(refusal.pid) && !inScope(refusal.parent)) return;
  if (!refused && isTold(refusal.pid, refusal.path)) return;
  Sighting seen{
      id(),
      refused ? "program-refused" : "program-not-allowed",
      refusal.path,
      Severity::serious,
      refused ? "Somebody tried to start " + explain(refusal.verdict) + ". It did not start"
              : "On this seat there was " + explain(refusal.verdict),
      "look at the screen and ask the candidate",
      {{"path", refusal.path}, {"sha256", base::toHex(refusal.digest)}, {"pid", std::to_string(refusal.pid)}}};
  // One that was there before the gate is asked about now.
  if (refusal.assistive || isAssistive(refusal.pid) || isAssistive(refusal.parent)) excuse(seen);
  report_(seen);
}

}  // namespace vigie::control
