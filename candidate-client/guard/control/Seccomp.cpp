#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstring>
#include <filesystem>

#include "candidate-client/guard/control/Sandbox.hpp"

namespace vigie::control {
namespace {

// Classic BPF over seccomp_data, x86-64 only; every other machine interface ends the process.
constexpr std::uint32_t kX32Bit = 0x40000000;
constexpr std::uint32_t kNumber = offsetof(seccomp_data, nr);
constexpr std::uint32_t kMachine = offsetof(seccomp_data, arch);
constexpr std::uint32_t kFirst = offsetof(seccomp_data, args);
constexpr std::uint32_t kSecond = kFirst + 8;
constexpr std::uint32_t kThird = kFirst + 16;
constexpr std::uint32_t kRefuse = SECCOMP_RET_ERRNO | EPERM;
// The supervisor is asked, refuses, and tells the guard.
constexpr std::uint32_t kAsk = SECCOMP_RET_USER_NOTIF;
// The library cannot know in advance whether clone3's flags, behind a pointer, make a namespace: it falls back to
// clone.
constexpr std::uint32_t kNotThere = SECCOMP_RET_ERRNO | ENOSYS;
constexpr std::uint32_t kNamespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;

struct NamedCall {
  std::uint32_t number;
  std::string_view name;
};
constexpr auto kRefusedCalls = std::to_array<NamedCall>({
    {SYS_ptrace, "ptrace"},
    {SYS_process_vm_readv, "process_vm_readv"},
    {SYS_process_vm_writev, "process_vm_writev"},
    {SYS_kcmp, "kcmp"},
    {SYS_pidfd_getfd, "pidfd_getfd"},
    {SYS_process_madvise, "process_madvise"},
    {SYS_unshare, "unshare"},
    {SYS_setns, "setns"},
    {SYS_mount, "mount"},
    {SYS_umount2, "umount2"},
    {SYS_pivot_root, "pivot_root"},
    {SYS_chroot, "chroot"},
    {SYS_move_mount, "move_mount"},
    {SYS_open_tree, "open_tree"},
    {SYS_fsopen, "fsopen"},
    {SYS_fsconfig, "fsconfig"},
    {SYS_fsmount, "fsmount"},
    {SYS_fspick, "fspick"},
    {SYS_mount_setattr, "mount_setattr"},
    {SYS_init_module, "init_module"},
    {SYS_finit_module, "finit_module"},
    {SYS_delete_module, "delete_module"},
    {SYS_kexec_load, "kexec_load"},
    {SYS_kexec_file_load, "kexec_file_load"},
    {SYS_reboot, "reboot"},
    {SYS_swapon, "swapon"},
    {SYS_swapoff, "swapoff"},
    {SYS_bpf, "bpf"},
    {SYS_perf_event_open, "perf_event_open"},
    {SYS_userfaultfd, "userfaultfd"},
    {SYS_io_uring_setup, "io_uring_setup"},
    {SYS_io_uring_enter, "io_uring_enter"},
    {SYS_io_uring_register, "io_uring_register"},
    {SYS_keyctl, "keyctl"},
    {SYS_add_key, "add_key"},
    {SYS_request_key, "request_key"},
    {SYS_settimeofday, "settimeofday"},
    {SYS_clock_settime, "clock_settime"},
    {SYS_clock_adjtime, "clock_adjtime"},
    {SYS_adjtimex, "adjtimex"},
    {SYS_sethostname, "sethostname"},
    {SYS_setdomainname, "setdomainname"},
    {SYS_acct, "acct"},
    {SYS_quotactl, "quotactl"},
    {SYS_iopl, "iopl"},
    {SYS_ioperm, "ioperm"},
    {SYS_open_by_handle_at, "open_by_handle_at"},
    {SYS_fanotify_init, "fanotify_init"},
    {SYS_syslog, "syslog"},
});

class Program {
 public:
  Program() {
    load(kMachine);
    // The right machine skips the end.
    add(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
    answer(SECCOMP_RET_KILL_PROCESS);
    load(kNumber);
    add(BPF_JMP | BPF_JGE | BPF_K, kX32Bit, 0, 1);
    answer(SECCOMP_RET_KILL_PROCESS);
  }
  void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset, 0, 0); }
  void answer(std::uint32_t what) { add(BPF_RET | BPF_K, what, 0, 0); }
  // With the call's number loaded.
  void refuse(std::uint32_t call, std::uint32_t how = kRefuse) {
    add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    answer(how);
  }
  void add(unsigned code, std::uint32_t k, std::uint8_t yes, std::uint8_t no) {
    filter_.push_back({static_cast<std::uint16_t>(code), yes, no, k});
  }
  // `rules` only for this call; leaves the call's number loaded.
  template <class Rules>
  void onlyFor(std::uint32_t call, const Rules& rules) {
    const std::size_t at = filter_.size();
    add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 0);
    rules();
    load(kNumber);
    filter_[at].jf = static_cast<std::uint8_t>(filter_.size() - at - 1);
  }
  // `flags` of seccomp(2); its result.
  base::Result<int> enter(unsigned flags) {
    answer(SECCOMP_RET_ALLOW);
    const sock_fprog program{static_cast<unsigned short>(filter_.size()), filter_.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
      const long entered = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
      if (entered >= 0) return static_cast<int>(entered);
    }
    return base::fail("no-seccomp", std::string("the kernel refuses the filter of calls: ") + std::strerror(errno));
  }

