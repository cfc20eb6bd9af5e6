// Answers the kernel's question whether a program may be started (fanotify, FAN_OPEN_EXEC_PERM) on marked file systems.
// One thread answers. It starts no program and opens no file by path: the kernel gives it the file, it reads that, and
// a cache by file and change time makes the second time cheap. So it cannot wait for itself under its own marks.
// When the process ends, the kernel lets everything through again; a supervisor starts it anew, and what ran meanwhile
// is found by looking (ProcessControl). A watching gate is only told (FAN_OPEN_EXEC): nobody waits for it. Ownership:
// owns thread and marks. Thread: the owner's; refusals are collected. Errors: "no-exec-gate".
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "candidate-client/guard/control/Programs.hpp"
#include "common/base/Descriptor.hpp"

namespace vigie::control {

struct Refusal {
  std::int32_t pid = 0;
  std::int32_t parent = 0;  // whoever is refused often ends at once: its parent says whose it was
  std::string path;         // as the kernel names the file, for a person only
  Verdict verdict{};
  crypto::Digest digest{};
  bool assistive = false;  // one of the accommodation's programs, or its child: known while the kernel holds it
};

class ExecGate {
 public:
  enum class Kind { refusing, watching };  // what is not allowed is refused, or starts and is told as a refusal is

  // `folders`: one on each file system to watch, all mounts of it are. An empty list only tries whether it works.
  static base::Result<std::unique_ptr<ExecGate>> open(std::shared_ptr<const AllowList> allowed,
                                                      const std::vector<std::string>& folders, Kind kind);
  ~ExecGate();

  int descriptor() const { return woken_.get(); }  // readable when there are refusals
  std::vector<Refusal> refusals();
  std::uint64_t answered() const { return answered_; }

 private:
  ExecGate(base::Descriptor group, std::shared_ptr<const AllowList> allowed, Kind kind);
  void run();
  void answerAll();
  bool decide(int file, std::int32_t pid);
  bool isAssistive(std::int32_t pid) const;

  base::Descriptor group_, woken_, stop_;
  const Kind kind_;
  std::shared_ptr<const AllowList> allowed_;
  HashCache cache_;                                  // the thread's
  std::map<std::int32_t, FileId> loading_;           // the thread's: the file each process must ask for next
  std::map<std::int32_t, std::uint64_t> assistive_;  // the thread's: processes of the accommodation, and their start
  std::mutex mutex_;
  std::vector<Refusal> refusals_;
  std::atomic<std::uint64_t> answered_{0};
  std::jthread thread_;
};

}  // namespace vigie::control
