// SIGTERM and SIGINT end the program cleanly: a byte through a pipe that Qt's loop reads. One at a time.
// Thread: Qt's main one.
#pragma once

#include <QCoreApplication>
#include <memory>

class QSocketNotifier;

namespace vigie::console_app {

class Stop {
 public:
  explicit Stop(QCoreApplication& application);
  ~Stop();
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

 private:
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace vigie::console_app