 private:
  std::vector<sock_filter> filter_;
};

// Families: UNIX; IPv4 and IPv6 as streams (TCP) only.
void refuseSockets(Program& program) {
  // Looking up a numeric address asks for this one; it is refused without an incident.
  program.onlyFor(SYS_socket, [&] {
    program.load(kFirst);
    program.refuse(AF_NETLINK);
  });
  program.onlyFor(SYS_socket, [&] {
    program.load(kFirst);
    program.add(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 4, 0);  // to the end of these rules
    program.add(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0);
    program.add(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0);
    program.answer(kAsk);
    program.add(BPF_JMP | BPF_JA, 1, 0, 0);
    program.add(BPF_JMP | BPF_JA, 8, 0, 0);  // UNIX: past the questions of kind and protocol
    program.load(kSecond);
    program.add(BPF_ALU | BPF_AND | BPF_K, 0xf, 0, 0);  // without SOCK_CLOEXEC and SOCK_NONBLOCK
    program.add(BPF_JMP | BPF_JEQ | BPF_K, SOCK_STREAM, 1, 0);
    program.answer(kAsk);
    program.load(kThird);  // neither SCTP nor MPTCP: Landlock sees TCP only
    program.add(BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0);
    program.add(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 1, 0);
    program.answer(kAsk);
  });
}

// A process's memory is a file that Landlock and its owner keep shut, in silence. So every opening to write is asked
// about: few, and all but these go on.
void askAboutMemoryFiles(Program& program) {
  for (const auto& [call, flags] : {std::pair<std::uint32_t, std::uint32_t>{SYS_open, kSecond}, {SYS_openat, kThird}}) {
    program.onlyFor(call, [&program, at = flags] {
      program.load(at);
      program.add(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR, 0, 1);
      program.answer(kAsk);
    });
  }
  program.refuse(SYS_creat, kAsk);
  program.refuse(SYS_openat2, kNotThere);  // its flags are behind a pointer: libraries fall back to openat
}

bool opensFile(int call) {
  return call == SYS_open || call == SYS_openat || call == SYS_creat;
}

// The path that such a call names; empty when it cannot be read.
std::string pathOf(const seccomp_notif& asked) {
  const bool at = asked.data.nr == SYS_openat;
  const std::string folder = "/proc/" + std::to_string(asked.pid);
  const base::Descriptor memory(::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
  std::string text(PATH_MAX, '\0');
  const ssize_t got = ::pread(memory.get(), text.data(), text.size(), static_cast<off_t>(asked.data.args[at ? 1 : 0]));
  if (got <= 0) return {};
  const std::string path = text.substr(0, static_cast<std::size_t>(got)).c_str();
  if (path.starts_with('/')) return path;
  const auto from = static_cast<int>(asked.data.args[0]);
  return folder + (at && from != AT_FDCWD ? "/fd/" + std::to_string(from) : "/cwd") + "/" + path;
}

bool isMemory(const std::string& path) {
  std::error_code unknown;
  const auto real = std::filesystem::weakly_canonical(path, unknown);
  return !unknown && real.string().starts_with("/proc/") && real.filename() == "mem";
}

std::string nameOf(int number) {
  for (const NamedCall& call : kRefusedCalls) {
    if (static_cast<int>(call.number) == number) return std::string(call.name);
  }
  if (number == SYS_socket) return "socket";
  if (opensFile(number)) return "open of a program's memory";
  return number == SYS_clone ? "clone" : "call " + std::to_string(number);
}

}  // namespace

std::optional<RefusedCall> refuseNextCall(int listener) {
  seccomp_notif asked{};
  if (::ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0) return std::nullopt;
  seccomp_notif_resp answer{};
  answer.id = asked.id;
  const bool opens = opensFile(asked.data.nr);
  const std::string path = opens ? pathOf(asked) : std::string();
  if (opens && !isMemory(path)) {
    answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    return std::nullopt;
  }
  answer.error = -EPERM;
  ::ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
  if (opens) return RefusedCall{nameOf(asked.data.nr), path, static_cast<std::int32_t>(asked.pid)};
  std::string arguments;
  for (int i = 0; i < 3; ++i) arguments += (i == 0 ? "" : ", ") + std::to_string(asked.data.args[i]);
  return RefusedCall{nameOf(asked.data.nr), arguments, static_cast<std::int32_t>(asked.pid)};
}

base::Result<base::Descriptor> enterClientSeccomp() {
  Program program;
  for (const NamedCall& call : kRefusedCalls) program.refuse(call.number, kAsk);
  program.refuse(SYS_clone3, kNotThere);
  program.onlyFor(SYS_clone, [&] {
    program.load(kFirst);
    program.add(BPF_JMP | BPF_JSET | BPF_K, kNamespaces, 0, 1);
    program.answer(kAsk);
  });
  refuseSockets(program);
  askAboutMemoryFiles(program);
  auto listener = program.enter(SECCOMP_FILTER_FLAG_NEW_LISTENER);
  if (!listener) return base::fail(listener.error());
  return base::Descriptor(*listener);
}

base::Result<void> refuseExec() {
  Program program;
  program.refuse(SYS_execve);
  program.refuse(SYS_execveat);
  const auto entered = program.enter(SECCOMP_FILTER_FLAG_TSYNC);
  if (!entered) return base::fail(entered.error());
  return {};
}

}  // namespace vigie::control
