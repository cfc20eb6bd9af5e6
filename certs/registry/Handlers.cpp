#include "certs/registry/Handlers.hpp"

#include <spdlog/spdlog.h>
#include <array>
#include <nlohmann/json.hpp>

#include "certs/credential/VerificationCode.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/registry/PublicFolder.hpp"
#include "certs/registry/Routes.hpp"
#include "certs/status/StatusList.hpp"
#include "common/base/File.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::registry {

using Json = nlohmann::json;

namespace {

// Long enough for a lookup on a busy machine: found or not, the answer leaves at the same moment.
constexpr std::chrono::milliseconds kLookupTime{120};

Answer refusal(unsigned status, const std::string& code, const std::string& detail) {
  Answer answer;
  answer.status = status;
  answer.headers = {{"Cache-Control", "no-store"}};
  answer.body = jcs::canonicalText({{"error", {{"code", code}, {"detail", detail}}}});
  return answer;
}

// What of Intake's refusals is not simply "this bundle is wrong" (422).
unsigned statusOf(const std::string& code) {
  struct Row {
    std::string_view code;
    unsigned status;
  };
  static constexpr std::array kRows = {
      Row{"session-foreign", 403}, Row{"ticket-foreign", 403}, Row{"bundle-differs", 409}, Row{"ticket-used", 409},
      Row{"code-used", 409},       Row{"database", 503},       Row{"database-newer", 503}, Row{"log-lock", 503},
      Row{"log-ahead", 503},       Row{"log-differs", 503},    Row{"tile-missing", 503},   Row{"tile-damaged", 503},
      Row{"file-unwritable", 503}, Row{"file-unreadable", 503}};
  for (const Row& row : kRows) {
    if (row.code == code) return row.status;
  }
  return 422;
}

Answer refusal(const base::Error& error) {
  const unsigned status = statusOf(error.code);
  // Faults of ours are for our own log; the peer learns that it may try again.
  if (status == 503) spdlog::error("{}: {}", error.code, error.detail);
  if (status == 503) return refusal(503, "registry-fault", "the registry could not do this now; try again later");
  return refusal(status, error.code, error.detail);
}

Answer json(Json body) {
  Answer answer;
  answer.headers = {{"Cache-Control", "no-store"}};
  answer.body = jcs::canonicalText(body);
  return answer;
}

// The value of `code` in the query: letters, digits and '-' need no decoding; anything else is a mistyped code anyway.
std::string codeInQuery(std::string_view target) {
  const std::size_t query = target.find('?');
  if (query == std::string_view::npos) return {};
  std::string_view rest = target.substr(query + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (!pair.starts_with("code=")) continue;
    std::string value(pair.substr(5));
    std::replace(value.begin(), value.end(), '+', ' ');
    return value;
  }
  return {};
}

}  // namespace

Admission Handlers::admit(const RequestHead& head) {
  Admission admission;
  const Route route = routeOf(head);
  const std::int64_t nowMs = parts_.clock.now().runMs;
  if (!requests_.take(head.address, nowMs)) {
    admission.refusal = refusal(429, "too-many-requests", "this address asks too often; wait a moment");
    admission.refusal->headers.emplace_back("Retry-After", "2");
  } else if (route.isLookup() && !lookups_.take(head.address, nowMs)) {
    admission.refusal = tooFastPage(languageOf(head));
  } else if (route.kind == Route::Kind::wrongMethod) {
    admission.refusal = refusal(405, "method-wrong", "this address does not know the method " + head.method);
    admission.refusal->headers.emplace_back("Allow", head.target.starts_with("/v1/sessions/") ? "POST" : "GET");
  } else if (route.isForCentres()) {
    if (const auto centre = centreOf(head); !centre) {
      const bool isNobody = centre.error().code == "client-missing";
      admission.refusal = refusal(isNobody ? 401 : 403, centre.error().code, centre.error().detail);
    }
  }
  if (admission.refusal || route.kind != Route::Kind::bundle) return admission;
  if (++uploads_ > limits_.uploadsAtOnce) {
    --uploads_;
    admission.refusal = refusal(503, "registry-busy", "other sessions are being judged; try again in a moment");
    admission.refusal->headers.emplace_back("Retry-After", "5");
    return admission;
  }
  admission.slot = std::shared_ptr<void>(this, [this](void*) { --uploads_; });
  admission.bodyCap = limits_.bundleBytes;
  return admission;
}

