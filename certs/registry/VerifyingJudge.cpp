#include "certs/registry/VerifyingJudge.hpp"

#include <algorithm>
#include <set>

#include "certs/verify/SessionVerification.hpp"

namespace vigie::registry {
namespace {

std::string sentenceOf(const verify::Finding& finding) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
  };
  if (finding.place.stream == verify::Place::Stream::centre) add("centre's stream");
  if (finding.place.stream == verify::Place::Stream::session) add("session's stream");
  if (finding.place.record > 0) add("record " + std::to_string(finding.place.record));
  if (!finding.place.candidate.empty()) add("candidate " + finding.place.candidate);
  if (finding.place.question > 0) add("question " + std::to_string(finding.place.question));
  add(finding.about);
  if (!finding.detail.empty()) text += (text.empty() ? "" : ": ") + finding.detail;
  return text.empty() ? "the bundle was not found good" : text;
}

// The names of what else speaks against the bundle: a person should see at once whether one thing went wrong or many.
std::string othersIn(const verify::Report& report, verify::Code first) {
  std::set<std::string_view> names;
  for (const verify::Finding& finding : report.findings) {
    if (finding.code != first && verify::outcomeOf(finding.code) != verify::Outcome::good) {
      names.insert(verify::codeName(finding.code));
    }
  }
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "; also " : ", ") + std::string(name);
  return text;
}

}  // namespace

base::Result<VerifyingJudge> VerifyingJudge::load(const Layout& layout) {
  auto root = loadCertificate(layout.trust() / "root.pem");
  if (!root) return base::fail(root.error());
  const auto ticket = loadCertificate(layout.certificate("ticket"));
  if (!ticket) return base::fail(ticket.error());
  return VerifyingJudge(std::move(*root), ticket->publicKey());
}

base::Result<HandedIn> VerifyingJudge::judge(base::ByteView bundle) const {
  verify::Report report = verify::verifyBundle(bundle, {root_, ticketKey_});
  if (report.outcome() != verify::Outcome::good) {
    const auto gravest = std::max_element(
        report.findings.begin(), report.findings.end(),
        [](const auto& a, const auto& b) { return verify::outcomeOf(a.code) < verify::outcomeOf(b.code); });
    return base::fail(std::string(verify::codeName(gravest->code)),
                      sentenceOf(*gravest) + othersIn(report, gravest->code));
  }
  verify::Facts& facts = report.facts;
  return HandedIn{facts.session, std::move(facts.ticketBytes), facts.openedMs, facts.position,
                  facts.head,    std::move(facts.certificates)};
}

}  // namespace vigie::registry
