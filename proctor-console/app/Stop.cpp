#include "proctor-console/app/Stop.hpp"

#include <unistd.h>

#include <QSocketNotifier>
#include <array>
#include <csignal>

namespace vigie::console_app {
namespace {

std::array<int, 2> pipeEnds{-1, -1};

void onSignal(int) {
  const char byte = 1;
  [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

}  // namespace

Stop::Stop(QCoreApplication& application) {
  if (::pipe(pipeEnds.data()) != 0) return;
  notifier_ = std::make_unique<QSocketNotifier>(pipeEnds[0], QSocketNotifier::Read);
  QObject::connect(notifier_.get(), &QSocketNotifier::activated, &application, [] { QCoreApplication::quit(); });
  std::signal(SIGTERM, onSignal);
  std::signal(SIGINT, onSignal);
}

Stop::~Stop() {
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  notifier_.reset();
  for (int& end : pipeEnds) {
    if (end >= 0) ::close(end);
    end = -1;
  }
}

}  // namespace vigie::console_app
