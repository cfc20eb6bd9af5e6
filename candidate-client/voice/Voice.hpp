// Reads texts aloud through speech-dispatcher, the desktop's own speech service (a local socket, started when needed).
// Without it there is no voice, and nobody waits for one: everything is done on a thread of its own. A new text ends
// the one before. Thread: any. Ownership: joins its thread.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace vigie::voice {

// Whether this workstation has the service (SPEECHD_ADDRESS, or the program).
bool isInstalled();

class Voice {
 public:
  Voice();
  ~Voice();
  Voice(const Voice&) = delete;
  Voice& operator=(const Voice&) = delete;

  // `language`: "fr", "en". An empty text only ends the one before.
  void say(std::string text, std::string language);

 private:
  struct Wish {
    std::string text, language;
  };

  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Wish> wish_;  // the newest one alone matters
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace vigie::voice
