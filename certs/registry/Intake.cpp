#include "certs/registry/Intake.hpp"

#include <algorithm>
#include <set>

#include "certs/credential/DidDocument.hpp"
#include "certs/credential/Jws.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/registry/Leaves.hpp"
#include "certs/registry/Ticketing.hpp"
#include "certs/trust/Accreditation.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::registry {
namespace {

constexpr std::size_t kNonceBytes = 16;

base::Result<std::vector<crypto::PublicKey>> keysOf(const std::vector<IssuingKeyRow>& rows) {
  std::vector<crypto::PublicKey> keys;
  for (const IssuingKeyRow& row : rows) {
    const auto certificate = crypto::Certificate::fromPem(row.chain);
    if (!certificate) return base::fail(certificate.error());
    keys.push_back(certificate->publicKey());
  }
  return keys;
}

// "0 or the index": decided by when the session opened, not by when it was handed in.
std::optional<std::uint64_t> declaredLeaf(const credential::Ticket& ticket, const HandedIn& handedIn) {
  return handedIn.openedMs + kClockSlackMs >= ticket.issuedAtMs ? ticket.sessionLeaf : std::nullopt;
}

}  // namespace

base::Result<Receipt> Intake::receive(const Centre& centre, const base::SessionId& session, base::ByteView bundle) {
  const crypto::Digest digest = crypto::sha256(bundle);
  auto before = known(centre, session, digest);
  if (!before) return base::fail(before.error());
  if (*before) return std::move(**before);

  const auto handedIn = parts_.judge.judge(bundle);
  if (!handedIn) return base::fail(handedIn.error());
  if (handedIn->session != session) {
    return base::fail("session-mismatch",
                      "the bundle is of session " + handedIn->session.hex() + ", not of " + session.hex());
  }
  const auto ticket = checkTicket(centre, *handedIn);
  if (!ticket) return base::fail(ticket.error());
  const auto certificates = checkCertificates(centre, *ticket, *handedIn);
  if (!certificates) return base::fail(certificates.error());

  // By digest: another bundle for the same session can never lie where this one is expected.
  const std::filesystem::path file = parts_.layout.bundles() / (base::toHex(digest) + ".bundle");
  if (auto kept = writeFile(file, base::textOf(bundle)); !kept) return base::fail(kept.error());
  const auto logged = parts_.writer.append([&](Store& store, Draft& draft) {
    return keep(centre, *handedIn, digest, *ticket, *certificates, store, draft);
  });
  if (logged) return receiptOf(session);
  // The same bundle may have come in twice at once; then the first one's receipt is the answer to both.
  auto meanwhile = known(centre, session, digest);
  if (meanwhile && *meanwhile) return std::move(**meanwhile);
  return base::fail(logged.error());
}

base::Result<std::optional<Receipt>> Intake::known(const Centre& centre, const base::SessionId& session,
                                                   const crypto::Digest& bundle) {
  const auto row = parts_.archive.read([&](Store& store) { return store.session(session); });
  if (!row) return base::fail(row.error());
  if (!*row) return std::optional<Receipt>();
  if ((*row)->centre != centre.number) return base::fail("session-foreign", "this session is another centre's");
  if ((*row)->bundle != bundle) {
    return base::fail("bundle-differs", "session " + session.hex() + " was handed in with other bytes (SHA-256 " +
                                            base::toHex((*row)->bundle) + "); what is logged never changes");
  }
  auto receipt = receiptOf(session);
  if (!receipt) return base::fail(receipt.error());
  return std::optional<Receipt>(std::move(*receipt));
}

base::Result<credential::Ticket> Intake::checkTicket(const Centre& centre, const HandedIn& handedIn) {
  auto ticket = credential::verifyTicket(handedIn.ticket, parts_.ticketKey);
  if (!ticket) return base::failAt("the session's ticket", ticket.error());
  const auto row = parts_.archive.read([&](Store& store) { return store.ticket(ticket->number); });
  if (!row) return base::fail(row.error());
  if (!*row || (*row)->jws != handedIn.ticket) {
    return base::fail("ticket-unknown", "the registry did not give out this ticket " + ticket->number);
  }
  if (ticket->centre != centre.number) {
    return base::fail("ticket-foreign", "ticket " + ticket->number + " was given to another centre");
  }
  return ticket;
}

