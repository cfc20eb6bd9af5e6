#include "candidate-client/guard/app/Supervisor.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>

namespace vigie::station {
namespace {

constexpr int kSoonestMs = 50;
constexpr int kLatestMs = 5000;

sigset_t watchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&signals, one);
  return signals;
}

pid_t begin(const Supervision& supervision) {
  const pid_t parent = getpid();
  if (supervision.prepare) supervision.prepare();
  const pid_t child = fork();
  if (child != 0) {
    if (supervision.began) supervision.began();
    return child;
  }
  // A worker whose supervisor was killed goes too: what it watched over is then started by the system's own.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  std::_Exit(supervision.work());
}

std::string howOf(int status) {
  if (WIFSTOPPED(status)) return "stopped by signal " + std::to_string(WSTOPSIG(status));
  if (WIFSIGNALED(status)) return "ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with status " + std::to_string(WEXITSTATUS(status));
}

// The next of the watched signals, or none after `waitMs`.
int nextSignal(int waitMs) {
  const sigset_t signals = watchedSignals();
  const timespec patience{waitMs / 1000, (waitMs % 1000) * 1'000'000L};
  return waitMs < 0 ? sigwaitinfo(&signals, nullptr) : sigtimedwait(&signals, nullptr, &patience);
}

}  // namespace

int supervise(const Supervision& supervision) {
  const sigset_t signals = watchedSignals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  pid_t worker = begin(supervision);
  bool ending = false;
  int delayMs = kSoonestMs;
  for (;;) {
    int status = 0;
    const pid_t changed = waitpid(worker, &status, WNOHANG | WUNTRACED);
    if (changed == worker && WIFSTOPPED(status)) {
      kill(worker, SIGCONT);
      supervision.saw(Mishap::stopped, howOf(status));
      continue;
    }
    if (changed == worker) {
      const bool final =
          WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == supervision.finalStatus);
      if (ending || final) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      supervision.saw(Mishap::died, howOf(status));
      const int during = nextSignal(delayMs);  // a worker that dies at once does not spin a core
      if (during == SIGTERM || during == SIGINT) return 0;
      delayMs = std::min(kLatestMs, delayMs * 2);
      worker = begin(supervision);
      continue;
    }
    const int signal = nextSignal(-1);
    if (signal == SIGTERM || signal == SIGINT) {
      ending = true;
      kill(worker, SIGTERM);
      kill(worker, SIGCONT);
    }
  }
}

}  // namespace vigie::station
