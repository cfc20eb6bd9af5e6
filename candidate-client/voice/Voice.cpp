#include "candidate-client/voice/Voice.hpp"

#include <libspeechd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

namespace vigie::voice {
namespace {

struct Close {
  void operator()(SPDConnection* connection) const { spd_close(connection); }
};
using Connection = std::unique_ptr<SPDConnection, Close>;

Connection connect() {
  char* reason = nullptr;
  SPDConnectionAddress* address = spd_get_default_address(&reason);
  std::free(reason);
  if (address == nullptr) return nullptr;
  reason = nullptr;
  Connection connection(spd_open2("candidate-client", "main", nullptr, SPD_MODE_SINGLE, address, 1, &reason));
  std::free(reason);
  SPDConnectionAddress__free(address);
  return connection;
}

}  // namespace

bool isInstalled() {
  std::error_code ignored;
  return std::getenv("SPEECHD_ADDRESS") != nullptr || std::filesystem::exists("/usr/bin/speech-dispatcher", ignored);
}

Voice::Voice() : thread_([this] { run(); }) {}

Voice::~Voice() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Voice::say(std::string text, std::string language) {
  {
    const std::lock_guard lock(mutex_);
    wish_ = Wish{std::move(text), std::move(language)};
  }
  changed_.notify_one();
}

void Voice::run() {
  Connection connection;
  for (;;) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ending_ || wish_; });
    if (ending_) return;
    const Wish wish = std::move(*wish_);
    wish_.reset();
    lock.unlock();
    if (connection) spd_cancel(connection.get());
    if (wish.text.empty()) continue;
    if (!connection) connection = connect();
    if (!connection) continue;
    spd_set_language(connection.get(), wish.language.c_str());
    // A service that was restarted has forgotten us: the next text opens it again.
    if (spd_say(connection.get(), SPD_TEXT, wish.text.c_str()) < 0) connection.reset();
  }
}

}  // namespace vigie::voice
