// The one thread that owns the centre's state: inputs wait in a queue and are dealt with one after the other; a tick
// comes every second. Thread: post() from any; everything else from the owner.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "center-server/service/CentreService.hpp"

namespace vigie::centre {

class StateThread {
 public:
  // `afterTurn` runs on the state thread after every input (opens and closes the enrolment port).
  StateThread(CentreService& service, std::function<void()> afterTurn) : service_(service), afterTurn_(std::move(afterTurn)) {}
  ~StateThread() { stop(); }

  void start();
  void post(std::function<void(CentreService&)> input);
  void stop();      // deals with what waits, then joins
  void finish();    // after stop(), on the caller's thread: what came since (the writer's last word)

 private:
  void run();

  CentreService& service_;
  std::function<void()> afterTurn_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void(CentreService&)>> inputs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace vigie::centre
