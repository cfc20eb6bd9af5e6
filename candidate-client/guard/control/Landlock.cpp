#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "candidate-client/guard/control/Sandbox.hpp"
#include "common/base/Descriptor.hpp"

namespace vigie::control {
namespace {

// Rights of later Landlock versions than the C library's headers know (linux/landlock.h of Linux 6.7).
constexpr std::uint64_t kRefer = 1ULL << 13U;
constexpr std::uint64_t kTruncate = 1ULL << 14U;
constexpr std::uint64_t kBindTcp = 1ULL << 0U;
constexpr std::uint64_t kConnectTcp = 1ULL << 1U;
constexpr int kRuleNetPort = 2;
constexpr int kNetworkVersion = 4;

struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
};
struct NetPort {
  std::uint64_t allowed = 0;
  std::uint64_t port = 0;
};

constexpr std::uint64_t kWrite = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
constexpr std::uint64_t kWriteFile = LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate;  // what a rule about a file may say

std::unexpected<base::Error> failed(const std::string& what) {
  return base::fail("sandbox-failed", what + ": " + std::strerror(errno));
}

base::Result<void> allowPath(int ruleset, const std::filesystem::path& path, std::uint64_t rights) {
  const base::Descriptor at(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!at) return failed("cannot allow " + path.string());
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = at.get();
  if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0U) != 0) {
    return failed("cannot allow " + path.string());
  }
  return {};
}

std::uint64_t rightsFor(const std::filesystem::path& path, std::uint64_t ofFolder, std::uint64_t ofFile) {
  return std::filesystem::is_directory(path) ? ofFolder : ofFile;
}

base::Result<void> allowAll(int ruleset, const ClientSandbox& sandbox, std::uint64_t handled) {
  for (const auto& path : sandbox.startable) {
    if (auto done = allowPath(ruleset, path, LANDLOCK_ACCESS_FS_EXECUTE); !done) return done;
  }
  for (const auto& path : sandbox.writable) {
    const std::uint64_t rights = rightsFor(path, kWrite | kRefer | kTruncate, kWriteFile) & handled;
    if (auto done = allowPath(ruleset, path, rights); !done) return done;
  }
  for (const std::uint16_t port : sandbox.ports) {
    const NetPort rule{kConnectTcp, port};
    if (syscall(SYS_landlock_add_rule, ruleset, kRuleNetPort, &rule, 0U) != 0) return failed("cannot allow a port");
  }
  return {};
}

}  // namespace

int landlockVersion() {
  const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0U, LANDLOCK_CREATE_RULESET_VERSION);
  return version < 0 ? 0 : static_cast<int>(version);
}

base::Result<void> enterLandlock(const ClientSandbox& sandbox) {
  const int version = landlockVersion();
  if (version < kNetworkVersion) {
    return base::fail("no-landlock", "this kernel has Landlock version " + std::to_string(version) +
                                         "; network rules need 4 (Linux 6.7)");
  }
  const Ruleset rules{kWrite | LANDLOCK_ACCESS_FS_EXECUTE | kRefer | kTruncate, kBindTcp | kConnectTcp};
  const base::Descriptor ruleset(static_cast<int>(syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0U)));
  if (!ruleset) return failed("no Landlock rules");
  if (auto allowed = allowAll(ruleset.get(), sandbox, rules.files); !allowed) return allowed;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, ruleset.get(), 0U) != 0) {
    return failed("Landlock is not entered");
  }
  return {};
}

base::Result<void> protectSelf() {
  const rlimit none{0, 0};
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0 ||
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return failed("the guard cannot protect itself");
  }
  return {};
}

}  // namespace vigie::control
