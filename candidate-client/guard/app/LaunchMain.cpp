// guard-launch: starts the candidate's client as its user inside Landlock and seccomp, starts it again when it dies,
// lets it go on when it was stopped, and tells the guard of both. It stays root and outside, so the candidate cannot
// reach it. The client finds its screen by the few variables that are passed on, nothing else of the environment.
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "candidate-client/guard/app/Ask.hpp"
#include "candidate-client/guard/app/Supervisor.hpp"
#include "candidate-client/guard/control/Sandbox.hpp"

namespace {

using vigie::base::Descriptor;

constexpr int kNoUse = 64;

struct Options {
  std::string socket = "/run/vigie-guard/socket";
  std::string user;
  std::string group;
  std::optional<gid_t> screenGroup;
  std::vector<std::string> writable, startable;
  std::vector<std::uint16_t> ports;
  std::vector<std::string> command;
};

// LD_PRELOAD and its like stay out: only what is named here comes in.
std::vector<std::string> environment(const passwd& user) {
  constexpr std::array<const char*, 12> kPassed{"DISPLAY",
                                                "XAUTHORITY",
                                                "WAYLAND_DISPLAY",
                                                "XDG_RUNTIME_DIR",
                                                "DBUS_SESSION_BUS_ADDRESS",
                                                "LANG",
                                                "LC_ALL",
                                                "TZ",
                                                "QT_ACCESSIBILITY",
                                                "QT_QPA_PLATFORM",
                                                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON",
                                                "AT_SPI_BUS_ADDRESS"};
  std::vector<std::string> out{"PATH=/usr/bin:/bin", std::string("HOME=") + user.pw_dir,
                               std::string("USER=") + user.pw_name};
  for (const char* name : kPassed) {
    if (const char* value = std::getenv(name)) out.push_back(std::string(name) + "=" + value);
  }
  return out;
}

int failed(const std::string& what) {
  std::cerr << "guard-launch: " << what << '\n';
  return kNoUse;
}

union Control {
  cmsghdr header;
  std::array<char, CMSG_SPACE(sizeof(int))> room;
};

bool sendDescriptor(int socket, int descriptor) {
  char byte = 'l';
  iovec part{&byte, 1};
  Control control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control.room;
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN(sizeof descriptor);
  std::memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
  return sendmsg(socket, &message, 0) == 1;
}

int receiveDescriptor(int socket) {
  char byte = 0;
  iovec part{&byte, 1};
  Control control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = &control;
  message.msg_controllen = sizeof control.room;
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 || message.msg_controllen < CMSG_LEN(sizeof(int))) return -1;
  int descriptor = -1;
  std::memcpy(&descriptor, CMSG_DATA(&control.header), sizeof descriptor);
  return descriptor;
}

bool becomeUser(const passwd& user, const std::optional<gid_t>& more) {
  return setgroups(more ? 1 : 0, more ? &*more : nullptr) == 0 && setgid(user.pw_gid) == 0 && setuid(user.pw_uid) == 0;
}

