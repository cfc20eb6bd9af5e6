#include "candidate-client/guard/app/Server.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace vigie::station {
namespace {

using base::Descriptor;

constexpr std::size_t kMostPeers = 64;
constexpr std::ptrdiff_t kMostOfOthers = 16;

std::unexpected<base::Error> refused(const Configuration& configuration) {
  return base::fail("socket-refused",
                    "the socket " + configuration.socket.string() + " cannot be opened: " + std::strerror(errno));
}

base::Descriptor everySecond() {
  base::Descriptor timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  const itimerspec second{{1, 0}, {1, 0}};
  ::timerfd_settime(timer.get(), 0, &second, nullptr);
  return timer;
}

base::Descriptor endingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return base::Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
}

}  // namespace

base::Result<std::unique_ptr<Server>> Server::open(const Configuration& configuration, guard::Guard& guard) {
  std::unique_ptr<Server> server(new Server(configuration, guard));
  server->listener_ = base::Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = configuration.socket.string();
  if (path.size() >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return refused(configuration);
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  ::unlink(path.c_str());
  // Everybody may connect; what they may ask is decided by who they are.
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (!server->listener_ || ::bind(server->listener_.get(), general, sizeof address) != 0 ||
      ::listen(server->listener_.get(), 16) != 0) {
    return refused(configuration);
  }
  std::filesystem::permissions(path, std::filesystem::perms(0666));
  server->timer_ = everySecond();
  server->signals_ = endingSignals();
  return server;
}

Server::~Server() {
  if (listener_) ::unlink(configuration_.socket.c_str());
}

void Server::run() {
  while (turn()) {
  }
}

bool Server::turn() {
  std::vector<pollfd> waits{{signals_.get(), POLLIN, 0}, {timer_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
  const std::size_t firstPeer = waits.size();
  for (const Peer& peer : peers_) waits.push_back({peer.socket.get(), POLLIN, 0});
  const std::size_t firstControl = waits.size();
  for (const guard::Control* control : guard_.controls()) waits.push_back({control->descriptor(), POLLIN, 0});
  if (::poll(waits.data(), waits.size(), -1) < 0) return errno == EINTR;
  if (waits[0].revents != 0) return false;

  // Incidents first: an answer then knows of them.
  for (std::size_t i = firstControl; i < waits.size(); ++i) {
    if (waits[i].revents != 0) guard_.controls()[i - firstControl]->ready();
  }
  if (waits[1].revents != 0) tick();
  const std::size_t known = firstControl - firstPeer;
  for (std::size_t i = 0; i < known; ++i) {
    if (waits[firstPeer + i].revents != 0) hear(peers_[i]);
  }
  if (waits[2].revents != 0) accept();
  tellWatchers();
  std::erase_if(peers_, [](const Peer& peer) { return peer.gone; });
  return true;
}

void Server::tick() {
  std::uint64_t times = 0;
  [[maybe_unused]] const ssize_t ignored = ::read(timer_.get(), &times, sizeof times);
  guard_.tick();
  for (Peer& peer : peers_) {
    if (!peer.watching && --peer.ticksLeft < 0) peer.gone = true;
  }
}

void Server::accept() {
  base::Descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  ucred who{};
  socklen_t size = sizeof who;
  if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return;
  // A candidate's program that fills the room must not keep an order out.
  const auto ofOthers = std::ranges::count_if(peers_, [](const Peer& peer) { return peer.uid != 0; });
  if (peers_.size() >= kMostPeers || (who.uid != 0 && ofOthers >= kMostOfOthers)) return;
  peers_.push_back({std::move(socket), who.uid, {}, false, false, 5});
}

void Server::hear(Peer& peer) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::recv(peer.socket.get(), buffer.data(), buffer.size(), 0);
  if (got <= 0) {
    peer.gone = got == 0 || (errno != EAGAIN && errno != EINTR);
    return;
  }
  if (peer.watching) return;  // it was asked to listen
  peer.question.append(buffer.data(), static_cast<std::size_t>(got));
  const std::size_t end = peer.question.find('\n');
  if (end == std::string::npos) {
    peer.gone = peer.question.size() > kLargestQuestion;
    return;
  }
  const Answer answered = answer(guard_, configuration_, peer.uid, peer.question.substr(0, end));
  peer.watching = answered.watch;
  peer.gone = !answered.watch;
  say(peer, answered.line);
}

// Never waits: who does not read what it asked for is left.
void Server::say(Peer& peer, const std::string& line) {
  const int room = 1 << 20;
  ::setsockopt(peer.socket.get(), SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
  const ssize_t sent = ::send(peer.socket.get(), line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != static_cast<ssize_t>(line.size())) peer.gone = true;
}

void Server::tellWatchers() {
  if (toldVersion_ == guard_.version()) return;
  toldVersion_ = guard_.version();
  if (std::ranges::none_of(peers_, &Peer::watching)) return;
  const std::string line = statusLine(guard_);
  for (Peer& peer : peers_) {
    if (peer.watching && !peer.gone) say(peer, line);
  }
}

}  // namespace vigie::station
