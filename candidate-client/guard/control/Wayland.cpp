#include "candidate-client/guard/control/Wayland.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "common/base/Bytes.hpp"
#include "common/base/Descriptor.hpp"

namespace vigie::control {
namespace {

namespace fs = std::filesystem;
using base::Descriptor;

constexpr int kPatienceMs = 500;
constexpr std::uint32_t kDisplay = 1, kRegistry = 2, kCallback = 3;  // objects of our connection
constexpr std::size_t kHead = 8;

base::Result<Descriptor> connectTo(const fs::path& socket) {
  Descriptor out(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = socket.string();
  if (path.size() >= sizeof address.sun_path) return base::fail("no-screen", "the path " + path + " is too long");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (!out || ::connect(out.get(), general, sizeof address) != 0) {
    return base::fail(errno == EAGAIN ? "screen-silent" : "no-screen",
                      "the Wayland screen " + path + " does not let the guard in: " + std::strerror(errno));
  }
  return out;
}

void appendWord(base::Bytes& out, std::uint32_t word) {
  for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(word >> shift));
}

std::uint32_t wordAt(base::ByteView bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (unsigned i = 0; i < 4; ++i) out |= static_cast<std::uint32_t>(bytes[at + i]) << (8 * i);
  return out;
}

// wl_display.sync (0) or get_registry (1): each has one argument, the new object.
void appendRequest(base::Bytes& out, std::uint32_t opcode, std::uint32_t object) {
  constexpr std::uint32_t kSize = 12;
  appendWord(out, kDisplay);
  appendWord(out, kSize << 16U | opcode);
  appendWord(out, object);
}

// Takes whole messages off `bytes`; true when the answer to sync was among them. wl_registry.global (0): name, a
// counted text with its zero, version.
bool takeMessages(base::Bytes& bytes, std::vector<std::string>& interfaces) {
  bool done = false;
  std::size_t at = 0;
  while (bytes.size() - at >= kHead) {
    const base::ByteView rest = base::ByteView(bytes).subspan(at);
    const std::uint32_t object = wordAt(rest, 0);
    const std::uint32_t opcode = wordAt(rest, 4) & 0xffff;
    const std::size_t size = wordAt(rest, 4) >> 16U;
    if (size < kHead || rest.size() < size) break;
    if (object == kCallback) done = true;
    if (object == kRegistry && opcode == 0 && size >= kHead + 12) {
      const std::size_t length = wordAt(rest, kHead + 4);
      if (length > 0 && kHead + 8 + length <= size) {
        interfaces.push_back(base::toString(rest.subspan(kHead + 8, length - 1)));
      }
    }
    at += size;
  }
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  return done;
}

std::int32_t peerOf(int socket) {
  ucred who{};
  socklen_t size = sizeof who;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 ? who.pid : 0;
}

bool isConnectionOf(int socket, const fs::path& path) {
  sockaddr_un name{};
  socklen_t size = sizeof name;
  sockaddr_un other{};
  socklen_t otherSize = sizeof other;
  return ::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &size) == 0 && name.sun_family == AF_UNIX &&
         path == name.sun_path && ::getpeername(socket, reinterpret_cast<sockaddr*>(&other), &otherSize) == 0;
}

std::vector<int> socketsOf(std::int32_t pid) {
  const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
  std::vector<int> out;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (fs::read_symlink(entry.path(), none).string().starts_with("socket:")) {
      out.push_back(std::atoi(entry.path().filename().c_str()));
    }
  }
  return out;
}

}  // namespace

base::Result<std::vector<std::string>> offeredInterfaces(const fs::path& socket) {
  const auto link = connectTo(socket);
  if (!link) return base::fail(link.error());
  base::Bytes asked;
  appendRequest(asked, 1, kRegistry);
  appendRequest(asked, 0, kCallback);
  const base::Error silent{"screen-silent", "the Wayland screen does not say what it offers"};
  if (::send(link->get(), asked.data(), asked.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(asked.size())) {
    return base::fail(silent);
  }
  std::vector<std::string> out;
  base::Bytes waiting;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (std::chrono::steady_clock::now() < deadline) {
    pollfd wait{link->get(), POLLIN, 0};
    if (::poll(&wait, 1, kPatienceMs) != 1) break;
    std::array<std::uint8_t, 4096> buffer;
    const ssize_t got = ::recv(link->get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) break;
    base::append(waiting, base::ByteView(buffer).first(static_cast<std::size_t>(got)));
    if (takeMessages(waiting, out)) return out;
  }
  return base::fail(silent);
}

base::Result<std::vector<std::int32_t>> screenPeers(const fs::path& socket) {
  const auto link = connectTo(socket);
  if (!link) return base::fail(link.error());
  const std::int32_t compositor = peerOf(link->get());
  const Descriptor handle(static_cast<int>(syscall(SYS_pidfd_open, compositor, 0)));
  if (!handle) return base::fail("no-screen", "the Wayland screen's program is not on this machine");
  std::vector<std::int32_t> out;
  bool looked = false;
  for (const int number : socketsOf(compositor)) {
    const Descriptor copy(static_cast<int>(syscall(SYS_pidfd_getfd, handle.get(), number, 0)));
    looked = looked || copy;
    if (!copy || !isConnectionOf(copy.get(), socket)) continue;
    const std::int32_t pid = peerOf(copy.get());
    if (pid > 0 && pid != ::getpid() && std::ranges::find(out, pid) == out.end()) out.push_back(pid);
  }
  if (!looked) return base::fail("no-screen", "the guard may not see who is connected to the Wayland screen");
  return out;
}

}  // namespace vigie::control