bool enterGroup(const std::string& folder) {
  const Descriptor file(open((folder + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
  return file && write(file.get(), "0", 1) == 1;
}

int startClient(const Options& options, const passwd& user, int toSupervisor) {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  setsid();
  sigset_t nothing;
  sigemptyset(&nothing);
  sigprocmask(SIG_SETMASK, &nothing, nullptr);
  if (!options.group.empty() && !enterGroup(options.group)) {
    return failed("cannot enter the control group " + options.group + ": " + std::strerror(errno));
  }
  if (!becomeUser(user, options.screenGroup))
    return failed(std::string("cannot become the user: ") + std::strerror(errno));
  vigie::control::ClientSandbox sandbox;
  sandbox.startable.assign(options.startable.begin(), options.startable.end());
  sandbox.startable.emplace_back(options.command.front());
  sandbox.writable.assign(options.writable.begin(), options.writable.end());
  sandbox.ports = options.ports;
  if (const auto entered = vigie::control::enterLandlock(sandbox); !entered) return failed(entered.error().detail);
  // After this only what a client needs is allowed: handing over the listener, and starting the client.
  const auto listener = vigie::control::enterClientSeccomp();
  if (!listener) return failed(listener.error().detail);
  if (!sendDescriptor(toSupervisor, listener->get())) return failed("the supervisor does not listen");
  std::vector<char*> arguments;
  for (const std::string& one : options.command) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  const auto texts = environment(user);
  std::vector<char*> variables;
  for (const std::string& one : texts) variables.push_back(const_cast<char*>(one.c_str()));
  variables.push_back(nullptr);
  execve(arguments.front(), arguments.data(), variables.data());
  return failed(options.command.front() + ": " + std::strerror(errno));
}

void sight(const Options& options, const nlohmann::json& sighting) {
  if (const auto told = vigie::station::ask(options.socket, sighting); !told) {
    std::cerr << "guard-launch: " << sighting.dump() << ", and " << told.error().detail << '\n';
  }
}

void tell(const Options& options, vigie::station::Mishap mishap, const std::string& how) {
  const bool stopped = mishap == vigie::station::Mishap::stopped;
  sight(options, {{"ask", "sighting"},
                  {"reason", stopped ? "client-stopped" : "client-died"},
                  {"subject", options.command.front()},
                  {"seen", stopped ? "Somebody stopped the client; it goes on"
                                   : "The client ended by itself; it is started again"},
                  {"facts", {{"how", how}}}});
}

// The client's refused calls, until it is gone. One thread for each of its lives.
void answerCalls(const Options& options, const Descriptor& listener) {
  for (;;) {
    pollfd wait{listener.get(), POLLIN, 0};
    if (poll(&wait, 1, -1) < 0 && errno != EINTR) return;
    if ((wait.revents & POLLIN) != 0) {
      if (const auto refused = vigie::control::refuseNextCall(listener.get())) {
        sight(options, {{"ask", "sighting"},
                        {"reason", "call-refused"},
                        {"subject", refused->name},
                        {"seen", "The client asked the kernel for something it never needs; it was refused"},
                        {"facts", {{"arguments", refused->arguments}, {"pid", std::to_string(refused->pid)}}}});
      }
    } else if ((wait.revents & (POLLHUP | POLLERR)) != 0) {
      return;
    }
  }
}

// Between the supervisor and the child it is about to start.
class Handover {
 public:
  void prepare() {
    std::array<int, 2> ends{-1, -1};
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data());
    supervisor_ = Descriptor(ends[0]);
    child_ = Descriptor(ends[1]);
  }
  int toSupervisor() const { return child_.get(); }
  // Waits until the child has handed its listener over, or has ended without.
  void began(const Options& options) {
    child_.reset();
    Descriptor listener(receiveDescriptor(supervisor_.get()));
    supervisor_.reset();
    if (!listener) return;
    std::thread([&options, held = std::move(listener)] { answerCalls(options, held); }).detach();
  }

 private:
  Descriptor supervisor_, child_;
};

int runProgram(int argc, char** argv) {
  Options options;
  CLI::App app("Starts the candidate's client inside its fences, and again when it dies.");
  app.set_version_flag("--version", std::string("guard-launch ") + VIGIE_VERSION);
  app.add_option("--socket", options.socket, "The guard's socket (/run/vigie-guard/socket)");
  app.add_option("--user", options.user, "The user the client runs as")->required();
  app.add_option("--group", options.group, "Folder of the control group the client enters: the one the guard watches");
  app.add_option("--screen-group", options.screenGroup,
                 "Number of the group that the client alone is started in: a Wayland screen is open to it");
  app.add_option("--writable", options.writable, "A folder or file the client may write to (again for more)");
  app.add_option("--startable", options.startable, "A file that may be started besides the client: its loader");
  app.add_option("--port", options.ports, "A TCP port the client may connect to (again for more)");
  app.add_option("command", options.command, "The client, by its absolute path, and its arguments")->required();
  app.positionals_at_end();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const passwd* user = getpwnam(options.user.c_str());
  if (user == nullptr) return failed("there is no user " + options.user);
  if (!options.command.front().starts_with('/')) return failed("the client is named by its absolute path");
  const passwd known = *user;
  Handover handover;
  vigie::station::Supervision supervision;
  supervision.prepare = [&] { handover.prepare(); };
  supervision.work = [&] { return startClient(options, known, handover.toSupervisor()); };
  supervision.began = [&] { handover.began(options); };
  supervision.saw = [&](vigie::station::Mishap mishap, const std::string& how) { tell(options, mishap, how); };
  supervision.finalStatus = kNoUse;
  return vigie::station::supervise(supervision);
}

}  // namespace

int main(int argc, char** argv) try { return runProgram(argc, argv); } catch (const std::exception& error) {
  std::cerr << "guard-launch: " << error.what() << '\n';
  return 70;
}
