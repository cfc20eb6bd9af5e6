// The desk of the real program, on three kinds of thread: common/link's I/O thread only fills a queue; the model's
// thread owns the Workplace, signs and writes files; Qt's main thread shows what it was given last. Outlooks are handed
// over whole, the newest one only: a window that is busy misses intermediate pictures, never the last one.
// Thread: Qt's main one (construction, all calls, all callbacks).
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "common/base/Clock.hpp"
#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"
#include "common/link/Renewal.hpp"
#include "proctor-console/ui/Desk.hpp"

namespace vigie::console_app {

class ThreadedDesk final : public window::Desk {
 public:
  ThreadedDesk(const link::Machine& machine, std::shared_ptr<link::TlsContext> context,
               std::shared_ptr<const crypto::Signer> signer, console::StandingBook book, const base::Clock& clock,
               console::DeskSettings settings);
  ~ThreadedDesk() override;  // sends what is owed, then ends the link and the threads

  const console::Outlook& outlook() const override { return *shown_; }
  void look(const base::SessionId& session) override;
  void regard(const std::optional<base::CandidateRef>& candidate) override;
  void give(console::Order order, console::Settled settled) override;
  void onChange(std::function<void()> listener) override { listener_ = std::move(listener); }

 private:
  using Errand = std::function<void(console::Workplace&)>;

  link::LinkEvents linkEvents();
  void post(Errand errand);
  void work(const std::stop_token& stop);
  void send();
  void hand();        // to Qt's thread: the outlook as it is now
  void takeHanded();  // on Qt's thread

  link::Machine machine_;
  const base::Clock& clock_;

  // Qt's thread
  QObject here_;  // what is queued for Qt's thread dies with it
  std::shared_ptr<const console::Outlook> shown_;
  std::function<void()> listener_;

  // shared, under the mutex
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Errand> errands_;
  std::shared_ptr<const console::Outlook> handed_;

  // the model's thread
  console::Workplace workplace_;
  link::Renewal renewal_{machine_, [this](const base::Error& error) { workplace_.notice(error); }};
  std::optional<link::LinkId> link_;
  bool isSpoken_ = false;  // something came on this link: the centre took our certificate

  link::IoThreads threads_;
  link::Client client_;
  std::jthread model_;  // last: it uses everything above
};

}  // namespace vigie::console_app
