#include "proctor-console/cli/VaultVerify.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

struct Findings {
  Json json = Json::array();
  std::string text;
  std::size_t damaged = 0;
};

base::Result<message::VaultView> askVault(Context& context, const std::string& session, const std::string& candidate,
                                          std::uint32_t from) {
  message::Query query;
  query.set_session(session);
  query.set_candidate(candidate);
  query.set_number(from);
  query.set_vault(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  if (reply->vaults_size() != 1) return base::fail("reply-wrong", "the centre answered something else about its vault");
  return reply->vaults(0);
}

void addPictures(const message::VaultView& page, Json& pictures, Findings& findings) {
  for (const message::VaultPicture& picture : page.pictures()) {
    Json one = {{"number", picture.number()},
                {"sha256", picture.sha256().empty() ? Json(nullptr) : Json(hexOf(picture.sha256()))}};
    if (!picture.damage().empty()) {
      one["damage"] = picture.damage();
      ++findings.damaged;
      findings.text += "  " + std::to_string(picture.number()) + ": " + picture.damage() + "\n";
    }
    pictures.push_back(std::move(one));
  }
}

base::Result<Json> verifyCandidate(Context& context, const std::string& session,
                                   const message::CandidateView& candidate, Findings& findings) {
  auto page = askVault(context, session, candidate.candidate(), 0);
  if (!page) return base::fail(page.error());
  Json missing = Json::array();
  for (const std::uint32_t number : page->missing()) missing.push_back(number);
  findings.text += context.text(
      {"{} : {} annoncées, {} au coffre, {} manquantes\n", "{}: {} announced, {} in the vault, {} missing\n"},
      {nameOf(candidate), std::to_string(page->announced()), std::to_string(page->stored()),
       std::to_string(page->announced() - page->stored())});
  Json out = {{"reference", hexOf(candidate.candidate())},
              {"announced", page->announced()},
              {"stored", page->stored()},
              {"missing", std::move(missing)}};
  if (!page->erased().empty()) out["erased"] = page->erased();
  Json pictures = Json::array();
  addPictures(*page, pictures, findings);
  while (page->next() != 0) {
    page = askVault(context, session, candidate.candidate(), page->next());
    if (!page) return base::fail(page.error());
    addPictures(*page, pictures, findings);
  }
  out["pictures"] = std::move(pictures);
  return out;
}

base::Result<void> verifyOne(Context& context, const std::string& session, Findings& findings) {
  const auto segments = askVault(context, session, {}, 0);
  if (!segments) return base::fail(segments.error());
  const auto id = base::SessionId::fromBytes(session);
  if (!id) return base::fail(id.error());
  const auto room = askRoom(context, *id);
  if (!room) return base::fail(room.error());
  const std::size_t before = findings.damaged;
  Json damage = Json::array();
  for (const std::string& sentence : segments->damage()) {
    damage.push_back(sentence);
    findings.text += "  " + sentence + "\n";
    ++findings.damaged;
  }
  Json candidates = Json::array();
  for (const auto& candidate : room->candidates()) {
    auto verified = verifyCandidate(context, session, candidate, findings);
    if (!verified) return base::fail(verified.error());
    candidates.push_back(std::move(*verified));
  }
  findings.json.push_back({{"session", hexOf(session)},
                           {"intact", findings.damaged == before},
                           {"announced", segments->announced()},
                           {"stored", segments->stored()},
                           {"bytes", segments->bytes()},
                           {"damage", std::move(damage)},
                           {"candidates", std::move(candidates)}});
  return {};
}

}  // namespace

base::Result<Page> verifyVault(Context& context) {
  message::Query query;
  query.set_sessions(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  Findings findings;
  for (const auto& session : reply->sessions()) {
    if (const auto verified = verifyOne(context, session.session(), findings); !verified)
      return base::fail(verified.error());
  }
  if (findings.damaged == 0) {
    return Page{findings.json, findings.text + context.text({"Tout est intact.\n", "All is intact.\n"}), {}};
  }
  return Page{
      {{"sessions", findings.json}},
      findings.text,
      base::Error{"vault-damaged", std::to_string(findings.damaged) + " things in the vault are not as recorded"}};
}

}  // namespace vigie::cli
