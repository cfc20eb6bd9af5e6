// L6: programs by content. Enforcing: nothing unlisted starts on the watched file systems (ExecGate); folders the
// candidate can write to are mounted nosuid and nodev, and on other file systems noexec. Reporting, the same gate only
// watches. Both ways, as a second look: every start told by the kernel (ProcConnector) within `cgroup`, judged by
// content, and for variables that load foreign code (LD_PRELOAD); what came past the gate is ended when enforcing.
// `cgroup` may have kMostTasks processes and threads. Thread: the guard's main one.
#pragma once

#include <memory>
#include <optional>

#include "candidate-client/guard/Control.hpp"
#include "candidate-client/guard/control/ExecGate.hpp"
#include "candidate-client/guard/control/ProcConnector.hpp"

namespace vigie::control {

// The client, a screen reader, its voice and their buses are about 150.
inline constexpr std::uint64_t kMostTasks = 512;

struct ProcessScope {
  std::vector<std::string> watched;   // a folder on each file system whose programs are judged
  std::vector<std::string> writable;  // folders the candidate can write to
  std::string cgroup;                 // path as in /proc/<pid>/cgroup, "" = every process
};

class ProcessControl final : public guard::Control {
 public:
  // `connector`: opened in the machine's namespaces; may be nothing.
  ProcessControl(ProcessScope scope, std::optional<ProcConnector> connector);
  ~ProcessControl() override;

  guard::ControlId id() const override { return guard::ControlId::processes; }
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy& policy, guard::Mode mode) override;
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override;
  int descriptor() const override { return wait_.get(); }
  void ready() override;
  void tick() override;

 private:
  void lookAt(std::int32_t pid, std::string_view when);
  void lookAtAll();
  bool inScope(std::int32_t pid) const;
  void tell(const Refusal& refusal);
  bool isAssistive(std::int32_t pid);
  bool isHelper(std::int32_t pid);
  bool isTold(std::int32_t pid, const std::string& path);
  void end(std::int32_t pid);

  ProcessScope scope_;
  std::optional<ProcConnector> connector_;
  base::Descriptor wait_;  // epoll over gate and connector
  std::shared_ptr<const AllowList> allowed_;
  std::unique_ptr<ExecGate> gate_;
  HashCache cache_;
  std::optional<std::filesystem::path> tasks_;  // where the kernel counts them
  std::uint64_t refusedTasks_ = 0;
  std::vector<std::int32_t> helpers_;                       // ended newest, of an accommodation's programs
  std::vector<std::pair<std::int32_t, std::string>> told_;  // newest, when only watching
  guard::Report report_;
  guard::Mode mode_ = guard::Mode::off;
};

}  // namespace vigie::control
