// escape-probe: one attempt to get out of a lock, made for real. Exit status 0: it succeeded. 10: it was refused.
// 64: wrong usage. It stands for a client that somebody took over, and (with other bytes) for a program brought along.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "tests/escape/ProbeScreen.hpp"

namespace {

constexpr int kSucceeded = 0;
constexpr int kRefused = 10;
constexpr int kPatienceMs = 400;
using Arguments = std::vector<std::string>;

int outcome(bool succeeded) {
  if (!succeeded) std::fprintf(stderr, "%s\n", std::strerror(errno));
  return succeeded ? kSucceeded : kRefused;
}

// Waits for as long as a foreign program is ended in, then says that it ran.
int hold(const Arguments& arguments) {
  poll(nullptr, 0, 300);
  const int mark = open(arguments.at(0).c_str(), O_WRONLY | O_CREAT, 0644);
  return outcome(mark >= 0);
}

int run(const Arguments& arguments, int programFile = -1) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> texts;
    for (const std::string& one : arguments) texts.push_back(const_cast<char*>(one.c_str()));
    texts.push_back(nullptr);
    if (programFile >= 0) {
      fexecve(programFile, texts.data(), environ);
    } else {
      execv(texts[0], texts.data());
    }
    std::perror(texts[0]);
    _exit(126);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? kSucceeded : kRefused;
}

int startProgram(const Arguments& arguments) {
  return run(arguments);
}

int startWith(const Arguments& arguments) {
  const std::size_t equals = arguments.at(0).find('=');
  setenv(arguments[0].substr(0, equals).c_str(), arguments[0].substr(equals + 1).c_str(), 1);
  return run({arguments.begin() + 1, arguments.end()});
}

int fromMemory(const Arguments& arguments) {
  const int source = open(arguments.at(0).c_str(), O_RDONLY);
  const int memory = memfd_create("program", 0);
  std::array<char, 65536> buffer;
  for (ssize_t got; (got = read(source, buffer.data(), buffer.size())) > 0;) {
    if (write(memory, buffer.data(), static_cast<std::size_t>(got)) != got) return kRefused;
  }
  return run({"program", "hold", arguments.at(1)}, memory);
}

int copyAndStart(const Arguments& arguments) {
  const int source = open(arguments.at(0).c_str(), O_RDONLY);
  const int target = open(arguments.at(1).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0755);
  std::array<char, 65536> buffer;
  for (ssize_t got; (got = read(source, buffer.data(), buffer.size())) > 0;) {
    if (write(target, buffer.data(), static_cast<std::size_t>(got)) != got) return kRefused;
  }
  close(target);
  return run({arguments.at(1), "hold", arguments.at(2)});
}

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* general() const { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const { return storage.ss_family; }
};

Address addressOf(const std::string& text, const std::string& port) {
  Address out;
  const auto number = htons(static_cast<std::uint16_t>(std::stoi(port)));
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = number;
    std::memcpy(&out.storage, &v4, out.size = sizeof v4);
  } else if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = number;
    std::memcpy(&out.storage, &v6, out.size = sizeof v6);
  } else {
    std::exit(64);
  }
  return out;
}

int tcp(const Arguments& arguments) {
  const Address to = addressOf(arguments.at(0), arguments.at(1));
  const int link = socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (link < 0) return outcome(false);
  if (connect(link, to.general(), to.size) != 0 && errno != EINPROGRESS) return outcome(false);
  pollfd wait{link, POLLOUT, 0};
  if (poll(&wait, 1, kPatienceMs) != 1) {
    errno = ETIMEDOUT;
    return outcome(false);
  }
  socklen_t size = sizeof errno;
  int error = 0;
  getsockopt(link, SOL_SOCKET, SO_ERROR, &error, &size);
  errno = error;
  return outcome(error == 0);
}

// Sends and waits for any answer.
int askAndWait(int link, const Address& to, const std::string& text) {
  if (link < 0 || sendto(link, text.data(), text.size(), 0, to.general(), to.size) < 0) return outcome(false);
  pollfd wait{link, POLLIN, 0};
  std::array<char, 2048> answer;
  const bool came = poll(&wait, 1, kPatienceMs) == 1 && recv(link, answer.data(), answer.size(), 0) > 0;
  if (!came && errno == 0) errno = ETIMEDOUT;
  return outcome(came);
}

