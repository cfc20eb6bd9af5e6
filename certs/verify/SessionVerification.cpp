#include "certs/verify/SessionVerification.hpp"

#include "certs/verify/CertificateCheck.hpp"
#include "certs/verify/Course.hpp"
#include "certs/verify/SeatWitness.hpp"
#include "certs/verify/Times.hpp"
#include "certs/verify/Witness.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

void readFacts(const Streams& streams, const Binding& binding, Facts& facts) {
  const auto& created = std::get<record::SessionCreated>(streams.session.entries.front().content);
  facts.session = *base::SessionId::fromBytes(created.session());
  facts.ticketBytes = created.ticket();
  facts.program = created.program();
  facts.arithmetic = created.arithmetic();
  facts.centreRecords = streams.centre.size();
  facts.sessionRecords = streams.session.size();
  if (binding.ticket) {
    facts.ticket = binding.ticket->number;
    facts.centre = binding.ticket->centre;
    facts.demonstration = binding.ticket->kind == credential::TicketKind::demonstration;
  }
  for (const SessionEntry& entry : streams.session.entries) {
    if (std::holds_alternative<record::SessionOpened>(entry.content)) facts.openedMs = entry.record.wallMs;
    if (std::holds_alternative<record::CandidateAdded>(entry.content)) ++facts.candidates;
    if (std::holds_alternative<record::AnswerAccepted>(entry.content)) ++facts.answers;
    if (std::holds_alternative<record::IncidentRecorded>(entry.content)) ++facts.incidents;
  }
}

// The centre's stream may say where this session's ended.
void checkClosing(const Streams& streams, Heads& heads) {
  for (const CentreEntry& entry : streams.centre.entries) {
    const auto* closed = std::get_if<record::SessionClosed>(&entry.content);
    if (closed == nullptr || closed->session() != streams.session.entries.front().record.stream.bytes()) continue;
    heads.check(inCentre(entry.record.sequence), closed->position(), closed->head(), "centre");
  }
}

// First of all: a bundle that was altered on its way is not a centre that writes newer records.
void checkBundleSignature(const SessionFiles& files, Findings& findings) {
  if (!files.isBundle()) return;
  if (files.bundle.issuingChain.empty()) return findings.add(Code::chainMissing, {}, "chain.pem");
  const auto certificate = crypto::Certificate::fromDer(files.bundle.issuingChain.front());
  const auto verified = certificate ? crypto::verifyMessage(*files.signature, "bundle", certificate->publicKey())
                                    : base::Result<void>(base::fail(certificate.error()));
  if (!verified) findings.add(Code::bundleSignature, {}, {}, verified.error().detail);
}

}  // namespace

Report verifySession(const SessionFiles& files, const Anchors& anchors, const content::Bank* bank) {
  Report report;
  Findings findings(report.findings);
  checkBundleSignature(files, findings);
  const auto streams = readStreams(files.bundle, findings);
  if (!streams) {
    findings.finish();
    return report;
  }
  const CentreHistory history = CentreHistory::follow(streams->centre, findings);
  const Binding binding = bind({files, *streams, history, anchors, bank}, findings);
  readFacts(*streams, binding, report.facts);

  Heads heads(streams->session, findings);
  Witness witness(*streams, history, heads, findings);
  SeatWitness seats(history, heads, findings);
  // The bank with the variants that this ticket gives: what the candidates answered.
  std::optional<content::Bank> drawn;
  if (binding.withChoices && binding.environment) {
    if (auto found = bank->forTicket(binding.environment->ticketSeed)) drawn = std::move(*found);
  }
  PrivateParts privateParts(files, drawn ? &*drawn : nullptr, findings);
  Course course(binding, history, streams->session, findings);
  bool followed = binding.environment.has_value();
  for (std::size_t i = 0; i < streams->session.entries.size(); ++i) {
    const SessionEntry& entry = streams->session.entries[i];
    witness.examine(entry);
    seats.examine(entry);
    followed = followed && course.decideAgain(i);
    if (!followed) continue;
    privateParts.examine(entry, course.state());
    course.apply(i);
  }
  examineTimes(streams->session, findings);
  witness.finish(report.facts);
  privateParts.finish(report.facts);
  for (const DamagedPicture& picture : files.damagedPictures) {
    findings.add(Code::pictureDamaged, {Place::Stream::session, picture.record, picture.candidate, 0},
                 std::to_string(picture.number), picture.what);
  }
  checkClosing(*streams, heads);
  checkCertificates(files, *streams, binding, privateParts, heads, findings, report.facts);
  findings.finish();
  return report;
}

Report verifyBundle(base::ByteView bytes, const Anchors& anchors, const content::Bank* bank) {
  auto read = readBundle(bytes);
  if (!read) {
    Report report;
    report.findings.push_back({Code::bundleDamaged, {}, read.error().code, read.error().detail});
    return report;
  }
  return verifySession({.bundle = std::move(read->bundle),
                        .signature = std::move(read->signature),
                        .sealedPrivate = {},
                        .privateKeys = {},
                        .damagedPictures = {}},
                       anchors, bank);
}

}  // namespace vigie::verify
