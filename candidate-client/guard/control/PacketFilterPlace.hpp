// Our own table of the kernel's packet filter (nf_tables), by netlink through libnftables; no other table is touched,
// and no program is started. The target is the table's name in the family inet, the value its rules exactly as
// `nft list table` prints them; no value: there is no such table. A table is replaced in one transaction.
// Errors: "filter-refused".
#pragma once

#include "candidate-client/guard/Place.hpp"

namespace vigie::control {

class PacketFilterPlace final : public guard::Place {
 public:
  static constexpr std::string_view kKind = "packet-filter";

  std::string_view kind() const override { return kKind; }
  guard::Lasting lasting() const override { return guard::Lasting::untilBoot; }
  base::Result<guard::Value> read(const std::string& target) override;
  base::Result<void> write(const std::string& target, const guard::Value& value) override;
};

}  // namespace vigie::control