Answer Handlers::answer(const RequestHead& head, base::Bytes body) {
  using Kind = Route::Kind;
  const Route route = routeOf(head);
  switch (route.kind) {
    case Kind::tickets:
      return tickets(head);
    case Kind::bundle:
      return bundle(head, route.argument, std::move(body));
    case Kind::verifier:
      return verifier(head, route.argument);
    case Kind::proof:
      return proof(route.argument);
    case Kind::style:
      return styleSheet();
    case Kind::file:
      return publicFile(route.argument);
    case Kind::search:
      break;
    case Kind::wrongMethod:
      return refusal(404, "not-found", "there is nothing at this address");
  }
  if (head.target.find("code=") == std::string::npos) return searchPage(languageOf(head));
  const auto code = credential::readVerificationCode(codeInQuery(head.target));
  if (!code) return mistypedPage(languageOf(head));
  Answer answer;
  answer.status = 303;
  answer.contentType = "text/plain; charset=utf-8";
  const bool isEnglish = languageOf(head) == Language::english;
  answer.headers = {{"Location", "/verifier/" + *code + (isEnglish ? "?lang=en" : "?lang=fr")}};
  return answer;
}

base::Result<Centre> Handlers::centreOf(const RequestHead& head) {
  if (!head.client) {
    return base::fail("client-missing", "this needs the client certificate that the accreditation gave the centre");
  }
  if (head.client->role != crypto::Role::registryClient) {
    return base::fail("role-wrong", "a certificate of the role " + std::string(crypto::roleName(head.client->role)) +
                                        " does not open the registry");
  }
  auto centre = parts_.archive.read([&](Store& store) { return store.centreOfClient(head.client->id); });
  if (!centre) return base::fail(centre.error());
  if (!*centre) return base::fail("centre-unknown", "no centre is accredited under this certificate");
  return std::move(**centre);
}

Answer Handlers::tickets(const RequestHead& head) {
  const auto centre = centreOf(head);
  if (!centre) return refusal(403, centre.error().code, centre.error().detail);
  const std::int64_t nowMs = parts_.clock.now().wallMs;
  const auto open = parts_.archive.read([&](Store& store) { return store.openTickets(centre->number, nowMs); });
  if (!open) return refusal(open.error());
  Json list = Json::array();
  for (const TicketRow& ticket : *open) list.push_back({{"number", ticket.number}, {"jws", ticket.jws}});
  return json({{"tickets", std::move(list)}});
}

Answer Handlers::bundle(const RequestHead& head, const std::string& session, base::Bytes body) {
  const auto centre = centreOf(head);
  if (!centre) return refusal(403, centre.error().code, centre.error().detail);
  const auto id = base::SessionId::fromHex(session);
  if (!id) return refusal(400, "session-malformed", "expected the session's 32 digits 0-9 a-f in the address");
  if (body.empty()) return refusal(400, "body-missing", "expected the bundle's bytes as the body");
  const auto receipt = parts_.intake.receive(*centre, *id, body);
  if (!receipt) {
    spdlog::warn("session {} of centre {} refused: {}: {}", session, centre->number, receipt.error().code,
                 receipt.error().detail);
    return refusal(receipt.error());
  }
  spdlog::info("session {} of centre {}: {} certificates, anchor entry {}", session, centre->number,
               receipt->certificates.size(), receipt->anchor);
  Answer answer = json({});
  answer.body = receipt->json();
  return answer;
}

