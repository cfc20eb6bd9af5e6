// One conversation with the centre, as calls that wait: a blocking facade over link::Client and console::StaffDesk.
// It connects again by itself while a call waits, repeats what was not answered, keeps the link alive, and countersigns
// the checkpoints it is shown. Thread: the creator's; callbacks of the link only fill a queue.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "common/base/Clock.hpp"
#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"
#include "common/link/Renewal.hpp"
#include "proctor-console/model/Room.hpp"
#include "proctor-console/model/StaffDesk.hpp"

namespace vigie::cli {

struct ConnectionSettings {
  std::string program;
  std::filesystem::path folder;
  std::chrono::seconds timeout{20};  // of each call
};

// Errors of all calls, beside the centre's refusals: "unreachable" (no link within the timeout), "timeout" (no answer),
// "centre-not-trusted" (somebody else answers there), "not-admitted" (our certificate is refused), "message-malformed".
class Connection {
 public:
  Connection(const link::Machine& machine, std::shared_ptr<link::TlsContext> context,
             std::shared_ptr<const crypto::Signer> signer, console::StandingBook book, const base::Clock& clock,
             ConnectionSettings settings);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  base::Result<protocol::message::Reply> ask(protocol::message::Query query);
  base::Result<console::CommandSettled> order(console::Order order);  // a refusal is the error

  // Watches a session until `isReached` says so of its room. Error "wait-timeout".
  base::Result<void> watch(const base::SessionId& session, std::chrono::milliseconds timeout,
                           const std::function<bool(const console::Room&)>& isReached);

  const link::Machine& machine() const { return machine_; }
  const base::Clock& clock() const { return clock_; }
  console::StandingBook& book() { return desk_.book(); }

  // What happened beside the answers, for the caller to tell.
  const std::optional<console::Fork>& fork() const { return fork_; }
  const std::vector<base::Error>& notices() const { return notices_; }

  void close();  // sends what is owed, then ends the link; once

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Arrival {
    std::optional<link::LinkId> opened;
    std::optional<link::LinkId> ended;
    std::optional<link::Frame> frame;
    base::Error reason;  // of an end or of a refused connection
  };

  link::LinkEvents linkEvents();
  void arrive(Arrival arrival);
  std::optional<Arrival> next(Time deadline);
  base::Result<void> step(Time deadline);  // handles one arrival, or sends a heartbeat
  void handle(const Arrival& arrival);
  void handleFrame(const link::Frame& frame);
  void handleEvent(console::Event event);
  void flush();
  base::Result<void> waitFor(const std::function<bool()>& isSettled, Time deadline);
  base::Error timeoutError() const;

  link::Machine machine_;
  link::Renewal renewal_{machine_, [this](const base::Error& error) { notices_.push_back(error); }};
  const base::Clock& clock_;
  ConnectionSettings settings_;
  console::StaffDesk desk_;

  std::optional<link::LinkId> link_;
  bool welcomed_ = false;  // on this link
  bool rejoined_ = false;  // welcomed since watch() last looked
  Time nextBeat_{};
  std::optional<base::Error> fatal_;
  base::Error lastReason_;
  std::optional<console::CommandSettled> command_;
  std::optional<console::QuerySettled> query_;
  std::vector<protocol::message::Reply> changes_;
  std::optional<console::Fork> fork_;
  std::vector<base::Error> notices_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Arrival> arrivals_;

  link::IoThreads threads_;
  link::Client client_;  // last: its callbacks use everything above
};

}  // namespace vigie::cli
