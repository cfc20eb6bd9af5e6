#include "proctor-console/cli/Password.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "common/base/File.hpp"
#include "proctor-console/model/StaffKey.hpp"

namespace vigie::cli {
namespace {

constexpr std::size_t kLongestPassword = 1024;

class Terminal {
 public:
  Terminal() : fd_(::open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    isQuiet_ = fd_ >= 0 && ::tcgetattr(fd_, &before_) == 0;
    if (!isQuiet_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    isQuiet_ = ::tcsetattr(fd_, TCSAFLUSH, &quiet) == 0;
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    if (isQuiet_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) ::close(fd_);
  }

  bool isQuiet() const { return isQuiet_; }

  bool write(std::string_view text) const {
    return ::write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }

  base::Bytes readLine() const {
    std::array<std::uint8_t, kLongestPassword> line{};
    const ssize_t got = ::read(fd_, line.data(), line.size());
    base::Bytes out(line.begin(), line.begin() + std::max<ssize_t>(got, 0));
    explicit_bzero(line.data(), line.size());
    return out;
  }

 private:
  int fd_;
  termios before_{};
  bool isQuiet_ = false;
};

base::SecretBytes firstLine(base::Bytes text) {
  const auto end =
      std::find_if(text.begin(), text.end(), [](std::uint8_t byte) { return byte == '\n' || byte == '\r'; });
  base::SecretBytes line(base::Bytes(text.begin(), end));
  explicit_bzero(text.data(), text.size());
  return line;
}

bool isSame(const base::SecretBytes& left, const base::SecretBytes& right) {
  return base::equalConstantTime(left.reveal(), right.reveal());
}

}  // namespace

base::Result<base::SecretBytes> askAtTerminal(const std::string& prompt) {
  const Terminal terminal;
  if (!terminal.isQuiet() || !terminal.write(prompt)) {
    return base::fail("password-needed", "there is no terminal to ask for the password; name a password_file");
  }
  base::SecretBytes password = firstLine(terminal.readLine());
  terminal.write("\n");
  return password;
}

base::Result<base::SecretBytes> passwordOf(const Configuration& configuration, const PasswordPrompt& prompt,
                                           const Text& text, Asking asking) {
  if (configuration.passwordFile) {
    auto content = base::readFile(*configuration.passwordFile, kLongestPassword);
    if (!content) return base::failAt("password_file", content.error());
    base::SecretBytes password = firstLine(std::move(*content));
    if (!password.empty()) return password;
    return base::fail("password-wrong", configuration.passwordFile->string() + ": its first line is empty");
  }
  auto password = prompt(text({"Mot de passe : ", "Password: "}));
  if (!password) return password;
  if (password->empty()) return base::fail("password-wrong", "no password was typed");
  if (asking == Asking::twice) {
    const auto again = prompt(text({"Encore une fois : ", "Once more: "}));
    if (!again) return again;
    if (!isSame(*password, *again)) return base::fail("password-wrong", "the two passwords differ");
  }
  return password;
}

base::Result<crypto::PrivateKey> loadStaffKey(const Configuration& configuration, const PasswordPrompt& prompt,
                                              const Text& text) {
  std::error_code error;
  if (!std::filesystem::exists(configuration.staffKey, error)) {
    return base::fail("file-missing", "staff_key: " + configuration.staffKey.string() + " is not there");
  }
  const auto password = passwordOf(configuration, prompt, text, Asking::once);
  if (!password) return base::fail(password.error());
  return console::openStaffKey(configuration.staffKey, *password);
}

}  // namespace vigie::cli