Answer Handlers::publicFile(const std::string& path) const {
  const auto found = findPublicFile(parts_.layout, path);
  if (!found) return refusal(404, "not-found", "there is nothing at this address");
  auto content = base::readTextFile(found->file);
  if (!content) return refusal(404, "not-found", "there is nothing at this address");
  Answer answer;
  answer.contentType = found->contentType;
  answer.headers = {{"Cache-Control", found->cacheControl}, {"X-Content-Type-Options", "nosniff"}};
  answer.body = std::move(*content);
  return answer;
}

base::Result<std::optional<CodeFacts>> Handlers::factsOf(const std::string& code) {
  return parts_.archive.read([&](Store& store) -> base::Result<std::optional<CodeFacts>> {
    const auto row = store.certificate(code);
    if (!row) return base::fail(row.error());
    if (!*row) return std::optional<CodeFacts>();
    const auto session = store.session((*row)->session);
    const auto entries = store.entriesFrom((*row)->entry, 1);
    if (!session || !entries) return base::fail(!session ? session.error() : entries.error());
    if (!*session || entries->empty()) return std::optional<CodeFacts>();
    const auto leaf = tlog::readIssueLeaf(base::textOf(entries->front()));
    if (!leaf) return base::fail(leaf.error());
    const auto centre = store.centre((*session)->centre);
    const auto ticket = store.ticket((*session)->ticket);
    if (!centre || !ticket) return base::fail(!centre ? centre.error() : ticket.error());
    if (!*centre || !*ticket) return std::optional<CodeFacts>();
    const auto list = status::readStatusListJwt((*centre)->statusJwt, parts_.statusKey);
    if (!list) return base::fail(list.error());
    const std::string index = leaf->status.substr(leaf->status.rfind('#') + 1);
    CodeFacts facts{code, list->bits.isSet(std::strtoull(index.c_str(), nullptr, 10)),
                    (*ticket)->kind == "demonstration", (*row)->entry,
                    static_cast<std::int64_t>(leaf->timeSeconds) * 1000};
    return std::optional<CodeFacts>(std::move(facts));
  });
}

Answer Handlers::verifier(const RequestHead& head, const std::string& code) {
  const Language language = languageOf(head);
  const auto typed = credential::readVerificationCode(code);
  if (!typed) return mistypedPage(language);
  const auto facts = factsOf(*typed);
  if (!facts) return refusal(503, "registry-fault", "the registry could not look this up now; try again later");
  Answer answer = *facts ? codePage(language, **facts) : notFoundPage(language, *typed);
  answer.settle = kLookupTime;
  return answer;
}

Answer Handlers::proof(const std::string& code) {
  const auto missing = [] {
    Answer answer = refusal(404, "not-found", "no certificate has this code");
    answer.settle = kLookupTime;
    return answer;
  };
  if (!credential::isVerificationCode(code)) return missing();
  const auto row = parts_.archive.read([&](Store& store) { return store.certificate(code); });
  if (!row) return refusal(row.error());
  if (!*row) return missing();
  const auto session = parts_.archive.read([&](Store& store) { return store.session((*row)->session); });
  if (!session) return refusal(session.error());
  if (!*session || (*session)->checkpoint.empty()) return missing();
  auto text = proofOf(parts_.layout.publicFolder(), parts_.logKey, **session, (*row)->entry);
  if (!text) return refusal(text.error());
  Answer answer;
  answer.contentType = "text/plain; charset=utf-8";
  answer.headers = {{"Content-Disposition", "attachment; filename=\"" + code + ".tlog-proof\""},
                    {"Cache-Control", "no-store"},
                    {"X-Content-Type-Options", "nosniff"}};
  answer.body = std::move(*text);
  answer.settle = kLookupTime;
  return answer;
}

}  // namespace vigie::registry
