// One simulated seat: the real session library and link, and a person made of a few rules. One thread runs it all; the
// link's callbacks and the clock only put events into its queue.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "candidate-client/camera/Photographer.hpp"
#include "candidate-client/session/Sitting.hpp"
#include "common/link/CentreDates.hpp"
#include "common/link/Renewal.hpp"
#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"
#include "tests/load/seat-simulator/Responses.hpp"

namespace vigie::load {

struct Habits {
  std::string code;               // of the slip; empty: waits until somebody is moved here
  bool resumes = false;           // only goes on with the test that the machine's folder keeps; no code is needed
  unsigned wrongEvery = 0;        // every n-th answer is wrong; 0: none
  std::optional<double> ability;  // instead: right or wrong by the items' curves
  std::uint64_t seed = 1;
  std::chrono::milliseconds pace{0};  // from a question to its answer
  unsigned alertAt = 0;               // reports a problem on the k-th question; 0: never
  std::filesystem::path camera;       // a video or a folder of pictures; empty: no camera is spoken of
  std::optional<std::chrono::milliseconds> pictureEvery;  // none: as often as the centre asks
  std::filesystem::path pictures;                         // "number sha256-of-jpeg" a line, of each picture taken
  std::filesystem::path acknowledged;                     // "reference question sha256" a line; empty: nowhere
  std::filesystem::path shown;  // "reference question item digest-as-shown" a line, once per program and question
};

enum class Finish {
  testEnded,
  nobodyCame,  // stopped while the seat was free
  stopped,     // in the middle: the same command line goes on where it was
};

class Simulator final : public session::Outputs {
 public:
  Simulator(link::Machine machine, session::Keep& keep, Responses responses, Habits habits);
  ~Simulator() override;

  // Until the test has ended or stop() was called. Error "seat-stopped": the seat cannot go on.
  base::Result<Finish> run();
  void stop();  // any thread

  std::string summary() const;  // one JSON line

  void send(protocol::Message message) override;
  void acknowledged(const base::CandidateRef& candidate, std::uint32_t number, const crypto::Digest& answer) override;
  void changed() override {}

 private:
  using Time = std::chrono::steady_clock::time_point;
  void post(std::function<void()> event);
  base::Result<void> connect();
  void photograph();
  void note(const std::filesystem::path& file, const std::string& line);
  void act();
  void answer(const session::View& view);
  void enterCode(const session::View& view);
  Wanted wanted(const session::ShownQuestion& question) const;

  link::Machine machine_;
  const session::Keep& keep_;
  Responses responses_;
  Habits habits_;
  base::SystemClock clock_;
  link::CentreDates dates_;
  link::Renewal renewal_;
  session::Sitting sitting_;
  link::IoThreads io_{1};
  std::unique_ptr<link::Client> client_;
  std::optional<camera::Photographer> photographer_;
  std::optional<link::LinkId> link_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> events_;
  bool stopping_ = false;
  bool done_ = false;
  bool wasSeated_ = false;
  bool alerted_ = false;
  std::string fault_;
  std::string endReason_;
  std::string reference_;
  unsigned links_ = 0;
  std::uint32_t question_ = 0;  // the one being thought about
  Time answerAt_{};
  Time codeAgainAt_{};
  Time leaveAt_{};  // pictures that are still on their way are waited for until then
};

}  // namespace vigie::load
