// An order of the centre to the guard of one workstation, whoever carries it.
//
// Text form (a file, or a member of a socket request), JSON: {"body": base64, "key": 64 hex, "signature": base64},
// a crypto::SignedMessage of type "guard-order" whose body is canonical JSON (RFC 8785):
//   expires  "2026-11-22T10:00:00Z": not obeyed after this moment
//   format   "vigie-order/1"
//   nonce    64 hex digits: the guard's own, drawn anew at each of its starts
//   number   greater than every number this guard has obeyed; kept on its disk
//   seat     32 hex digits
//   steps    1 to 8, done in this order until one fails:
//     {"do":"code","digest":64 hex,"salt":32 hex}  the one-time local unlock code (UnlockCode.hpp) from here on
//     {"do":"lock","policy":{…}}                   Policy.hpp
//     {"do":"unlock"}
//     {"do":"waive","by":32 hex,"incident":32 hex,"reason":text}   a staff member ends one alarm
// The nonce keeps an order of yesterday from another start away, the number one of this start, the expiry one that was
// held back. Unknown members and steps are refused. Thread: any. Ownership: values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "candidate-client/guard/Policy.hpp"
#include "common/base/Bytes.hpp"
#include "common/crypto/Keys.hpp"
#include "common/crypto/SignedMessage.hpp"

namespace vigie::guard {

inline constexpr std::string_view kOrderType = "guard-order";
inline constexpr std::size_t kLargestOrder = 1U << 20;
inline constexpr std::size_t kMostSteps = 8;

struct SetCode {
  crypto::Digest digest{};
  base::Bytes salt;  // 16 bytes
  friend bool operator==(const SetCode&, const SetCode&) = default;
};
struct Lock {
  Policy policy;
  std::string policyText;  // canonical: kept in the undo journal, to go on after a restart
  friend bool operator==(const Lock&, const Lock&) = default;
};
struct Unlock {
  friend bool operator==(const Unlock&, const Unlock&) = default;
};
struct Waive {
  std::string incident, by, reason;
  friend bool operator==(const Waive&, const Waive&) = default;
};
using OrderStep = std::variant<SetCode, Lock, Unlock, Waive>;

struct Order {
  std::string seat;
  crypto::Digest nonce{};
  std::uint64_t number = 0;
  std::int64_t expiresMs = 0;
  std::vector<OrderStep> steps;
};

// What an order must fit.
struct Expected {
  crypto::PublicKey key;
  std::string seat;
  crypto::Digest nonce{};
  std::uint64_t lastNumber = 0;
  std::int64_t nowMs = 0;
};

// Nothing inside is believed before the signature holds. Errors: "order-format", "signature-key", "signature-wrong",
// "order-version", "order-seat", "order-nonce", "order-number", "order-expired", "order-step", and those of Policy.hpp
// and Fields.hpp.
base::Result<Order> readOrder(std::string_view text, const Expected& expected);

// The text form of a body that somebody signs: for the centre, tools and tests.
std::string orderText(const crypto::SignedMessage& message);

}  // namespace vigie::guard
