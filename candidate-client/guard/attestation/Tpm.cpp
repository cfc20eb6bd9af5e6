#include "candidate-client/guard/attestation/Tpm.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iomanip>
#include <sstream>

#include "common/base/Descriptor.hpp"

namespace vigie::attestation {
namespace {

constexpr std::uint16_t kNoSessions = 0x8001, kSessions = 0x8002;
constexpr std::uint32_t kReadPublic = 0x173, kCertify = 0x148, kQuote = 0x158, kPassword = 0x40000009;
constexpr std::uint16_t kNullScheme = 0x0010, kSha256 = 0x000b;
constexpr std::size_t kHeader = 10, kLargest = 4096;
constexpr int kPatienceMs = 5000;

std::unexpected<base::Error> noTpm(const TpmPlace& place, const std::string& why) {
  return base::fail("no-tpm", "no TPM answers at " + place.device.string() + ": " + why);
}

std::string hexCode(std::uint32_t code) {
  std::ostringstream out;
  out << "0x" << std::hex << std::setw(3) << std::setfill('0') << code;
  return out.str();
}

void appendCounted(base::Bytes& out, base::ByteView bytes) {
  base::appendBigEndian16(out, static_cast<std::uint16_t>(bytes.size()));
  base::append(out, bytes);
}

class Connection {
 public:
  static base::Result<Connection> open(const TpmPlace& place) {
    struct stat about{};
    if (::stat(place.device.c_str(), &about) != 0) return noTpm(place, std::strerror(errno));
    const bool socket = S_ISSOCK(about.st_mode);
    Connection out(socket ? ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)
                          : ::open(place.device.c_str(), O_RDWR | O_CLOEXEC));
    if (out.fd_.get() < 0) return noTpm(place, std::strerror(errno));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = place.device.string();
    if (!socket) return out;
    if (path.size() >= sizeof address.sun_path) return noTpm(place, "the path is too long for a socket");
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const auto* general = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(out.fd_.get(), general, sizeof address) != 0) return noTpm(place, std::strerror(errno));
    return out;
  }

  // A device takes a command in one write and gives its answer in one read; a socket may give it in parts.
  base::Result<base::Bytes> exchange(const TpmPlace& place, base::ByteView command) {
    if (::write(fd_.get(), command.data(), command.size()) != static_cast<ssize_t>(command.size())) {
      return noTpm(place, std::strerror(errno));
    }
    base::Bytes answer;
    std::array<std::uint8_t, kLargest> part;
    while (answer.size() < kHeader || answer.size() < base::readBigEndian32(base::ByteView(answer).subspan(2, 4))) {
      pollfd wait{fd_.get(), POLLIN, 0};
      if (::poll(&wait, 1, kPatienceMs) != 1) return noTpm(place, "it does not answer");
      const ssize_t got = ::read(fd_.get(), part.data(), part.size());
      if (got <= 0 || answer.size() > kLargest) return noTpm(place, "it broke off its answer");
      base::append(answer, base::ByteView(part).first(static_cast<std::size_t>(got)));
    }
    const std::uint32_t code = base::readBigEndian32(base::ByteView(answer).subspan(6, 4));
    if (code != 0) return base::fail("tpm-refused", "the TPM refused, with its code " + hexCode(code));
    return answer;
  }

 private:
  explicit Connection(int fd) : fd_(fd) {}
  base::Descriptor fd_;
};

// `handles`, each used with the empty password when the command needs one for it.
base::Bytes command(std::uint32_t code, const std::vector<std::uint32_t>& handles, std::size_t authorised,
                    base::ByteView parameters) {
  base::Bytes body;
  for (const std::uint32_t handle : handles) base::appendBigEndian32(body, handle);
  if (authorised > 0) {
    base::Bytes sessions;
    for (std::size_t i = 0; i < authorised; ++i) {
      base::appendBigEndian32(sessions, kPassword);
      appendCounted(sessions, {});  // no nonce
      sessions.push_back(0);        // no attributes
      appendCounted(sessions, {});  // the empty password
    }
    base::appendBigEndian32(body, static_cast<std::uint32_t>(sessions.size()));
    base::append(body, sessions);
  }
  base::append(body, parameters);
  base::Bytes out;
  base::appendBigEndian16(out, authorised > 0 ? kSessions : kNoSessions);
  base::appendBigEndian32(out, static_cast<std::uint32_t>(kHeader + body.size()));
  base::appendBigEndian32(out, code);
  base::append(out, body);
  return out;
}