int udp(const Arguments& arguments) {
  const Address to = addressOf(arguments.at(0), arguments.at(1));
  return askAndWait(socket(to.family(), SOCK_DGRAM, 0), to, arguments.size() > 2 ? arguments[2] : "out");
}

// An echo request through the kernel's own unprivileged ICMP sockets.
int ping(const Arguments& arguments) {
  const Address to = addressOf(arguments.at(0), "0");
  const bool v6 = to.family() == AF_INET6;
  std::string echo(16, '\0');
  echo[0] = static_cast<char>(v6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO);
  const int protocol = v6 ? static_cast<int>(IPPROTO_ICMPV6) : static_cast<int>(IPPROTO_ICMP);
  return askAndWait(socket(to.family(), SOCK_DGRAM, protocol), to, echo);
}

// Not for want of rights alone: a candidate has none for raw packets, so a kind that everybody may open stands for
// them.
int otherSocket(const Arguments&) {
  return outcome(socket(AF_INET, SOCK_SEQPACKET, 0) >= 0 || socket(AF_VSOCK, SOCK_STREAM, 0) >= 0 ||
                 socket(AF_ALG, SOCK_SEQPACKET, 0) >= 0);
}

int trace(const Arguments& arguments) {
  const pid_t pid = std::stoi(arguments.at(0));
  if (ptrace(PTRACE_ATTACH, pid, nullptr, nullptr) != 0) return outcome(false);
  waitpid(pid, nullptr, 0);
  ptrace(PTRACE_DETACH, pid, nullptr, nullptr);
  return kSucceeded;
}

// Another program's, through its memory file or by the call for that: the kernel lets it in when it no longer asks who
// reads but where (there is nothing at our own address).
int readMemory(const Arguments& arguments) {
  const pid_t pid = std::stoi(arguments.at(0));
  if (arguments.at(1) == "call") {
    char byte = 0;
    iovec to{&byte, 1};
    iovec from{&byte, 1};
    return outcome(process_vm_readv(pid, &to, 1, &from, 1, 0) == 1 || errno == EFAULT);
  }
  return outcome(open(("/proc/" + arguments[0] + "/mem").c_str(), O_RDONLY) >= 0);
}

// A child of this process changes a byte of it: through its memory file, or by the call for that.
int changeMemory(const Arguments& arguments) {
  static volatile char byte = 'a';
  byte = 'a';
  const bool byFile = arguments.at(0) == "file";
  const pid_t target = getpid();
  const pid_t child = fork();
  if (child == 0) {
    char wanted = 'b';
    if (byFile) {
      const std::string path = "/proc/" + std::to_string(target) + "/mem";
      const int file = open(path.c_str(), O_RDWR);
      _exit(file >= 0 && pwrite(file, &wanted, 1, reinterpret_cast<off_t>(&byte)) == 1 ? 0 : 1);
    }
    iovec from{&wanted, 1};
    iovec to{const_cast<char*>(&byte), 1};
    _exit(process_vm_writev(target, &from, 1, &to, 1, 0) == 1 ? 0 : 1);
  }
  waitpid(child, nullptr, 0);
  return byte == 'b' ? kSucceeded : kRefused;
}

// Starts itself again and again: succeeds when that many are there at once.
int startMany(const Arguments& arguments) {
  std::array<int, 2> pipe{-1, -1};
  if (::pipe(pipe.data()) != 0) return outcome(false);
  int left = std::stoi(arguments.at(0));
  std::vector<pid_t> children;
  for (; left > 0; --left) {
    const pid_t child = fork();
    if (child < 0) break;
    if (child == 0) {
      close(pipe[1]);
      char byte = 0;
      _exit(static_cast<int>(read(pipe[0], &byte, 1)));  // until everybody goes
    }
    children.push_back(child);
  }
  const int why = errno;
  close(pipe[1]);
  for (const pid_t child : children) waitpid(child, nullptr, 0);
  errno = why;
  return outcome(left == 0);
}

char stateOf(const std::string& pid) {
  std::FILE* file = std::fopen(("/proc/" + pid + "/stat").c_str(), "r");
  if (file == nullptr) return '?';
  int ignored = 0;
  char name[64] = {};
  char state = '?';
  if (std::fscanf(file, "%d (%63[^)]) %c", &ignored, name, &state) != 3) state = '?';
  std::fclose(file);
  return state;
}

