// Keeps the workstation from being switched off or sent to sleep during an exam: an inhibitor lock of logind
// (org.freedesktop.login1.Manager.Inhibit), which holds for as long as its descriptor is open and so ends with the
// guard whatever happens. Ownership: the descriptor is the caller's. Thread: any; an answer is awaited for 1 s at most.
// Errors: "no-system-bus", "no-inhibitor".
#pragma once

#include <string>

#include "common/base/Descriptor.hpp"
#include "common/base/Result.hpp"

namespace vigie::control {

class Inhibitor {
 public:
  virtual ~Inhibitor() = default;
  virtual base::Result<void> ready() = 0;  // whether there is somebody to ask
  virtual base::Result<base::Descriptor> take() = 0;
};

class LogindInhibitor final : public Inhibitor {
 public:
  // A D-Bus address; empty: the machine's own system bus.
  explicit LogindInhibitor(std::string address = {}) : address_(std::move(address)) {}
  base::Result<void> ready() override;
  base::Result<base::Descriptor> take() override;

 private:
  std::string address_;
};

}  // namespace vigie::control
