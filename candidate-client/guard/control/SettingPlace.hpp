// Kernel settings: the files below /proc/sys and /sys, named from `root` on ("proc/sys/kernel/sysrq"). They never
// come into being nor go by being written. Gone with the device that they are of, and at the next boot.
// Errors: "setting-refused", those of base/File.
#pragma once

#include <filesystem>

#include "candidate-client/guard/Place.hpp"

namespace vigie::control {

class SettingPlace final : public guard::Place {
 public:
  static constexpr std::string_view kKind = "setting";

  explicit SettingPlace(std::filesystem::path root = "/") : root_(std::move(root)) {}
  std::string_view kind() const override { return kKind; }
  guard::Lasting lasting() const override { return guard::Lasting::whileThere; }
  base::Result<guard::Value> read(const std::string& target) override;
  base::Result<void> write(const std::string& target, const guard::Value& value) override;

 private:
  std::filesystem::path root_;
};

}  // namespace vigie::control
