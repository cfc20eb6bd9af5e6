#include "certs/registry/Accrediting.hpp"

#include "certs/credential/DidDocument.hpp"
#include "certs/registry/Leaves.hpp"
#include "certs/registry/PublicFolder.hpp"
#include "certs/registry/StatusDesk.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::registry {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kClientDays = 396;

std::string keyIdOf(const crypto::PublicKey& key) {
  return base::toHex(key.id());
}

base::Result<Centre> knownOrNew(const AccreditOrder& order, Store& store) {
  const auto known = store.centre(order.number);
  if (!known) return base::fail(known.error());
  if (*known) {
    if ((*known)->did == order.did) return **known;
    return base::fail("did-differs", "centre " + order.number + " is accredited as " + (*known)->did +
                                         "; its certificates name that DID for ever. Use another number");
  }
  const auto centres = store.centres();
  if (!centres) return base::fail(centres.error());
  for (const Centre& other : *centres) {
    if (other.did == order.did) return base::fail("did-taken", order.did + " belongs to centre " + other.number);
  }
  Centre centre;
  centre.number = order.number;
  centre.did = order.did;
  centre.clientId = base::toHex(crypto::randomBytes(16));
  centre.statusList = order.statusList;
  return centre;
}

base::Result<void> checkKey(const AccreditOrder& order, Store& store) {
  const auto key = store.issuingKey(keyIdOf(order.issuingKey));
  if (!key) return base::fail(key.error());
  if (*key && (*key)->centre != order.number) {
    return base::fail("key-taken", "this key belongs to centre " + (*key)->centre + "; each centre makes its own");
  }
  return {};
}

base::Result<void> keep(const AccreditOrder& order, const std::string& host, const AccreditKeys& keys, Store& store,
                        Draft& draft, Accredited& made) {
  Centre& centre = made.centre;
  auto found = knownOrNew(order, store);
  if (!found) return base::fail(found.error());
  centre = std::move(*found);
  if (auto free = checkKey(order, store); !free) return free;

  const crypto::Certificate certificate = trust::accreditCentre(keys.root, order.issuingKey, host, draft.nowMs());
  const credential::StatusKey statusKey{keys.statusKey.publicKey(), {keys.statusCertificate}};
  centre.didJson = credential::writeDidDocument({order.did, order.issuingKey, statusKey});

  const AccreditLeaf accredited{draft.next(), draft.seconds(), order.number, order.did, certificate.fingerprint()};
  if (auto added = draft.add(store, writeLeaf(accredited)); !added) return added;
  const KeyLeaf key{draft.next(), draft.seconds(), order.did + std::string(credential::kIssuingKeyJwk), "issuing",
                    order.issuingKey.id()};
  if (auto added = draft.add(store, writeLeaf(key)); !added) return added;
  if (auto listed = signList(centre, keys.statusKey, store, draft); !listed) return listed;
  made.chain = certificate.pem();
  return store.putIssuingKey({keyIdOf(order.issuingKey), order.number, made.chain});
}

}  // namespace

base::Result<Accredited> accredit(LogWriter& writer, const Layout& layout, const AccreditOrder& order,
                                  const AccreditKeys& keys) {
  if (!isFileName(order.number)) {
    return base::fail("centre-number", "expected 1 to 64 letters, digits, '-', '_' or '.'; got " + order.number);
  }
  const auto host = credential::hostOfDid(order.did);
  if (!host) return base::fail(host.error());
  Accredited made;
  const auto done =
      writer.append([&](Store& store, Draft& draft) { return keep(order, *host, keys, store, draft, made); });
  if (!done) return base::fail(done.error());
  if (auto published = publishCentre(layout, made.centre); !published) return base::fail(published.error());
  return made;
}

crypto::Certificate certifyClient(const trust::Authority& clientAuthority, const Centre& centre,
                                  const crypto::PublicKey& clientKey, std::int64_t nowMs) {
  crypto::CertificateTemplate content;
  content.subject = "Centre " + centre.number;
  content.role = crypto::RoleIdentity{crypto::Role::registryClient, centre.clientId};
  content.notBeforeMs = nowMs - kDayMs;
  content.notAfterMs = nowMs + kClientDays * kDayMs;
  return crypto::issueCertificate(content, clientKey, clientAuthority.key, clientAuthority.certificate);
}

}  // namespace vigie::registry
