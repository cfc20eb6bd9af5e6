#include "candidate-client/app/SignalWaiter.hpp"

#include <QApplication>

namespace vigie::candidate {
namespace {

sigset_t ours() {
  sigset_t awaited;
  sigemptyset(&awaited);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&awaited, signal);
  return awaited;
}

}  // namespace

void blockSignals() {
  const sigset_t awaited = ours();
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
}

SignalWaiter::SignalWaiter() : signals_(ours()) {
  thread_ = std::thread([this] {
    int signal = 0;
    sigwait(&signals_, &signal);
    if (signal == SIGUSR1) return;
    // quit() would ask the window.
    QMetaObject::invokeMethod(qApp, [] { QCoreApplication::exit(0); }, Qt::QueuedConnection);
  });
}

SignalWaiter::~SignalWaiter() {
  pthread_kill(thread_.native_handle(), SIGUSR1);  // our own: the program ends by itself
  thread_.join();
}

}  // namespace vigie::candidate
