#include "candidate-client/guard/control/ExecGate.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>

#include <cerrno>
#include <cstring>

#include "candidate-client/guard/control/Processes.hpp"

namespace vigie::control {
namespace {

constexpr std::size_t kMostRefusals = 1000;  // a flood is told once, and costs no memory
constexpr std::size_t kMostLoading = 4096;
constexpr std::size_t kMostAssistive = 4096;

void wake(int event) {
  const std::uint64_t one = 1;
  // It only fails when it is readable already.
  [[maybe_unused]] const ssize_t ignored = ::write(event, &one, sizeof one);
}

std::string nameOf(int file) {
  std::array<char, 4096> text{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t size = ::readlink(link.c_str(), text.data(), text.size());
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string("(no name)");
}

}  // namespace

base::Result<std::unique_ptr<ExecGate>> ExecGate::open(std::shared_ptr<const AllowList> allowed,
                                                       const std::vector<std::string>& folders, Kind kind) {
  const auto failed = [](const std::string& what) {
    return base::fail("no-exec-gate", what + ": " + std::strerror(errno));
  };
  const bool refusing = kind == Kind::refusing;
  const unsigned flags = (refusing ? FAN_CLASS_CONTENT : FAN_CLASS_NOTIF) | FAN_CLOEXEC | FAN_NONBLOCK;
  base::Descriptor group(::fanotify_init(flags, O_RDONLY | O_LARGEFILE | O_CLOEXEC));
  if (!group) return failed("the kernel offers no permission events (fanotify)");
  std::unique_ptr<ExecGate> gate(new ExecGate(std::move(group), std::move(allowed), kind));
  // The thread answers before the first mark: a question nobody answers would stop the asker for ever.
  gate->thread_ = std::jthread([raw = gate.get()] { raw->run(); });
  for (const std::string& folder : folders) {
    if (::fanotify_mark(gate->group_.get(), FAN_MARK_ADD | FAN_MARK_FILESYSTEM,
                        refusing ? FAN_OPEN_EXEC_PERM : FAN_OPEN_EXEC, AT_FDCWD, folder.c_str()) != 0) {
      return failed("the file system of " + folder + " cannot be watched");
    }
  }
  return gate;
}

ExecGate::ExecGate(base::Descriptor group, std::shared_ptr<const AllowList> allowed, Kind kind)
    : group_(std::move(group)),
      woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      kind_(kind),
      allowed_(std::move(allowed)) {
  (void)crypto::sha256(base::ByteView{});  // loads what hashing needs, before there is a mark
}

ExecGate::~ExecGate() {
  wake(stop_.get());
  if (thread_.joinable()) thread_.join();
}

void ExecGate::run() {
  for (;;) {
    std::array<pollfd, 2> waits{{{group_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
    if (waits[1].revents != 0) return;
    if (waits[0].revents != 0) answerAll();
  }
}

void ExecGate::answerAll() {
  alignas(fanotify_event_metadata) std::array<char, 8192> buffer;
  const ssize_t got = ::read(group_.get(), buffer.data(), buffer.size());
  if (got <= 0) return;
  auto left = static_cast<std::size_t>(got);
  const char* at = buffer.data();
  while (left >= sizeof(fanotify_event_metadata)) {
    fanotify_event_metadata event{};
    std::memcpy(&event, at, sizeof event);
    if (event.event_len < sizeof event || event.event_len > left) return;
    if (event.fd >= 0) {
      const bool allow = decide(event.fd, event.pid);
      if (kind_ == Kind::refusing) {
        const fanotify_response response{event.fd, static_cast<std::uint32_t>(allow ? FAN_ALLOW : FAN_DENY)};
        [[maybe_unused]] const ssize_t ignored = ::write(group_.get(), &response, sizeof response);
      }
      ::close(event.fd);
      ++answered_;
    }
    at += event.event_len;
    left -= event.event_len;
  }
}

bool ExecGate::decide(int file, std::int32_t pid) {
  struct stat about{};
  const auto digest = cache_.digestOf(file);
  const bool sound = digest && ::fstat(file, &about) == 0;
  const FileId id = fileIdOf(about);
  const Verdict verdict = sound ? allowed_->judge(id, *digest) : Verdict::unknown;
  // The kernel asks for a program and then, from the same process, for what runs it: a script's interpreter, its
  // loader. One that is asked for out of that order is being started by itself, to run whatever it is given.
  const auto expected = loading_.find(pid);
  const bool inOrder = expected != loading_.end() && expected->second == id;
  if (expected != loading_.end()) loading_.erase(expected);
  if (verdict == Verdict::allowed || (verdict == Verdict::loader && inOrder)) {
    // What runs a script is no program of its own.
    if (verdict == Verdict::allowed) assistive_.erase(pid);
    if (verdict == Verdict::allowed && allowed_->openedBy(id) == OpenedBy::accommodation) {
      if (assistive_.size() >= kMostAssistive) assistive_.clear();
      assistive_[pid] = startOf(pid);
    }
    if (const auto next = allowed_->runBy(id)) {
      if (loading_.size() >= kMostLoading) loading_.clear();
      loading_[pid] = *next;
    }
    return true;
  }
  const std::int32_t parent = parentOf(pid);
  const bool assistive = isAssistive(pid) || isAssistive(parent);
  const std::scoped_lock lock(mutex_);
  if (refusals_.size() < kMostRefusals) {
    refusals_.push_back({pid, parent, nameOf(file), verdict, sound ? *digest : crypto::Digest{}, assistive});
  }
  wake(woken_.get());
  return false;
}

bool ExecGate::isAssistive(std::int32_t pid) const {
  const auto known = assistive_.find(pid);
  return known != assistive_.end() && known->second != 0 && known->second == startOf(pid);
}

std::vector<Refusal> ExecGate::refusals() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t ignored = ::read(woken_.get(), &count, sizeof count);
  const std::scoped_lock lock(mutex_);
  return std::exchange(refusals_, {});
}

}  // namespace vigie::control