// Succeeds when the process is still stopped some time later.
int stopIt(const Arguments& arguments) {
  if (kill(std::stoi(arguments.at(0)), SIGSTOP) != 0) return outcome(false);
  poll(nullptr, 0, kPatienceMs);
  const char state = stateOf(arguments[0]);
  return state == 'T' || state == 't' ? kSucceeded : kRefused;
}

// One line to a UNIX socket and its answer; succeeds when that says ok.
int askGuard(const Arguments& arguments) {
  const int link = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, arguments.at(0).c_str(), sizeof address.sun_path - 1);
  if (connect(link, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return outcome(false);
  const std::string line = arguments.at(1) + "\n";
  if (send(link, line.data(), line.size(), MSG_NOSIGNAL) < 0) return outcome(false);
  std::string answer;
  std::array<char, 4096> buffer;
  for (ssize_t got;
       answer.find('\n') == std::string::npos && (got = recv(link, buffer.data(), buffer.size(), 0)) > 0;) {
    answer.append(buffer.data(), static_cast<std::size_t>(got));
  }
  std::fprintf(stderr, "%.200s\n", answer.c_str());
  return answer.find("\"ok\":true") != std::string::npos ? kSucceeded : kRefused;
}

const std::map<std::string, int (*)(const Arguments&)>& attempts();

// A program that was there before the lock: does its attempt when a line comes, which may name more about it.
int afterLine(const Arguments& arguments) {
  std::array<char, 256> line{};
  if (std::fgets(line.data(), line.size(), stdin) == nullptr) return 64;
  Arguments words(arguments.begin() + 1, arguments.end());
  for (const char* word = std::strtok(line.data(), " \n"); word != nullptr; word = std::strtok(nullptr, " \n")) {
    words.emplace_back(word);
  }
  return attempts().at(arguments.at(0))(words);
}

// Stands for the client: asks a peer what to do, line by line, and does it inside its own fences.
int serve(const Arguments& arguments);

using Attempt = int (*)(const Arguments&);
const std::map<std::string, Attempt>& attempts() {
  static const std::map<std::string, Attempt> all{{"hold", hold},
                                                  {"exec", startProgram},
                                                  {"exec-with", startWith},
                                                  {"memory", fromMemory},
                                                  {"copy", copyAndStart},
                                                  {"tcp", tcp},
                                                  {"udp", udp},
                                                  {"ping", ping},
                                                  {"trace", trace},
                                                  {"read-memory", readMemory},
                                                  {"change-memory", changeMemory},
                                                  {"start-many", startMany},
                                                  {"stop", stopIt},
                                                  {"ask", askGuard},
                                                  {"other-socket", otherSocket},
                                                  {"serve", serve},
                                                  {"after-line", afterLine},
                                                  {"shortcut", pressShortcut},
                                                  {"press", pressKey},
                                                  {"clipboard", fillClipboard},
                                                  {"paint", paintBackground},
                                                  {"second-display", switchOnDisplay},
                                                  {"read-along", readAlong}};
  return all;
}

int serve(const Arguments& arguments) {
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, arguments.at(0).c_str(), sizeof address.sun_path - 1);
  unlink(address.sun_path);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener, 8) != 0) {
    return outcome(false);
  }
  for (;;) {
    const int link = accept(listener, nullptr, nullptr);
    if (link < 0) return outcome(false);
    std::array<char, 4096> buffer{};
    const ssize_t got = recv(link, buffer.data(), buffer.size() - 1, 0);
    Arguments words;
    for (char* word = std::strtok(buffer.data(), " \n"); got > 0 && word != nullptr;
         word = std::strtok(nullptr, " \n")) {
      words.emplace_back(word);
    }
    std::string answer = "0 " + std::to_string(getpid());
    if (!words.empty() && attempts().contains(words[0])) {
      const auto attempt = attempts().at(words[0]);
      answer = std::to_string(attempt({words.begin() + 1, words.end()})) + " " + std::to_string(getpid());
    }
    send(link, answer.data(), answer.size(), MSG_NOSIGNAL);
    close(link);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const Arguments words(argv + 1, argv + argc);
  if (words.empty() || !attempts().contains(words[0])) return 64;
  return attempts().at(words[0])({words.begin() + 1, words.end()});
} catch (const std::exception& error) {
  std::fprintf(stderr, "escape-probe: %s\n", error.what());
  return 64;
}
