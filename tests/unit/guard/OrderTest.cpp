#include "candidate-client/guard/Order.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "common/jcs/Jcs.hpp"
#include "tests/support/Must.hpp"

namespace vigie::guard {
namespace {

using support::must;

constexpr std::int64_t kNow = 1'795'341'599'000;  // 2026-11-22T09:59:59Z
const std::string kSeat = "0123456789abcdef0123456789abcdef";

crypto::Digest filled(std::uint8_t byte) {
  crypto::Digest out{};
  out.fill(byte);
  return out;
}

// The committed order was signed once with a key that is gone: nobody can make it fit a changed format.
constexpr std::string_view kGoldenKey =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYWzMTRYy8WeiDO1OlYQRq3rDV4vBX37EKybY2vwQgXd/"
    "jPJkvH1IegtjFBfJ86msi3C1AHJ43TyGo4bLWapR4w==";

TEST(Order, ReadsTheGoldenOrderAsItWasWrittenDown) {
  const auto text = must(base::readTextFile(VIGIE_SOURCE_DIR "/tests/unit/guard/golden-order.json"));
  const auto key = must(crypto::PublicKey::fromSpki(must(base::fromBase64(kGoldenKey))));
  const Order order = must(readOrder(text, {key, kSeat, filled(0xaa), 6, kNow}));
  EXPECT_EQ(order.number, 7U);
  EXPECT_EQ(order.expiresMs, 1'795'341'600'000);
  ASSERT_EQ(order.steps.size(), 3U);
  EXPECT_EQ(std::get<SetCode>(order.steps[0]).digest, filled(0xbb));
  const Policy& policy = std::get<Lock>(order.steps[1]).policy;
  EXPECT_EQ(policy.grade, Grade::locked);
  EXPECT_EQ(policy.modeOf(ControlId::clipboard), Mode::report);
  EXPECT_EQ(policy.modeOf(ControlId::network), Mode::on);
  EXPECT_EQ(policy.centre, (std::vector<Endpoint>{{"10.77.0.1", false, 7443}, {"fd77::1", true, 7443}}));
  EXPECT_EQ(policy.allowed, (std::vector<Program>{{"/usr/bin/candidate-client", filled(0xdd)}}));
  EXPECT_EQ(std::get<Waive>(order.steps[2]).reason, "the camera was exchanged by us");
}

class Refusals : public testing::Test {
 protected:
  std::string codeOf(const nlohmann::json& body) {
    const auto text = orderText(crypto::signMessage(key_, kOrderType, base::bytesOf(jcs::canonicalText(body))));
    return codeOfText(text);
  }
  std::string codeOfText(const std::string& text) {
    const auto order = readOrder(text, {key_.publicKey(), kSeat, filled(0xaa), 6, kNow});
    return order ? "accepted" : order.error().code;
  }
  nlohmann::json sound() const {
    return {{"expires", "2026-11-22T10:00:00Z"},
            {"format", "vigie-order/1"},
            {"nonce", std::string(64, 'a')},
            {"number", 7},
            {"seat", kSeat},
            {"steps", {{{"do", "unlock"}}}}};
  }
  crypto::PrivateKey key_ = crypto::PrivateKey::generate(crypto::KeyKind::p256);
};

TEST_F(Refusals, AcceptsTheSoundOrderThatTheOthersAreMadeFrom) {
  EXPECT_EQ(codeOf(sound()), "accepted");
}

TEST_F(Refusals, NameWhatIsWrongWithAnOrder) {
  using Change = std::function<void(nlohmann::json&)>;
  const auto steps = [](const nlohmann::json& value) {
    return [value](nlohmann::json& body) { body["steps"] = value; };
  };
  const std::vector<std::tuple<std::string, Change, std::string>> table{
      {"another seat", [](auto& body) { body["seat"] = std::string(32, '1'); }, "order-seat"},
      {"nonce of an earlier start", [](auto& body) { body["nonce"] = std::string(64, 'b'); }, "order-nonce"},
      {"number obeyed before", [](auto& body) { body["number"] = 6; }, "order-number"},
      {"older number", [](auto& body) { body["number"] = 1; }, "order-number"},
      {"number that is not whole", [](auto& body) { body["number"] = 7.5; }, "field-wrong"},
      {"negative number", [](auto& body) { body["number"] = -7; }, "field-wrong"},
      {"expired", [](auto& body) { body["expires"] = "2026-11-22T09:59:58Z"; }, "order-expired"},
      {"no date", [](auto& body) { body["expires"] = "tomorrow"; }, "field-wrong"},
      {"version to come", [](auto& body) { body["format"] = "vigie-order/2"; }, "order-version"},
      {"unknown member", [](auto& body) { body["urgent"] = true; }, "unknown-field"},
      {"missing member", [](auto& body) { body.erase("nonce"); }, "field-missing"},
      {"unknown step", steps({{{"do", "explode"}}}), "order-step"},
      {"step without a name", steps({{{"what", "unlock"}}}), "order-step"},
      {"unknown member of a step", steps({{{"do", "unlock"}, {"when", "later"}}}), "unknown-field"},
      {"lock without a policy", steps({{{"do", "lock"}}}), "field-missing"},
      {"no steps", steps(nlohmann::json::array()), "field-wrong"},
      {"too many steps", steps(nlohmann::json(9, {{"do", "unlock"}})), "field-wrong"},
      {"short digest", steps({{{"do", "code"}, {"digest", "ab"}, {"salt", std::string(32, 'c')}}}), "field-wrong"},
      {"policy of a version to come",
       steps({{{"do", "lock"}, {"policy", {{"format", "vigie-policy/2"}, {"grade", "locked"}}}}}), "policy-version"},
      {"unknown control",
       steps({{{"do", "lock"},
               {"policy", {{"format", "vigie-policy/1"}, {"grade", "locked"}, {"controls", {{"telepathy", "on"}}}}}}}),
       "policy-control"},
  };
  for (const auto& [name, change, code] : table) {
    nlohmann::json body = sound();
    change(body);
    EXPECT_EQ(codeOf(body), code) << name;
  }
}

TEST_F(Refusals, BelieveNothingBeforeTheSignatureHolds) {
  const std::string body = jcs::canonicalText(sound());
  const auto other = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  EXPECT_EQ(codeOfText(orderText(crypto::signMessage(other, kOrderType, base::bytesOf(body)))), "signature-key");
  EXPECT_EQ(codeOfText(orderText(crypto::signMessage(key_, "staff", base::bytesOf(body)))), "signature-wrong");
  auto message = crypto::signMessage(key_, kOrderType, base::bytesOf(body));
  for (std::size_t i = 0; i < message.body.size(); i += 7) {
    auto changed = message;
    changed.body[i] ^= 1U;
    EXPECT_EQ(codeOfText(orderText(changed)), "signature-wrong") << "byte " << i;
  }
  EXPECT_EQ(codeOfText("{\"body\":\"\"}"), "field-missing");
  EXPECT_EQ(codeOfText("no order"), "order-format");
}

TEST_F(Refusals, RefuseABodyThatIsNotInItsOneForm) {
  const auto message = crypto::signMessage(key_, kOrderType, base::bytesOf(' ' + jcs::canonicalText(sound())));
  EXPECT_EQ(codeOfText(orderText(message)), "order-format");
}

}  // namespace
}  // namespace vigie::guard