base::Result<std::vector<Intake::Certificate>> Intake::checkCertificates(const Centre& centre,
                                                                         const credential::Ticket& ticket,
                                                                         const HandedIn& handedIn) {
  const auto rows = parts_.archive.read([&](Store& store) { return store.issuingKeysOf(centre.number); });
  if (!rows) return base::fail(rows.error());
  const auto keys = keysOf(*rows);
  if (!keys) return base::fail(keys.error());
  const credential::Occasion occasion = ticket.kind == credential::TicketKind::demonstration
                                            ? credential::Occasion::demonstration
                                            : credential::Occasion::examination;
  std::set<std::string> seen;
  std::vector<Certificate> certificates;
  for (std::size_t i = 0; i < handedIn.certificates.size(); ++i) {
    const std::string& text = handedIn.certificates[i];
    const std::string place =
        "certificate " + std::to_string(i + 1) + " of " + std::to_string(handedIn.certificates.size());
    const auto jws = credential::parseJws(text);
    if (!jws) return base::failAt(place, jws.error());
    const bool isSigned = std::any_of(keys->begin(), keys->end(), [&](const crypto::PublicKey& key) {
      return credential::verifyJws(*jws, key).has_value();
    });
    if (!isSigned) {
      return base::fail("certificate-signature", place + ": no accredited key of this centre made its signature");
    }
    const auto summary = credential::summarize(jws->payload);
    if (!summary) return base::failAt(place, summary.error());
    if (summary->issuer != centre.did || jws->header.keyId != centre.did + std::string(credential::kIssuingKeyJwk)) {
      return base::fail("certificate-issuer", place + ": expected the issuer " + centre.did + " and its issuing key");
    }
    if (summary->statuses.size() != 1 || summary->statuses.front().list != centre.statusList) {
      return base::fail("certificate-status", place + ": expected one status, in the list " + centre.statusList);
    }
    if (summary->occasion != occasion) {
      return base::fail("certificate-kind", place +
                                                ": a demonstration's ticket makes demonstration certificates only, "
                                                "and an examination's none");
    }
    const auto index = ticket.statusIndexOf(summary->code);
    if (!index) return base::fail("code-foreign", place + ": its code is none of ticket " + ticket.number);
    // Attack: a certificate that takes another's place in the list cannot be revoked alone.
    if (summary->statuses.front().index != *index) {
      return base::fail("certificate-status", place + ": expected the place " + std::to_string(*index) +
                                                  " of the status list, which the ticket gives with this code");
    }
    if (!seen.insert(summary->code).second)
      return base::fail("code-used", place + ": its code stands on another one too");
    certificates.push_back(
        {summary->code, jws->header.keyId, summary->statuses.front().id(), crypto::sha256(base::bytesOf(text))});
  }
  return certificates;
}

base::Result<void> Intake::keep(const Centre& centre, const HandedIn& handedIn, const crypto::Digest& bundle,
                                const credential::Ticket& ticket, const std::vector<Certificate>& certificates,
                                Store& store, Draft& draft) const {
  const auto used = store.sessionOfTicket(ticket.number);
  if (!used) return base::fail(used.error());
  if (*used) {
    return base::fail("ticket-used", "ticket " + ticket.number + " was anchored by session " + (*used)->id.hex());
  }
  const std::optional<std::uint64_t> declared = declaredLeaf(ticket, handedIn);
  SessionRow session{handedIn.session, ticket.number, centre.number, bundle, draft.next() + certificates.size(), ""};
  if (auto added = store.addSession(session); !added) return added;
  for (const Certificate& certificate : certificates) {
    const auto there = store.certificate(certificate.code);
    if (!there) return base::fail(there.error());
    if (*there) return base::fail("code-used", "one of the codes is in the log already");
    const base::Bytes nonce = crypto::randomBytes(kNonceBytes);
    if (auto added = store.addCertificate({certificate.code, handedIn.session, draft.next(), nonce}); !added)
      return added;
    const tlog::IssueLeaf leaf{draft.next(),
                               draft.seconds(),
                               certificate.issuerKey,
                               certificate.digest,
                               tlog::codeCommitment(certificate.code, nonce),
                               declared,
                               certificate.status};
    if (auto added = draft.add(store, tlog::writeLeaf(leaf)); !added) return added;
  }
  const AnchorLeaf anchor{draft.next(),     draft.seconds(),   centre.number, ticket.number, declared,
                          handedIn.session, handedIn.position, handedIn.head, bundle,        certificates.size()};
  return draft.add(store, writeLeaf(anchor));
}

base::Result<Receipt> Intake::receiptOf(const base::SessionId& session) {
  const auto read = [&] { return parts_.archive.read([&](Store& store) { return store.session(session); }); };
  auto row = read();
  if (row && *row && (*row)->checkpoint.empty()) {
    // A crash, or a full disk, came between its entries and their checkpoint.
    if (auto covered = parts_.writer.catchUp(); !covered) return base::fail(covered.error());
    row = read();
  }
  if (!row) return base::fail(row.error());
  if (!*row) return base::fail("session-unknown", "the registry has no session " + session.hex());
  const auto certificates = parts_.archive.read([&](Store& store) { return store.certificatesOf(session); });
  if (!certificates) return base::fail(certificates.error());
  return makeReceipt(parts_.layout.publicFolder(), parts_.logKey, **row, *certificates);
}

}  // namespace vigie::registry
