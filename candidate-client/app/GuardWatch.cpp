#include "candidate-client/app/GuardWatch.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace vigie::candidate {
namespace {

constexpr int kAgainMs = 100;
constexpr int kPatienceMs = 1000;
constexpr std::string_view kQuestion = "{\"ask\":\"watch\"}\n";

}  // namespace

GuardWatch::GuardWatch(std::filesystem::path socket, std::function<void(GuardState)> told)
    : path_(std::move(socket)), told_(std::move(told)) {
  again_.setInterval(kAgainMs);
  patience_.setInterval(kPatienceMs);
  patience_.setSingleShot(true);
  connect(&again_, &QTimer::timeout, this, &GuardWatch::connectAgain);
  connect(&patience_, &QTimer::timeout, this, [this] { told_(GuardState::gone); });
  lost();
  connectAgain();
}

void GuardWatch::connectAgain() {
  base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = path_.string();
  if (path.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket.get(), general, sizeof address) != 0) return;
  if (::send(socket.get(), kQuestion.data(), kQuestion.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(kQuestion.size())) {
    return;
  }
  again_.stop();
  socket_ = std::move(socket);
  readable_ = std::make_unique<QSocketNotifier>(socket_.get(), QSocketNotifier::Read);
  connect(readable_.get(), &QSocketNotifier::activated, this, &GuardWatch::hear);
}

// Its first words say that it is there; a socket whose guard was stopped takes a connection and says nothing.
void GuardWatch::hear() {
  std::array<char, 65536> words;
  const ssize_t got = ::recv(socket_.get(), words.data(), words.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return lost();
  patience_.stop();
  told_(GuardState::there);
}

void GuardWatch::lost() {
  if (readable_) readable_.release()->deleteLater();  // it is calling us
  socket_.reset();
  patience_.start();
  again_.start();
}

}  // namespace vigie::candidate
