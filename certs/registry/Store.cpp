#include "certs/registry/Store.hpp"

#include "certs/registry/Sql.hpp"

namespace vigie::registry {
namespace {

Centre readCentre(SQLite::Statement& row) {
  return {textAt(row, 0), textAt(row, 1), textAt(row, 2), textAt(row, 3),
          textAt(row, 4), textAt(row, 5), textAt(row, 6), static_cast<std::int64_t>(numberAt(row, 7))};
}

IssuingKeyRow readIssuingKey(SQLite::Statement& row) {
  return {textAt(row, 0), textAt(row, 1), textAt(row, 2)};
}

TicketRow readTicket(SQLite::Statement& row) {
  return {textAt(row, 0), textAt(row, 1), textAt(row, 2), numberAt(row, 3), static_cast<std::int64_t>(numberAt(row, 4)),
          textAt(row, 5)};
}

base::SessionId readSessionId(SQLite::Statement& row, int column) {
  return base::SessionId::fromHex(textAt(row, column)).value_or(base::SessionId());
}

SessionRow readSession(SQLite::Statement& row) {
  SessionRow session{readSessionId(row, 0), textAt(row, 1), textAt(row, 2), {}, numberAt(row, 4), textAt(row, 5)};
  crypto::toDigest(base::textOf(bytesAt(row, 3)), session.bundle);
  return session;
}

CertificateRow readCertificate(SQLite::Statement& row) {
  return {textAt(row, 0), readSessionId(row, 1), numberAt(row, 2), bytesAt(row, 3)};
}

std::string readText(SQLite::Statement& row) {
  return textAt(row, 0);
}
std::uint64_t readNumber(SQLite::Statement& row) {
  return numberAt(row, 0);
}
base::Bytes readBlob(SQLite::Statement& row) {
  return bytesAt(row, 0);
}
HeadRow readHead(SQLite::Statement& row) {
  return {numberAt(row, 0), textAt(row, 1)};
}

constexpr const char* kCentres =
    "SELECT number, did, client, status_list, did_json, status_jwt, status_json, status_ms FROM centre "
    "ORDER BY number";

std::string centreWhere(const char* column) {
  return "SELECT number, did, client, status_list, did_json, status_jwt, status_json, status_ms FROM centre "
         "WHERE " +
         std::string(column) + " = ?1";
}

// The answer of a query that always has a row.
base::Result<std::uint64_t> one(base::Result<std::optional<std::uint64_t>> row) {
  if (!row) return base::fail(row.error());
  return row->value_or(0);
}

}  // namespace

base::Result<void> Store::putCentre(const Centre& centre) {
  return change(database_,
                "INSERT INTO centre (number, did, client, status_list, did_json, status_jwt, status_json, status_ms) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (number) DO UPDATE SET did = ?2, client = ?3, "
                "status_list = ?4, did_json = ?5, status_jwt = ?6, status_json = ?7, status_ms = ?8",
                centre.number, centre.did, centre.clientId, centre.statusList, centre.didJson, centre.statusJwt,
                centre.statusJson, centre.statusMs);
}

base::Result<std::optional<Centre>> Store::centre(const std::string& number) {
  return selectOne(database_, readCentre, centreWhere("number").c_str(), number);
}

base::Result<std::optional<Centre>> Store::centreOfClient(const std::string& clientId) {
  return selectOne(database_, readCentre, centreWhere("client").c_str(), clientId);
}

base::Result<std::vector<Centre>> Store::centres() {
  return select(database_, readCentre, kCentres);
}

base::Result<void> Store::putIssuingKey(const IssuingKeyRow& key) {
  return change(database_,
                "INSERT INTO issuing_key (id, centre, chain) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET "
                "chain = ?3",
                key.id, key.centre, key.chain);
}

base::Result<std::optional<IssuingKeyRow>> Store::issuingKey(const std::string& id) {
  return selectOne(database_, readIssuingKey, "SELECT id, centre, chain FROM issuing_key WHERE id = ?1", id);
}

base::Result<std::vector<IssuingKeyRow>> Store::issuingKeysOf(const std::string& centre) {
  return select(database_, readIssuingKey, "SELECT id, centre, chain FROM issuing_key WHERE centre = ?1", centre);
}

base::Result<std::uint64_t> Store::nextTicketSequence() {
  return one(selectOne(database_, readNumber, "SELECT coalesce(max(sequence), 0) + 1 FROM ticket"));
}

base::Result<void> Store::addTicket(const TicketRow& ticket) {
  return change(database_,
                "INSERT INTO ticket (number, centre, jws, leaf, until_ms, kind) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                ticket.number, ticket.centre, ticket.jws, ticket.leaf, ticket.untilMs, ticket.kind);
}

base::Result<void> Store::setTicketText(const std::string& number, const std::string& jws) {
  return change(database_, "UPDATE ticket SET jws = ?2 WHERE number = ?1", number, jws);
}

base::Result<std::optional<TicketRow>> Store::ticket(const std::string& number) {
  return selectOne(database_, readTicket,
                   "SELECT number, centre, jws, leaf, until_ms, kind FROM ticket WHERE number = ?1", number);
}

base::Result<std::vector<TicketRow>> Store::openTickets(const std::string& centre, std::int64_t nowMs) {
  return select(
      database_, readTicket,
      "SELECT number, centre, jws, leaf, until_ms, kind FROM ticket WHERE centre = ?1 AND until_ms > ?2 AND NOT "
      "EXISTS (SELECT 1 FROM session WHERE session.ticket = ticket.number) ORDER BY sequence",
      centre, nowMs);
}

base::Result<void> Store::addCode(const std::string& code, const std::string& ticket, const std::string& centre,
                                  std::uint32_t statusIndex) {
  return change(database_, "INSERT INTO code (code, ticket, centre, status) VALUES (?1, ?2, ?3, ?4)", code, ticket,
                centre, statusIndex);
}

base::Result<bool> Store::statusIndexIsFree(const std::string& centre, std::uint32_t statusIndex) {
  const auto taken = one(selectOne(database_, readNumber, "SELECT count(*) FROM code WHERE centre = ?1 AND status = ?2",
                                   centre, statusIndex));
  if (!taken) return base::fail(taken.error());
  return *taken == 0;
}

base::Result<std::uint64_t> Store::codesOf(const std::string& centre) {
  return one(selectOne(database_, readNumber, "SELECT count(*) FROM code WHERE centre = ?1", centre));
}

base::Result<std::optional<std::string>> Store::ticketOfCode(const std::string& code) {
  return selectOne(database_, readText, "SELECT ticket FROM code WHERE code = ?1", code);
}

base::Result<void> Store::addSession(const SessionRow& session) {
  return change(database_, "INSERT INTO session (id, ticket, centre, bundle, anchor) VALUES (?1, ?2, ?3, ?4, ?5)",
                session.id.hex(), session.ticket, session.centre, base::ByteView(session.bundle), session.anchor);
}

base::Result<std::optional<SessionRow>> Store::session(const base::SessionId& id) {
  return selectOne(database_, readSession,
                   "SELECT id, ticket, centre, bundle, anchor, checkpoint FROM session WHERE id = ?1", id.hex());
}

base::Result<std::optional<SessionRow>> Store::sessionOfTicket(const std::string& ticket) {
  return selectOne(database_, readSession,
                   "SELECT id, ticket, centre, bundle, anchor, checkpoint FROM session WHERE ticket = ?1", ticket);
}

base::Result<void> Store::addCertificate(const CertificateRow& certificate) {
  return change(database_, "INSERT INTO certificate (code, session, entry, nonce) VALUES (?1, ?2, ?3, ?4)",
                certificate.code, certificate.session.hex(), certificate.entry, base::ByteView(certificate.nonce));
}

base::Result<std::optional<CertificateRow>> Store::certificate(const std::string& code) {
  return selectOne(database_, readCertificate, "SELECT code, session, entry, nonce FROM certificate WHERE code = ?1",
                   code);
}

base::Result<std::vector<CertificateRow>> Store::certificatesOf(const base::SessionId& session) {
  return select(database_, readCertificate,
                "SELECT code, session, entry, nonce FROM certificate WHERE session = ?1 ORDER BY entry", session.hex());
}

base::Result<std::uint64_t> Store::entries() {
  // Entries are numbered without gaps, so the last number tells their count without reading them all.
  return one(selectOne(database_, readNumber, "SELECT coalesce(max(number) + 1, 0) FROM entry"));
}

base::Result<void> Store::addEntry(std::uint64_t number, const std::string& leaf) {
  return change(database_, "INSERT INTO entry (number, leaf) VALUES (?1, ?2)", number, base::bytesOf(leaf));
}

base::Result<std::vector<base::Bytes>> Store::entriesFrom(std::uint64_t first, std::uint64_t most) {
  return select(database_, readBlob, "SELECT leaf FROM entry WHERE number >= ?1 ORDER BY number LIMIT ?2", first, most);
}

base::Result<HeadRow> Store::head() {
  auto row = selectOne(database_, readHead, "SELECT size, checkpoint FROM head WHERE id = 1");
  if (!row) return base::fail(row.error());
  return row->value_or(HeadRow());
}

base::Result<void> Store::putHead(const HeadRow& head) {
  const auto kept = change(database_,
                           "INSERT INTO head (id, size, checkpoint) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET "
                           "size = ?1, checkpoint = ?2",
                           head.size, head.checkpoint);
  if (!kept) return kept;
  return change(database_, "UPDATE session SET checkpoint = ?1 WHERE checkpoint IS NULL", head.checkpoint);
}

}  // namespace vigie::registry
