// What a link costs the server: CPU of a full and of a resumed handshake, memory while idle, CPU of one small command
// and its answer. Clients run in a child process, so that the figures are the server's alone. On loopback.
//   link-bench --links 1000 --echoes 200
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <fstream>
#include <mutex>

#include "common/link/Client.hpp"
#include "common/link/Server.hpp"

namespace {

using namespace vigie;

constexpr std::uint16_t kCommand = 1;
constexpr std::size_t kCommandBytes = 300;
constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

std::optional<std::size_t> caps(std::uint16_t type) {
  if (type == kCommand) return 64U * 1024;
  return std::nullopt;
}

std::int64_t nowMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// A number that threads raise and one waits for.
class Counter {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  void waitFor(std::uint64_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t count_ = 0;
};

struct Centre {
  crypto::PrivateKey key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  crypto::Certificate certificate = issue(std::nullopt, key);

  crypto::Certificate issue(std::optional<crypto::Role> role, const crypto::PrivateKey& subject) const {
    crypto::CertificateTemplate content;
    content.subject = role ? "Machine" : "Authority";
    content.authority = !role;
    if (role) content.role = crypto::RoleIdentity{*role, std::string(32, 'a')};
    content.notBeforeMs = nowMs() - kDayMs;
    content.notAfterMs = nowMs() + kDayMs;
    const auto issuer = role ? std::optional(certificate) : std::nullopt;
    return crypto::issueCertificate(content, subject.publicKey(), key, issuer);
  }
  link::Credentials credentials(crypto::Role role) const {
    auto own = crypto::PrivateKey::generate(crypto::KeyKind::p256);
    auto issued = issue(role, own);
    return {std::move(issued), {}, std::move(own)};
  }
};

double cpuMicroseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

double residentKilobytes() {
  std::ifstream rollup("/proc/self/smaps_rollup");
  std::string word;
  while (rollup >> word) {
    double kilobytes = 0;
    if (word == "Pss:" && rollup >> kilobytes) return kilobytes;
  }
  return 0;
}

// Parent and child take turns with one byte.
struct Turns {
  int in;
  int out;
  void give() const {
    if (::write(out, "x", 1) != 1) std::_Exit(1);
  }
  void await() const {
    char byte = 0;
    if (::read(in, &byte, 1) != 1) std::_Exit(1);
  }
};

int runClients(const Centre& centre, std::uint16_t port, std::size_t links, std::size_t echoes, const Turns& parent) {
  link::IoThreads threads(1);
  link::ClientSettings settings;
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.caps = caps;
  settings.limits.idle = std::chrono::hours(1);
  settings.limits.handshake = std::chrono::minutes(5);
  settings.reconnect.reset();
  const link::Frame command{kCommand, base::Bytes(kCommandBytes)};
  std::vector<std::shared_ptr<link::TlsContext>> contexts;  // one per machine: each has its own session to resume
  const link::Credentials own = centre.credentials(crypto::Role::seat);
  for (std::size_t index = 0; index < links; ++index) {
    contexts.push_back(*link::TlsContext::clientMutual(own, centre.certificate));
  }
  for (int round = 0; round < 2; ++round) {  // full handshakes, then resumed ones
    parent.await();
    Counter answers;
    std::vector<std::unique_ptr<link::Client>> clients;
    std::vector<link::LinkId> ids(links);
    for (std::size_t index = 0; index < links; ++index) {
      auto client = std::make_unique<link::Client>(threads, contexts[index], settings);
      link::LinkEvents events;
      events.onOpen = [raw = client.get(), &command, &id = ids[index]](link::LinkId opened, const link::PeerIdentity&) {
        id = opened;
        raw->send(opened, command);
      };
      events.onFrame = [&answers](link::LinkId, link::Frame) {
        answers.add();
        return link::Reading::goOn;
      };
      client->start(std::move(events));
      clients.push_back(std::move(client));
    }
    answers.waitFor(links);
    parent.give();
    parent.await();
    for (std::size_t echo = 1; echo <= echoes; ++echo) {
      for (std::size_t index = 0; index < links; ++index) clients[index]->send(ids[index], command);
      answers.waitFor(links * (echo + 1));
    }
    parent.give();
    parent.await();
    for (auto& client : clients) client->close();
    parent.give();
  }
  return 0;
}

void measure(std::size_t links, std::size_t echoes, const Turns& child) {
  const double memoryBefore = residentKilobytes();
  for (const std::string kind : {"full", "resumed"}) {
    double cpu = cpuMicroseconds();
    child.give();
    child.await();
    const double count = static_cast<double>(links);
    std::printf("%-8s handshake and first command: %.0f us CPU\n", kind.c_str(), (cpuMicroseconds() - cpu) / count);
    if (kind == "full") {  // the second round only uses the memory of the first again
      std::printf("%-8s idle link: %.1f KB (PSS growth)\n", kind.c_str(), (residentKilobytes() - memoryBefore) / count);
    }
    cpu = cpuMicroseconds();
    child.give();
    child.await();
    const double commands = count * static_cast<double>(echoes);
    std::printf("%-8s command of %zu bytes and its answer: %.1f us CPU\n", kind.c_str(), kCommandBytes,
                (cpuMicroseconds() - cpu) / commands);
    child.give();
    child.await();
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t links = 1000;
  std::size_t echoes = 50;
  CLI::App options{"What a link costs the server: CPU and memory"};
  options.add_option("--links", links, "connections at once");
  options.add_option("--echoes", echoes, "commands on each");
  CLI11_PARSE(options, argc, argv);

  const Centre centre;
  int toChild[2];
  int toParent[2];
  int portPipe[2];
  if (pipe(toChild) != 0 || pipe(toParent) != 0 || pipe(portPipe) != 0) return 1;
  const pid_t pid = fork();
  if (pid == 0) {
    std::uint16_t port = 0;
    if (::read(portPipe[0], &port, sizeof port) != sizeof port) return 1;
    return runClients(centre, port, links, echoes, Turns{toChild[0], toParent[1]});
  }
  link::IoThreads threads(1);
  link::ServerSettings settings;
  settings.caps = caps;
  settings.maxLinks = links;
  settings.limits.idle = std::chrono::hours(1);
  const auto context =
      link::TlsContext::serverMutual(centre.credentials(crypto::Role::centre), centre.certificate).value();
  auto server = link::Server::listen(threads, context, settings);
  if (!server) return 1;
  link::LinkEvents events;
  events.onFrame = [&server](link::LinkId link, link::Frame frame) {
    (*server)->send(link, std::move(frame));
    return link::Reading::goOn;
  };
  (*server)->start(std::move(events));
  const std::uint16_t port = (*server)->boundPort();
  if (::write(portPipe[1], &port, sizeof port) != sizeof port) return 1;
  measure(links, echoes, Turns{toParent[0], toChild[1]});
  int status = 0;
  waitpid(pid, &status, 0);
  (*server)->close();
  const link::TlsContext::Counts counts = context->counts();
  std::printf("handshakes: %llu full, %llu resumed\n", static_cast<unsigned long long>(counts.full),
              static_cast<unsigned long long>(counts.resumed));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
