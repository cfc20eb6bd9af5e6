#include "candidate-client/guard/app/Ask.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "common/jcs/Jcs.hpp"

namespace vigie::station {
namespace {

std::unexpected<base::Error> noGuard(const std::filesystem::path& socket, const std::string& why) {
  return base::fail("no-guard", "no guard answers at " + socket.string() + ": " + why +
                                    ". This workstation is not locked by a guard, or its guard has stopped");
}

base::Result<std::string> converse(const std::filesystem::path& path, const std::string& line) {
  const base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  if (text.size() >= sizeof address.sun_path) return noGuard(path, "the path is too long for a socket");
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  const timeval patience{10, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const auto* general = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket.get(), general, sizeof address) != 0) return noGuard(path, std::strerror(errno));
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) return noGuard(path, std::strerror(errno));
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
  std::string out;
  std::array<char, 65536> buffer;
  while (!out.ends_with('\n')) {
    const ssize_t got = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (got <= 0) return noGuard(path, got == 0 ? "it hung up" : std::strerror(errno));
    out.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return out;
}

}  // namespace

base::Result<nlohmann::json> ask(const std::filesystem::path& socket, const nlohmann::json& question) {
  const auto line = converse(socket, question.dump() + '\n');
  if (!line) return base::fail(line.error());
  auto json = jcs::parse(*line);
  if (!json) return base::fail(json.error());
  if (!json->value("ok", false)) return base::fail(jcs::textMember(*json, "code"), jcs::textMember(*json, "detail"));
  return json;
}

}  // namespace vigie::station
