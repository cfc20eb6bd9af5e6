// Runs a function in a child process that a test may kill. Only from a single-threaded test.
#pragma once

#include <sys/types.h>

#include <functional>

namespace vigie::journal {

// The exit status of `work` run in a child, or -signal.
int runInChild(const std::function<int()>& work);

// A child that is killed (SIGKILL) and reaped at the latest when this ends.
class Child {
 public:
  explicit Child(const std::function<int()>& work);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill();
  int wait();  // exit status, or -signal

 private:
  pid_t pid_;
};

}  // namespace vigie::journal
