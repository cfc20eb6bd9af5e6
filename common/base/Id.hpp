// References: random 128-bit numbers that name a session, a candidate, an assessment… without saying who it is.
// Strong types: a candidate's reference cannot be passed where a session's is wanted.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "common/base/Bytes.hpp"

namespace vigie::base {

template <class Tag>
struct Id {
  std::array<std::uint8_t, 16> value{};

  friend auto operator<=>(const Id&, const Id&) = default;

  std::string hex() const { return toHex(value); }
  std::string bytes() const { return toString(value); }  // for a Protobuf bytes field
  bool isNull() const {
    return std::all_of(value.begin(), value.end(), [](std::uint8_t byte) { return byte == 0; });
  }

  static Result<Id> fromBytes(std::string_view raw) {
    if (raw.size() != 16) return fail("not-an-id", "expected 16 bytes");
    Id id;
    std::copy_n(bytesOf(raw).begin(), 16, id.value.begin());
    return id;
  }
  static Result<Id> fromHex(std::string_view text) {
    auto raw = vigie::base::fromHex(text);
    if (!raw || raw->size() != 16) return fail("not-an-id", "expected 32 digits 0-9 a-f");
    return fromBytes(textOf(*raw));
  }
};

struct SessionTag {};
struct CandidateTag {};
struct WorkstationTag {};
struct StaffTag {};
struct CommandTag {};
struct EpochTag {};
using SessionId = Id<SessionTag>;          // one exam session in one centre
using CandidateRef = Id<CandidateTag>;     // one candidate in one session; there is one assessment for each
using WorkstationId = Id<WorkstationTag>;  // an enrolled machine
using StaffId = Id<StaffTag>;              // a staff member's registered key
using CommandId = Id<CommandTag>;          // one command of one staff member; repeats carry the same
using EpochId = Id<EpochTag>;              // one life of a centre's data folder; a restored backup starts another

}  // namespace vigie::base

template <class Tag>
struct std::hash<vigie::base::Id<Tag>> {
  std::size_t operator()(const vigie::base::Id<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}(vigie::base::textOf(id.value));
  }
};