struct Signed {
  base::Bytes statement, signature;
};

// TPM2B_ATTEST and TPMT_SIGNATURE behind the size of all parameters; what follows is the session's.
base::Result<Signed> readSigned(base::ByteView answer) {
  const auto broken = [] { return base::fail("tpm-refused", "the TPM's answer is not as it must be"); };
  if (answer.size() < kHeader + 6) return broken();
  const std::size_t size = base::readBigEndian32(answer.subspan(kHeader, 4));
  if (size > answer.size() - kHeader - 4 || size < 2) return broken();
  const base::ByteView parameters = answer.subspan(kHeader + 4, size);
  const std::size_t statement = base::readBigEndian16(parameters);
  if (statement > size - 2) return broken();
  const auto attest = parameters.subspan(2, statement), signature = parameters.subspan(2 + statement);
  return Signed{{attest.begin(), attest.end()}, {signature.begin(), signature.end()}};
}

base::Result<base::Bytes> readPublic(Connection& tpm, const TpmPlace& place, std::uint32_t handle) {
  const auto answer = tpm.exchange(place, command(kReadPublic, {handle}, 0, {}));
  if (!answer) return base::fail(answer.error());
  const base::ByteView rest = base::ByteView(*answer).subspan(kHeader);
  if (rest.size() < 2 || rest.size() < 2U + base::readBigEndian16(rest)) {
    return base::fail("tpm-refused", "the TPM's answer about a key is too short");
  }
  const auto area = rest.first(2U + base::readBigEndian16(rest));
  return base::Bytes(area.begin(), area.end());
}

base::Result<Signed> certify(Connection& tpm, const TpmPlace& place) {
  base::Bytes parameters;
  appendCounted(parameters, {});
  base::appendBigEndian16(parameters, kNullScheme);  // the key's own
  const auto answer =
      tpm.exchange(place, command(kCertify, {place.workstationKey, place.attestationKey}, 2, parameters));
  if (!answer) return base::fail(answer.error());
  return readSigned(*answer);
}

base::Result<Signed> quote(Connection& tpm, const TpmPlace& place, const crypto::Digest& qualifying,
                           const std::vector<std::uint8_t>& registers) {
  base::Bytes parameters;
  appendCounted(parameters, qualifying);
  base::appendBigEndian16(parameters, kNullScheme);
  base::appendBigEndian32(parameters, 1);  // one bank
  base::appendBigEndian16(parameters, kSha256);
  std::array<std::uint8_t, 3> chosen{};
  for (const std::uint8_t one : registers) {
    if (one < 24) chosen[one / 8] = static_cast<std::uint8_t>(chosen[one / 8] | (1U << (one % 8)));
  }
  parameters.push_back(chosen.size());
  base::append(parameters, chosen);
  const auto answer = tpm.exchange(place, command(kQuote, {place.attestationKey}, 1, parameters));
  if (!answer) return base::fail(answer.error());
  return readSigned(*answer);
}

}  // namespace

base::Result<void> tpmReady(const TpmPlace& place) {
  auto tpm = Connection::open(place);
  if (!tpm) return base::fail(tpm.error());
  for (const std::uint32_t handle : {place.attestationKey, place.workstationKey}) {
    if (const auto area = readPublic(*tpm, place, handle); !area) {
      return base::failAt("the TPM's key " + hexCode(handle), area.error());
    }
  }
  return {};
}

base::Result<Evidence> makeEvidence(const TpmPlace& place, const crypto::Digest& qualifying,
                                    const std::vector<std::uint8_t>& registers) {
  auto tpm = Connection::open(place);
  if (!tpm) return base::fail(tpm.error());
  auto attestationKey = readPublic(*tpm, place, place.attestationKey);
  if (!attestationKey) return base::fail(attestationKey.error());
  auto workstationKey = readPublic(*tpm, place, place.workstationKey);
  if (!workstationKey) return base::fail(workstationKey.error());
  auto certified = certify(*tpm, place);
  if (!certified) return base::fail(certified.error());
  auto quoted = quote(*tpm, place, qualifying, registers);
  if (!quoted) return base::fail(quoted.error());
  return Evidence{std::move(*attestationKey),      std::move(*workstationKey),   std::move(certified->statement),
                  std::move(certified->signature), std::move(quoted->statement), std::move(quoted->signature)};
}

}  // namespace vigie::attestation
