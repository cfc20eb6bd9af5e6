#include "candidate-client/guard/control/ClientControl.hpp"

#include <sys/prctl.h>

#include "candidate-client/guard/control/Sandbox.hpp"

namespace vigie::control {

guard::Ability ClientControl::ability() {
  const int version = landlockVersion();
  const bool seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
  guard::Ability out{version >= 4 && seccomp, true, "in force for a client that guard-launch started"};
  if (version < 4) {
    out.why = "this kernel's Landlock is of version " + std::to_string(version) + ", rules about ports need 4";
  }
  if (!seccomp) out.why = "this kernel has no seccomp";
  return out;
}

}  // namespace vigie::control
