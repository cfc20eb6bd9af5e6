// Controls that look at how the workstation is set up and tell it; they change nothing. L1: one session, no way to
// another. L13: whether the system can be written to. Files are read below `root`, so that recorded workstations are
// tests.
#pragma once

#include <filesystem>

#include "candidate-client/guard/Control.hpp"

namespace vigie::control {

// One thing that is not as a kiosk has it.
struct Finding {
  std::string reason;  // kebab-case
  std::string subject;
  std::string seen;  // a sentence
  guard::Severity severity = guard::Severity::notice;
};

// What shows the one program: an X server, or cage started by a systemd unit.
enum class ScreenKind { x, cage };

std::vector<Finding> sessionFindings(const std::filesystem::path& root, ScreenKind screen);
std::vector<Finding> systemFindings(const std::filesystem::path& root);

class SurroundingsControl : public guard::Control {
 public:
  guard::Ability ability() override;
  base::Result<std::vector<guard::Step>> steps(const guard::Policy&, guard::Mode) override {
    return std::vector<guard::Step>{};
  }
  base::Result<void> start(const guard::Policy& policy, guard::Mode mode, const guard::Report& report) override;
  void stop() override {}
  void tick() override;

 protected:
  explicit SurroundingsControl(std::filesystem::path root) : root_(std::move(root)) {}
  virtual std::vector<Finding> look(const std::filesystem::path& root, const guard::Policy& policy) const = 0;
  virtual bool changes() const { return false; }  // looked at again every second

 private:
  void tell();
  std::filesystem::path root_;
  guard::Policy policy_;
  guard::Report report_;
  std::vector<std::string> told_;
};

class SessionControl final : public SurroundingsControl {
 public:
  SessionControl(std::filesystem::path root, ScreenKind screen)
      : SurroundingsControl(std::move(root)), screen_(screen) {}
  guard::ControlId id() const override { return guard::ControlId::session; }

 protected:
  std::vector<Finding> look(const std::filesystem::path& root, const guard::Policy&) const override {
    return sessionFindings(root, screen_);
  }

 private:
  ScreenKind screen_;
};

class SystemControl final : public SurroundingsControl {
 public:
  explicit SystemControl(std::filesystem::path root = "/") : SurroundingsControl(std::move(root)) {}
  guard::ControlId id() const override { return guard::ControlId::system; }

 protected:
  std::vector<Finding> look(const std::filesystem::path& root, const guard::Policy&) const override {
    return systemFindings(root);
  }
};

}  // namespace vigie::control
