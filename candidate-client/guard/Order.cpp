#include "candidate-client/guard/Order.hpp"

#include <nlohmann/json.hpp>

#include "candidate-client/guard/Fields.hpp"
#include "common/base/Clock.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::guard {
namespace {

constexpr std::string_view kFormat = "vigie-order/1";

base::Result<base::Bytes> base64Field(const nlohmann::json& object, std::string_view name) {
  const auto text = textField(object, name, "order", kLargestOrder);
  if (!text) return base::fail(text.error());
  auto raw = base::fromBase64(*text);
  if (!raw) return base::fail("order-format", "order: \"" + std::string(name) + "\" is no base64");
  return raw;
}

base::Result<crypto::SignedMessage> readEnvelope(std::string_view text) {
  if (text.size() > kLargestOrder) return base::fail("order-format", "order: larger than the 1 MiB allowed");
  const auto json = jcs::parse(text);
  if (!json) return base::fail("order-format", "order: " + json.error().detail);
  if (const auto only = requireOnly(*json, {"body", "key", "signature"}, "order"); !only) {
    return base::fail(only.error());
  }
  crypto::SignedMessage message;
  auto body = base64Field(*json, "body");
  if (!body) return base::fail(body.error());
  const auto key = digestField(*json, "key", "order");
  if (!key) return base::fail(key.error());
  auto signature = base64Field(*json, "signature");
  if (!signature) return base::fail(signature.error());
  return crypto::SignedMessage{std::move(*body), *key, std::move(*signature)};
}

base::Result<OrderStep> readCode(const nlohmann::json& step, const std::string& place) {
  if (const auto only = requireOnly(step, {"do", "digest", "salt"}, place); !only) return base::fail(only.error());
  const auto digest = digestField(step, "digest", place);
  if (!digest) return base::fail(digest.error());
  auto salt = hexField(step, "salt", place, 16);
  if (!salt) return base::fail(salt.error());
  return SetCode{*digest, std::move(*salt)};
}

base::Result<OrderStep> readLock(const nlohmann::json& step, const std::string& place) {
  if (const auto only = requireOnly(step, {"do", "policy"}, place); !only) return base::fail(only.error());
  const auto value = step.find("policy");
  if (value == step.end()) return base::fail("field-missing", place + ": \"policy\" is missing");
  auto policy = readPolicy(*value);
  if (!policy) return base::failAt(place, policy.error());
  return Lock{std::move(*policy), jcs::canonicalText(*value)};
}

base::Result<OrderStep> readUnlock(const nlohmann::json& step, const std::string& place) {
  if (const auto only = requireOnly(step, {"do"}, place); !only) return base::fail(only.error());
  return Unlock{};
}

base::Result<OrderStep> readWaive(const nlohmann::json& step, const std::string& place) {
  if (const auto only = requireOnly(step, {"do", "by", "incident", "reason"}, place); !only) {
    return base::fail(only.error());
  }
  Waive waive;
  for (const auto& [name, out] : {std::pair{"incident", &waive.incident}, std::pair{"by", &waive.by}}) {
    const auto id = hexField(step, name, place, 16);
    if (!id) return base::fail(id.error());
    *out = base::toHex(*id);
  }
  auto reason = textField(step, "reason", place);
  if (!reason) return base::fail(reason.error());
  waive.reason = std::move(*reason);
  return waive;
}

base::Result<OrderStep> readStep(const nlohmann::json& step, const std::string& place) {
  using Reader = base::Result<OrderStep> (*)(const nlohmann::json&, const std::string&);
  constexpr std::array<std::pair<std::string_view, Reader>, 4> kReaders{
      {{"code", readCode}, {"lock", readLock}, {"unlock", readUnlock}, {"waive", readWaive}}};
  const std::string name = step.is_object() ? jcs::textMember(step, "do") : std::string();
  for (const auto& [known, read] : kReaders) {
    if (name == known) return read(step, place);
  }
  return base::fail("order-step", place + ": \"do\" is code, lock, unlock or waive. A newer guard may know more");
}

base::Result<Order> readBody(const nlohmann::json& json) {
  const std::string format = json.is_object() ? jcs::textMember(json, "format") : std::string();
  if (format != kFormat) {
    return base::fail("order-version", "order: this guard reads vigie-order/1 only. Update the guard of this seat");
  }
  const auto only = requireOnly(json, {"expires", "format", "nonce", "number", "seat", "steps"}, "order");
  if (!only) return base::fail(only.error());
  Order order;
  const auto seat = hexField(json, "seat", "order", 16);
  if (!seat) return base::fail(seat.error());
  order.seat = base::toHex(*seat);
  const auto nonce = digestField(json, "nonce", "order");
  if (!nonce) return base::fail(nonce.error());
  order.nonce = *nonce;
  const auto number = numberField(json, "number", "order");
  if (!number) return base::fail(number.error());
  order.number = *number;
  const auto expires = textField(json, "expires", "order");
  if (!expires) return base::fail(expires.error());
  order.expiresMs = base::parseUtc(*expires);
  if (order.expiresMs < 0) return base::fail("field-wrong", "order: \"expires\" looks like 2026-11-22T10:00:00Z");

  const auto steps = json.find("steps");
  if (steps == json.end() || !steps->is_array() || steps->empty() || steps->size() > kMostSteps) {
    return base::fail("field-wrong", "order: \"steps\" is a list of 1 to 8 steps");
  }
  for (const auto& one : *steps) {
    auto step = readStep(one, "order: step " + std::to_string(order.steps.size() + 1));
    if (!step) return base::fail(step.error());
    order.steps.push_back(std::move(*step));
  }
  return order;
}

base::Result<void> checkFits(const Order& order, const Expected& expected) {
  if (order.seat != expected.seat) {
    return base::fail("order-seat", "order: it is for the seat " + order.seat + ", and this one is " + expected.seat +
                                        ". Give it to that seat's guard");
  }
  if (order.nonce != expected.nonce) {
    return base::fail("order-nonce",
                      "order: it was made for an earlier start of this guard. Read the guard's nonce "
                      "(guard-status) and sign a new order");
  }
  if (order.number <= expected.lastNumber) {
    return base::fail("order-number", "order: its number " + std::to_string(order.number) + " is not above " +
                                          std::to_string(expected.lastNumber) +
                                          ", the last one obeyed. Sign a new order with a higher number");
  }
  if (order.expiresMs < expected.nowMs) {
    return base::fail("order-expired", "order: it expired at " + base::formatUtc(order.expiresMs) + ", and it is " +
                                           base::formatUtc(expected.nowMs) +
                                           " here. Sign a new order, or set the clock that is wrong");
  }
  return {};
}

}  // namespace

base::Result<Order> readOrder(std::string_view text, const Expected& expected) {
  const auto message = readEnvelope(text);
  if (!message) return base::fail(message.error());
  if (const auto verified = crypto::verifyMessage(*message, kOrderType, expected.key); !verified) {
    return base::fail(verified.error().code,
                      "order: " + verified.error().detail +
                          ". Nothing of it is done: it was changed on its way, or whoever signed it "
                          "is not who this seat obeys (order_key)");
  }
  const auto json = jcs::parseCanonical(base::textOf(message->body));
  if (!json) return base::fail("order-format", "order: its body: " + json.error().detail);
  auto order = readBody(*json);
  if (!order) return order;
  if (const auto fits = checkFits(*order, expected); !fits) return base::fail(fits.error());
  return order;
}

std::string orderText(const crypto::SignedMessage& message) {
  return jcs::canonicalText({{"body", base::toBase64(message.body)},
                             {"key", base::toHex(message.keyId)},
                             {"signature", base::toBase64(message.signature)}});
}

}  // namespace vigie::guard
