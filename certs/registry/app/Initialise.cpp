#include "certs/registry/app/Initialise.hpp"

#include "certs/registry/Leaves.hpp"
#include "certs/registry/LogWriter.hpp"
#include "certs/trust/Accreditation.hpp"
#include "common/crypto/Random.hpp"

namespace vigie::registry {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kAuthorityDays = 10 * 365;
constexpr std::int64_t kServerDays = 396;
constexpr std::int64_t kKeyDays = 5 * 365;

using crypto::KeyKind;
using crypto::PrivateKey;

struct Made {
  PrivateKey root = PrivateKey::generate(KeyKind::p256);
  PrivateKey ticket = PrivateKey::generate(KeyKind::p256);
  PrivateKey status = PrivateKey::generate(KeyKind::p256);
  PrivateKey log = PrivateKey::generate(KeyKind::ed25519);
  PrivateKey bankAuthority = PrivateKey::generate(KeyKind::p256);
  PrivateKey tlsAuthority = PrivateKey::generate(KeyKind::p256);
  PrivateKey tls = PrivateKey::generate(KeyKind::p256);
  PrivateKey clientAuthority = PrivateKey::generate(KeyKind::p256);
};

base::Result<void> writeKeys(const Layout& layout, const Made& made) {
  const std::pair<std::filesystem::path, const PrivateKey*> keys[] = {
      {layout.rootKey(), &made.root},          {layout.tlsAuthorityKey(), &made.tlsAuthority},
      {layout.bankKey(), &made.bankAuthority}, {layout.key("ticket"), &made.ticket},
      {layout.key("status"), &made.status},    {layout.key("log"), &made.log},
      {layout.key("tls"), &made.tls},          {layout.key("client-authority"), &made.clientAuthority},
  };
  for (const auto& [file, key] : keys) {
    if (auto written = writeKey(file, *key); !written) return written;
  }
  return {};
}

crypto::CertificateTemplate lasting(std::string subject, std::int64_t nowMs, std::int64_t days) {
  crypto::CertificateTemplate content;
  content.subject = std::move(subject);
  content.notBeforeMs = nowMs - kDayMs;
  content.notAfterMs = nowMs + days * kDayMs;
  return content;
}

crypto::Certificate authorityOf(const PrivateKey& key, const std::string& name, std::int64_t nowMs) {
  crypto::CertificateTemplate content = lasting(name, nowMs, kAuthorityDays);
  content.authority = true;
  return crypto::issueCertificate(content, key.publicKey(), key, std::nullopt);
}

std::string hostOf(const std::string& url) {
  const std::string_view rest = std::string_view(url).substr(std::string_view("https://").size());
  return std::string(rest.substr(0, rest.find_first_of(":/")));
}

crypto::Certificate serverCertificate(const Made& made, const crypto::Certificate& authority,
                                      const Configuration& configuration, std::int64_t nowMs) {
  const std::string host = hostOf(configuration.url);
  crypto::CertificateTemplate content = lasting(host.substr(0, 64), nowMs, kServerDays);
  content.role = crypto::RoleIdentity{crypto::Role::registry, base::toHex(crypto::randomBytes(16))};
  content.dnsNames = {host};
  for (const std::string& name : {std::string("localhost"), std::string("127.0.0.1"), configuration.address}) {
    if (std::find(content.dnsNames.begin(), content.dnsNames.end(), name) == content.dnsNames.end()) {
      content.dnsNames.push_back(name);
    }
  }
  return crypto::issueCertificate(content, made.tls.publicKey(), made.tlsAuthority, authority);
}

base::Result<void> writeCertificates(const Layout& layout, const Configuration& configuration, const Made& made,
                                     std::int64_t nowMs) {
  const crypto::Certificate root = trust::makeRoot(made.root, trust::Occasion::demonstration, nowMs);
  const trust::Authority authority{root, made.root};
  const crypto::Certificate tlsAuthority = authorityOf(made.tlsAuthority, "Vigie registry TLS", nowMs);
  // Without a role and without a host name they are neither a centre's nor the status key: one purpose each.
  const auto purpose = [&](const char* name, const PrivateKey& key) {
    return crypto::issueCertificate(lasting(name, nowMs, kKeyDays), key.publicKey(), made.root, root);
  };
  const crypto::Certificate status = trust::certifyStatusKey(authority, made.status.publicKey(), nowMs);
  const std::pair<std::filesystem::path, std::string> files[] = {
      {layout.trust() / "root.pem", root.pem()},
      {layout.certificate("root"), root.pem()},
      {layout.certificate("ticket"), purpose("Vigie session tickets", made.ticket).pem()},
      {layout.certificate("bank-authority"), purpose("Vigie item banks", made.bankAuthority).pem()},
      {layout.certificate("status"), status.pem()},
      {layout.certificate("tls-authority"), tlsAuthority.pem()},
      {layout.certificate("tls"), serverCertificate(made, tlsAuthority, configuration, nowMs).pem()},
      {layout.certificate("client-authority"), authorityOf(made.clientAuthority, "Vigie centres TLS", nowMs).pem()},
      {layout.forCentres() / "ticket.pub.pem", made.ticket.publicKey().pem()},
      {layout.forCentres() / "bank-authority.pub.pem", made.bankAuthority.publicKey().pem()},
      {layout.forCentres() / "status.pem", status.pem()},
      {layout.forCentres() / "registry-tls.pem", tlsAuthority.pem()},
  };
  for (const auto& [file, content] : files) {
    if (auto written = writeFile(file, content); !written) return written;
  }
  return {};
}

// The keys that sign in the registry's name are dated by the log from its first entries on.
base::Result<void> beginLog(const Layout& layout, const Configuration& configuration, const Made& made,
                            const base::Clock& clock) {
  auto key = tlog::NoteKey::make(configuration.origin, tlog::NoteKeyType::log, made.log.publicKey());
  if (!key) return base::fail(key.error());
  for (const std::filesystem::path& folder : {layout.trust(), layout.forCentres()}) {
    if (auto written = writeFile(folder / "log.vkey", key->text() + "\n"); !written) return written;
  }
  const auto writer = LogWriter::open({layout, *key, std::make_shared<PrivateKey>(made.log), clock, {}});
  if (!writer) return base::fail(writer.error());
  return (*writer)->append([&](Store& store, Draft& draft) -> base::Result<void> {
    const std::pair<const char*, const PrivateKey*> keys[] = {{"ticket", &made.ticket}, {"status", &made.status}};
    for (const auto& [use, used] : keys) {
      const KeyLeaf leaf{draft.next(), draft.seconds(), configuration.origin + "#" + use, use, used->publicKey().id()};
      if (auto added = draft.add(store, writeLeaf(leaf)); !added) return added;
    }
    return {};
  });
}

}  // namespace

base::Result<void> initialise(const Configuration& configuration, const base::Clock& clock) {
  const Layout layout{configuration.folder};
  if (std::filesystem::exists(layout.root / "keys") || std::filesystem::exists(layout.database())) {
    return base::fail("folder-not-empty", layout.root.string() +
                                              " holds a registry already; its keys and log are never "
                                              "made twice. Name another folder");
  }
  const Made made;
  if (auto written = writeKeys(layout, made); !written) return written;
  if (auto written = writeCertificates(layout, configuration, made, clock.now().wallMs); !written) return written;
  return beginLog(layout, configuration, made, clock);
}

}  // namespace vigie::registry
