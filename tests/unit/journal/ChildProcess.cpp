#include "tests/unit/journal/ChildProcess.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace vigie::journal {

int runInChild(const std::function<int()>& work) {
  return Child(work).wait();
}

Child::Child(const std::function<int()>& work) : pid_(::fork()) {
  if (pid_ < 0) throw std::runtime_error("cannot start a child process");
  if (pid_ == 0) ::_exit(work());
}

Child::~Child() {
  kill();
  wait();
}

void Child::kill() {
  if (pid_ > 0) ::kill(pid_, SIGKILL);
}

int Child::wait() {
  if (pid_ <= 0) return 0;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace vigie::journal
