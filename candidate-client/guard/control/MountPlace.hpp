// Where programs may not be started from: the flags noexec, nosuid and nodev of a folder's mount. A value is their
// words in this order, between blanks ("noexec nosuid"), empty for none; no value: the folder is no mount of its own.
// Writing a value to such a folder mounts it on itself first; writing no value takes that mount away.
// Gone at the next boot. Errors: "mount-refused", those of base/File.
#pragma once

#include "candidate-client/guard/Place.hpp"

namespace vigie::control {

class MountPlace final : public guard::Place {
 public:
  static constexpr std::string_view kKind = "mount";

  std::string_view kind() const override { return kKind; }
  guard::Lasting lasting() const override { return guard::Lasting::untilBoot; }
  base::Result<guard::Value> read(const std::string& target) override;
  base::Result<void> write(const std::string& target, const guard::Value& value) override;
};

}  // namespace vigie::control
