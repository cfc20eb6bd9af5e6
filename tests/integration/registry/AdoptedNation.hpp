// A registry's folder made that of a synthetic session's nation, with its centre accredited and its ticket given out.
#pragma once

#include "certs/log/Leaf.hpp"
#include "tests/support/Insider.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {

// The registry of that session's nation: its root, its ticket and status keys.
inline void adoptNation(support::RegistryRoom& room, const support::SyntheticNation& nation) {
  room.close();
  support::must(writeFile(room.layout.trust() / "root.pem", nation.root.pem()));
  support::must(writeFile(room.layout.certificate("root"), nation.root.pem()));
  support::must(writeFile(room.layout.certificate("ticket"), nation.ticketCertificate.pem()));
  support::must(writeFile(room.layout.certificate("status"), nation.statusCertificate.pem()));
  support::must(writeKey(room.layout.rootKey(), nation.rootKey));
  support::must(writeKey(room.layout.key("ticket"), nation.ticketKey));
  support::must(writeKey(room.layout.key("status"), nation.statusKey));
  room.ticketKey = nation.ticketKey;
  room.statusKey = nation.statusKey;
}

inline support::CentreKit adoptCentre(support::RegistryRoom& room, support::SyntheticSession& session) {
  const auto& identity = session.centre().centre().identity();
  const auto& nation = session.centre().nation();
  const AccreditKeys keys{{nation.root, nation.rootKey}, nation.statusKey, nation.statusCertificate};
  const Accredited made = support::must(
      accredit(*room.writer, room.layout,
               {identity.number, identity.did, identity.issuingKey.publicKey(), identity.statusList}, keys));
  const auto clientKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const trust::Authority clients{support::must(loadCertificate(room.layout.certificate("client-authority"))),
                                 support::must(loadKey(room.layout.key("client-authority")))};
  const auto client = certifyClient(clients, made.centre, clientKey.publicKey(), room.clock.now().wallMs);
  return {made.centre, identity.issuingKey, clientKey, client, made.chain};
}

// The ticket that the session was opened with, as if this registry had given it out.
inline void adoptTicket(support::RegistryRoom& room, support::SyntheticSession& session) {
  const credential::Ticket& ticket = session.ticket();
  support::must(room.writer->append([&](Store& store, Draft& draft) -> base::Result<void> {
    const tlog::SessionLeaf leaf{draft.next(),    draft.seconds(),     ticket.centre,    ticket.number,
                                 "demonstration", ticket.codes.size(), ticket.bankDigest};
    const TicketRow row{ticket.number, ticket.centre,       session.live().state().created.ticket(),
                        draft.next(),  ticket.validUntilMs, "demonstration"};
    support::must(draft.add(store, tlog::writeLeaf(leaf)));
    support::must(store.addTicket(row));
    for (const std::string& code : ticket.codes) {
      support::must(store.addCode(code, ticket.number, ticket.centre, *ticket.statusIndexOf(code)));
    }
    return {};
  }));
}

}  // namespace vigie::registry
