// What speech-dispatcher is told: a service of the test's own answers in its protocol (SSIP).
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "candidate-client/voice/Voice.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::voice {
namespace {

class SpeechService {
 public:
  explicit SpeechService(const std::string& path) : listener_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ~SpeechService() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  // Waits until everything of this was said, in this order.
  bool heard(const std::string& what) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return said_.find(what) != std::string::npos; });
  }

 private:
  void serve() {
    const int peer = accept(listener_, nullptr, nullptr);
    if (peer < 0) return;
    std::string line;
    bool text = false;
    for (char c = 0; read(peer, &c, 1) == 1;) {
      if (c != '\n') {
        line += c;
        continue;
      }
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (text && line != ".") {
        const std::lock_guard lock(mutex_);
        said_ += line + "\n";
      } else {
        answer(peer, line, text);
      }
      line.clear();
      changed_.notify_all();
    }
    close(peer);
  }

  void answer(int peer, const std::string& line, bool& text) {
    std::string reply = "200 OK\r\n";
    if (line == "speak" || line == "SPEAK") {
      text = true;
      reply = "230 OK RECEIVING DATA\r\n";
    } else if (line == ".") {
      text = false;
      reply = "225-1\r\n225 OK MESSAGE QUEUED\r\n";
    } else {
      const std::lock_guard lock(mutex_);
      said_ += line + "\n";
    }
    EXPECT_EQ(write(peer, reply.data(), reply.size()), static_cast<ssize_t>(reply.size()));
  }

  int listener_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string said_;
  std::thread thread_;
};

TEST(Voice, ReadsATextInItsLanguage) {
  const support::TemporaryFolder folder;
  const std::string path = (folder.path() / "speech.sock").string();
  SpeechService service(path);
  setenv("SPEECHD_ADDRESS", ("unix_socket:" + path).c_str(), 1);
  EXPECT_TRUE(isInstalled());
  {
    Voice voice;
    voice.say("Quelle barre est la plus haute ?", "fr");
    EXPECT_TRUE(service.heard("LANGUAGE fr\n"));
    EXPECT_TRUE(service.heard("Quelle barre est la plus haute ?\n"));
    voice.say("", "fr");
    EXPECT_TRUE(service.heard("CANCEL SELF"));
  }
  unsetenv("SPEECHD_ADDRESS");
}

}  // namespace
}  // namespace vigie::voice
