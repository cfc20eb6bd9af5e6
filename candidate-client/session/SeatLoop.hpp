// A sitting that lives: its own thread, the link to the centre and the clock. Everything that happens to the sitting
// (frames, the clock, what the person does) is an event in one queue, handled in order by that thread.
// Thread: any, for every function; onView and onRefused are called on the loop's thread and must not wait.
// Ownership: it has its own copy of the machine, whose certificate it renews.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "candidate-client/session/Notebook.hpp"
#include "candidate-client/session/Sitting.hpp"
#include "common/link/CentreDates.hpp"
#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"
#include "common/link/Renewal.hpp"

namespace vigie::session {

// Who works beside the sitting, on the loop's thread: the camera. This library knows no pictures.
class Companion {
 public:
  virtual ~Companion() = default;
  virtual void receiveControl(const protocol::Message& message) = 0;  // after the sitting has had it
  virtual void tick(CameraChoice choice) = 0;                         // ten times a second
};

// What a companion may use; all of it outlives the companion.
struct Workplace {
  const Sitting& sitting;
  link::IoThreads& threads;
  const link::Machine& machine;
  std::function<void(std::function<void()>)> post;  // into the loop's thread
  std::function<void(protocol::Message)> sendOnControl;
};

struct SeatEvents {
  // The view is another one, or its time left another whole second. With the notes of whoever sits here.
  std::function<void(const View&, const Notes&)> onView;
  std::function<void(const base::Error&)> onRefused;  // what the person's last action met, before it was sent
  std::function<void(const base::Error&)> onTrouble;  // for who keeps the workstation; the sitting goes on. May be empty
  std::function<std::unique_ptr<Companion>(Workplace)> makeCompanion;  // may be empty
};

class SeatLoop final : private Outputs {
 public:
  SeatLoop(link::Machine machine, Keep keep, Notebook notebook, std::string program, SeatEvents events);
  ~SeatLoop() override;

  base::Result<void> start();  // once. Errors: those of TlsContext

  void typeCode(std::string code);
  void confirmIdentity();
  void begin();
  void answer(content::Answer answer);
  void report(std::string category, std::string comment);
  void leave();
  void choose(CameraChoice choice);
  void note(Draft draft);  // written at most once a second

 private:
  using Event = std::function<void()>;
  using Act = std::function<base::Result<void>(Sitting&, base::Moment)>;

  void post(Event event);
  void act(Act act);
  void run(const std::stop_token& stop);
  void connect(std::shared_ptr<const link::TlsContext> context);
  void afterEvents();
  void writeNotes();

  void send(protocol::Message message) override;
  void acknowledged(const base::CandidateRef&, std::uint32_t, const crypto::Digest&) override {}
  void changed() override { changed_ = true; }

  link::Machine machine_;
  SeatEvents events_;
  base::SystemClock clock_;
  Keep keep_;
  Notebook notebook_;
  Sitting sitting_;
  link::IoThreads io_{1};
  std::unique_ptr<link::Client> client_;
  std::unique_ptr<Companion> companion_;
  link::CentreDates dates_;
  link::Renewal renewal_;

  // The loop's thread.
  std::optional<link::LinkId> link_;
  bool changed_ = true;
  std::int64_t shownSecond_ = -1;
  std::optional<base::CandidateRef> noted_;  // whom notes_ belong to
  Notes notes_;
  bool unwritten_ = false;
  std::chrono::steady_clock::time_point writtenAt_;

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Event> queue_;
  std::jthread thread_;
};

}  // namespace vigie::session
