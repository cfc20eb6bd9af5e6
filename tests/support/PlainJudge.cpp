#include "tests/support/PlainJudge.hpp"

#include <nlohmann/json.hpp>

namespace vigie::support {

base::Result<registry::HandedIn> PlainJudge::judge(base::ByteView bundle) const {
  const nlohmann::json json = nlohmann::json::parse(base::textOf(bundle), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return base::fail("bundle-malformed", "expected a plain bundle");
  if (json.contains("refuse")) return base::fail(json["refuse"], "the judge was told to refuse this bundle");
  registry::HandedIn handedIn;
  const auto session = base::SessionId::fromHex(json.value("session", ""));
  if (!session) return base::fail(session.error());
  handedIn.session = *session;
  handedIn.ticket = json.value("ticket", "");
  handedIn.openedMs = json.value("openedMs", std::int64_t{0});
  handedIn.position = json.value("position", std::uint64_t{0});
  handedIn.head = crypto::sha256(base::bytesOf("head of " + session->hex()));
  handedIn.certificates = json.value("certificates", std::vector<std::string>());
  return handedIn;
}

std::string plainBundle(const registry::HandedIn& handedIn) {
  return nlohmann::json{{"session", handedIn.session.hex()},
                        {"ticket", handedIn.ticket},
                        {"openedMs", handedIn.openedMs},
                        {"position", handedIn.position},
                        {"certificates", handedIn.certificates}}
      .dump();
}

}  // namespace vigie::support
