// Ends Qt's loop at SIGTERM or SIGINT, which must be blocked in every thread. Needs a QApplication.
#pragma once

#include <csignal>
#include <thread>

namespace vigie::candidate {

void blockSignals();  // before any thread is made

class SignalWaiter {
 public:
  SignalWaiter();
  ~SignalWaiter();
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;

 private:
  sigset_t signals_;
  std::thread thread_;
};

}  // namespace vigie::candidate
