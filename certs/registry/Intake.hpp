// Taking in a session's bundle: judged by replay, checked against ticket, codes and accreditation, kept, logged, and
// answered with proofs once all of it is durable. The same bytes again give the same receipt; other bytes for the same
// session are refused. Thread: any, several at once. Ownership: refers to what the composition root owns.
#pragma once

#include "certs/credential/Ticket.hpp"
#include "certs/registry/Archive.hpp"
#include "certs/registry/LogWriter.hpp"
#include "certs/registry/Receipt.hpp"
#include "certs/registry/SessionJudge.hpp"

namespace vigie::registry {

struct IntakeParts {
  const Layout& layout;
  LogWriter& writer;
  Archive& archive;
  const SessionJudge& judge;
  crypto::PublicKey ticketKey;
  tlog::NoteKey logKey;
};

class Intake {
 public:
  explicit Intake(IntakeParts parts) : parts_(std::move(parts)) {}

  // Errors: the judge's; "session-foreign", "bundle-differs", "session-mismatch", "ticket-unknown", "ticket-foreign",
  // "ticket-used", "certificate-signature", "certificate-issuer", "certificate-status", "certificate-kind",
  // "code-foreign", "code-used"; those of append() mean that the registry failed, not the bundle.
  base::Result<Receipt> receive(const Centre& centre, const base::SessionId& session, base::ByteView bundle);

 private:
  struct Certificate {
    std::string code;
    std::string issuerKey;  // kid
    std::string status;     // "<list>#<index>"
    crypto::Digest digest{};
  };

  base::Result<std::optional<Receipt>> known(const Centre& centre, const base::SessionId& session,
                                             const crypto::Digest& bundle);
  base::Result<credential::Ticket> checkTicket(const Centre& centre, const HandedIn& handedIn);
  base::Result<std::vector<Certificate>> checkCertificates(const Centre& centre, const credential::Ticket& ticket,
                                                           const HandedIn& handedIn);
  base::Result<void> keep(const Centre& centre, const HandedIn& handedIn, const crypto::Digest& bundle,
                          const credential::Ticket& ticket, const std::vector<Certificate>& certificates, Store& store,
                          Draft& draft) const;
  base::Result<Receipt> receiptOf(const base::SessionId& session);

  IntakeParts parts_;
};

}  // namespace vigie::registry
