// The X server of one test, without a monitor, with a cookie that strangers lack. Ownership: owns the process.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "candidate-client/guard/control/Screen.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"

namespace vigie::control {

class XServer {
 public:
  enum class Kind {
    plain,     // Xvfb
    displays,  // Xorg with the dummy driver: displays come and go. As nobody: it must reach nothing of the machine's
  };

  XServer(const std::filesystem::path& folder, Kind kind) : folder_(folder), kind_(kind) {
    writeCookie();
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return;
    pid_ = fork();
    if (pid_ == 0) run(pipe[1]);
    ::close(pipe[1]);
    std::string number;
    for (char c = 0; ::read(pipe[0], &c, 1) == 1 && c != '\n';) number += c;
    ::close(pipe[0]);
    if (!number.empty()) display_ = ":" + number;
  }
  ~XServer() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  XServer(const XServer&) = delete;
  XServer& operator=(const XServer&) = delete;

  ScreenAddress address() const { return {display_, cookie()}; }  // no display: it cannot be had here

 private:
  static constexpr uid_t kNobody = 65534;

  std::filesystem::path cookie() const { return folder_ / "cookie"; }

  [[noreturn]] void run(int told) const {
    const std::string number = std::to_string(told);
    std::vector<std::string> words{"Xvfb", "-screen", "0", "640x480x24"};
    if (kind_ == Kind::displays) {
      words = {"/usr/lib/xorg/Xorg", "-config", VIGIE_SOURCE_DIR "/tests/support/dummy-screen.conf", "-logfile",
               folder_ / "log/screen"};
      if (::getuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) _exit(126);
    }
    for (const std::string& one : {std::string("-displayfd"), number, std::string("-auth"), cookie().string(),
                                   std::string("-nolisten"), std::string("tcp")}) {
      words.push_back(one);
    }
    std::vector<char*> texts;
    for (std::string& one : words) texts.push_back(one.data());
    texts.push_back(nullptr);
    const int nothing = ::open("/dev/null", O_WRONLY);
    dup2(nothing, 2);
    execvp(texts[0], texts.data());
    _exit(127);
  }

  // Family 0xffff: for any address and, with an empty number, any screen.
  void writeCookie() const {
    base::Bytes out{0xff, 0xff, 0, 0, 0, 0};
    const auto secret = crypto::randomBytes(16);
    const std::string name = "MIT-MAGIC-COOKIE-1";
    base::appendBigEndian16(out, static_cast<std::uint16_t>(name.size()));
    base::append(out, base::bytesOf(name));
    base::appendBigEndian16(out, static_cast<std::uint16_t>(secret.size()));
    base::append(out, secret);
    support::must(base::writeFileDurably(cookie(), out));
    if (kind_ == Kind::plain) return;
    using std::filesystem::perms;
    std::filesystem::permissions(folder_, perms::owner_all | perms::group_exec | perms::others_exec);
    std::filesystem::permissions(cookie(), perms::owner_all | perms::others_read);
    std::filesystem::create_directory(folder_ / "log");
    std::filesystem::permissions(folder_ / "log", perms::all);
  }

  std::filesystem::path folder_;
  Kind kind_;
  pid_t pid_ = -1;
  std::string display_;
};

}  // namespace vigie::control
