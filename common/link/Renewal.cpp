#include "common/link/Renewal.hpp"

#include "common/protocol/Codec.hpp"

namespace vigie::link {

namespace message = protocol::message;

bool renewalIsDue(const crypto::Certificate& certificate, std::int64_t wallMs) {
  return wallMs >= certificate.notAfterMs() - kMachineTermMs / 2;
}

base::Result<crypto::Certificate> checkRenewed(const Machine& machine, base::ByteView der) {
  const auto wrong = [](const std::string& why) {
    return base::fail("renewal-wrong", "the centre sent a certificate that is not this machine's: " + why);
  };
  auto certificate = crypto::Certificate::fromDer(der);
  if (!certificate) return wrong(certificate.error().detail);
  const auto role = certificate->role();
  if (!role || role->role != machine.role || role->id != machine.id.hex()) return wrong("another role or id");
  if (certificate->publicKey().spki() != machine.key.publicKey().spki()) return wrong("another key");
  if (!certificate->isIssuedBy(machine.authority)) return wrong("another authority");
  if (certificate->notAfterMs() < machine.certificate.notAfterMs()) return wrong("it ends before the one that is here");
  return certificate;
}

bool Renewal::takes(const protocol::Message& received, Client& client, LinkId link) {
  if (const auto* welcome = std::get_if<message::Welcome>(&received)) {
    mustReconnect_ = welcome->renew_only();
    if (mustReconnect_ || renewalIsDue(machine_.certificate, welcome->wall_ms())) {
      const protocol::Message renew = message::Renew();
      client.send(link, {protocol::numberOf(renew), protocol::encode(renew)});
    }
    return mustReconnect_;
  }
  const auto* renewed = std::get_if<message::Renewed>(&received);
  if (renewed == nullptr) return mustReconnect_;
  if (const auto kept = keep(*renewed, client); !kept) onTrouble_(kept.error());
  if (mustReconnect_) client.finish(link);
  return true;
}

// The file first: a machine that forgot its new certificate would only ask again.
base::Result<void> Renewal::keep(const message::Renewed& renewed, Client& client) {
  auto certificate = checkRenewed(machine_, base::bytesOf(renewed.certificate()));
  if (!certificate) return base::fail(certificate.error());
  const auto written = saveCertificate(machine_, *certificate);
  machine_.certificate = std::move(*certificate);
  auto context = TlsContext::clientMutual(machine_.credentials(), machine_.authority, options_);
  if (!context) return base::fail(context.error());
  client.use(std::move(*context));
  return written;
}

}  // namespace vigie::link
