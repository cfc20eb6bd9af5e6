#include "candidate-client/guard/app/Questions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/Fields.hpp"
#include "candidate-client/guard/attestation/Tpm.hpp"
#include "common/base/Bytes.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::station {
namespace {

using guard::requireOnly;
using guard::textField;

// Texts of others (paths, for one) may hold bytes that are no UTF-8: they are replaced, not refused.
std::string lineOf(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

Answer refusal(const base::Error& error) {
  return {lineOf({{"ok", false}, {"code", error.code}, {"detail", error.detail}}), false};
}

Answer answerOf(const base::Result<void>& done) {
  if (!done) return refusal(done.error());
  return {lineOf({{"ok", true}}), false};
}

bool isOneOf(const std::vector<std::int64_t>& users, std::int64_t uid) {
  return uid == 0 || std::ranges::find(users, uid) != users.end();
}

base::Result<void> require(bool allowed) {
  if (allowed) return {};
  return base::fail("not-allowed", "this user may not ask the guard for that");
}

base::Result<void> obey(guard::Guard& guard, const nlohmann::json& json) {
  if (auto only = requireOnly(json, {"ask", "order"}, "question"); !only) return only;
  const auto order = textField(json, "order", "question", guard::kLargestOrder);
  if (!order) return base::fail(order.error());
  return guard.obey(*order);
}

base::Result<void> useCode(guard::Guard& guard, const nlohmann::json& json) {
  if (auto only = requireOnly(json, {"ask", "code"}, "question"); !only) return only;
  const auto code = textField(json, "code", "question", 64);
  if (!code) return base::fail(code.error());
  return guard.useCode(*code);
}

base::Result<void> restore(guard::Guard& guard, const nlohmann::json& json) {
  if (auto only = requireOnly(json, {"ask", "damage"}, "question"); !only) return only;
  const std::string damage = jcs::textMember(json, "damage");
  if (damage != "keep" && damage != "give-up") {
    return base::fail("field-wrong", "question: \"damage\" is keep or give-up");
  }
  return guard.restore(damage == "keep" ? guard::Guard::Damage::keep : guard::Guard::Damage::giveUp);
}

// The proof that a verifier weighs: attestation::Evidence, each part in base64.
base::Result<nlohmann::json> attest(const Configuration& configuration, const nlohmann::json& json) {
  if (const auto only = requireOnly(json, {"ask", "qualifying", "registers"}, "question"); !only) {
    return base::fail(only.error());
  }
  const auto qualifying = guard::digestField(json, "qualifying", "question");
  if (!qualifying) return base::fail(qualifying.error());
  std::vector<std::uint8_t> registers;
  for (const auto& one : json.value("registers", nlohmann::json::array())) {
    const std::uint64_t number = one.is_number_unsigned() ? one.get<std::uint64_t>() : 24;
    if (number > 23) return base::fail("field-wrong", "question: \"registers\" is a list of numbers from 0 to 23");
    registers.push_back(static_cast<std::uint8_t>(number));
  }
  const auto evidence = attestation::makeEvidence(configuration.tpm, *qualifying, registers);
  if (!evidence) return base::fail(evidence.error());
  return nlohmann::json{{"attestationKey", base::toBase64(evidence->attestationKey)},
                        {"workstationKey", base::toBase64(evidence->workstationKey)},
                        {"certification", base::toBase64(evidence->certification)},
                        {"certificationSignature", base::toBase64(evidence->certificationSignature)},
                        {"quote", base::toBase64(evidence->quote)},
                        {"quoteSignature", base::toBase64(evidence->quoteSignature)}};
}

base::Result<void> sighting(guard::Guard& guard, const nlohmann::json& json) {
  if (auto only = requireOnly(json, {"ask", "reason", "subject", "seen", "facts"}, "question"); !only) return only;
  guard::Sighting seen;
  seen.control = guard::ControlId::client;
  seen.severity = guard::Severity::serious;
  seen.mayDo = "go to the seat: the client goes on by itself or shows its calm screen";
  for (const auto& [name, out] :
       {std::pair{"reason", &seen.reason}, std::pair{"subject", &seen.subject}, std::pair{"seen", &seen.seen}}) {
    auto text = textField(json, name, "question");
    if (!text) return base::fail(text.error());
    *out = std::move(*text);
  }
  if (const auto facts = json.find("facts"); facts != json.end() && facts->is_object()) {
    for (const auto& [name, text] : facts->items()) {
      seen.facts.emplace_back(name, text.is_string() ? text.get<std::string>() : text.dump());
    }
  }
  guard.report(seen);
  return {};
}

}  // namespace

std::string statusLine(const guard::Guard& guard) {
  return lineOf({{"ok", true}, {"status", guard::toJson(guard.status())}});
}

Answer answer(guard::Guard& guard, const Configuration& configuration, std::int64_t uid, std::string_view question) {
  const auto json = jcs::parse(question);
  if (!json) return refusal(json.error());
  const std::string ask = json->is_object() ? jcs::textMember(*json, "ask") : std::string();
  if (ask == "status" || ask == "watch") {
    const auto allowed = require(isOneOf(configuration.clientUsers, uid));
    if (!allowed) return refusal(allowed.error());
    return {statusLine(guard), ask == "watch"};
  }
  if (ask == "code") {
    const auto allowed = require(isOneOf(configuration.codeUsers, uid));
    return answerOf(allowed ? useCode(guard, *json) : allowed);
  }
  if (const auto root = require(uid == 0); !root) return refusal(root.error());
  if (ask == "attest") {
    const auto evidence = attest(configuration, *json);
    if (!evidence) return refusal(evidence.error());
    return {lineOf({{"ok", true}, {"evidence", *evidence}}), false};
  }
  if (ask == "order") return answerOf(obey(guard, *json));
  if (ask == "restore") return answerOf(restore(guard, *json));
  if (ask == "sighting") return answerOf(sighting(guard, *json));
  return refusal({"not-a-question", "\"ask\" is status, watch, order, code, restore, attest or sighting"});
}

}  // namespace vigie::station
