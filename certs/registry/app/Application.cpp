#include "certs/registry/app/Application.hpp"

#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>

#include <csignal>

#include "certs/registry/Handlers.hpp"
#include "certs/registry/Http.hpp"
#include "certs/registry/PublicFolder.hpp"
#include "certs/registry/StatusDesk.hpp"
#include "common/base/Descriptor.hpp"
#include "common/base/File.hpp"

namespace vigie::registry {
namespace {

constexpr int kListsEveryMs = 3'600'000;

struct Keys {
  crypto::PrivateKey log;
  crypto::PrivateKey status;
  crypto::PublicKey ticket;
  tlog::NoteKey logKey;
  TlsIdentity tls;
};

base::Result<tlog::NoteKey> loadLogKey(const Configuration& configuration, const Layout& layout,
                                       const crypto::PrivateKey& key) {
  const auto text = base::readTextFile(layout.trust() / "log.vkey");
  if (!text) return base::fail(text.error());
  auto logKey = tlog::NoteKey::fromText(*text);
  if (!logKey) return base::failAt("trust/log.vkey", logKey.error());
  if (logKey->publicKey().spki() != key.publicKey().spki() || logKey->name() != configuration.origin) {
    return base::fail("log-key",
                      "trust/log.vkey is not the key and origin of this registry: its log would become "
                      "another one. Check [registry] origin and keys/log.key");
  }
  return logKey;
}

base::Result<Keys> loadKeys(const Configuration& configuration, const Layout& layout) {
  auto log = loadKey(layout.key("log"));
  if (!log) return base::fail(log.error());
  auto status = loadKey(layout.key("status"));
  if (!status) return base::fail(status.error());
  auto tlsKey = loadKey(layout.key("tls"));
  if (!tlsKey) return base::fail(tlsKey.error());
  const auto ticket = loadCertificate(layout.certificate("ticket"));
  if (!ticket) return base::fail(ticket.error());
  auto tls = loadCertificate(layout.certificate("tls"));
  if (!tls) return base::fail(tls.error());
  auto clients = loadCertificate(layout.certificate("client-authority"));
  if (!clients) return base::fail(clients.error());
  auto logKey = loadLogKey(configuration, layout, *log);
  if (!logKey) return base::fail(logKey.error());
  return Keys{*log, *status, ticket->publicKey(), *logKey, {*tls, *tlsKey, *clients}};
}

HandlerLimits handlerLimits(const Configuration& configuration) {
  const auto perSecond = static_cast<double>(configuration.requestsPerSecond);
  const auto perMinute = static_cast<double>(configuration.lookupsPerMinute);
  HandlerLimits limits;
  limits.requests = {4 * perSecond, perSecond};
  limits.lookups = {perMinute, perMinute / 60};
  limits.bundleBytes = static_cast<std::size_t>(configuration.bundleMegabytes) << 20;
  return limits;
}

HttpSettings httpSettings(const Configuration& configuration) {
  HttpSettings settings;
  settings.address = configuration.address;
  settings.port = configuration.port;
  settings.connections = static_cast<std::size_t>(configuration.connections);
  settings.connectionsPerAddress = static_cast<std::size_t>(configuration.connectionsPerAddress);
  return settings;
}

// Status lists signed again when they grow old; the files of every centre as the database has them.
base::Result<void> refreshCentres(const Layout& layout, const crypto::Signer& statusKey, LogWriter& writer,
                                  Archive& archive) {
  const auto made = signOldLists(writer, statusKey);
  if (!made) return base::fail(made.error());
  if (*made > 0) spdlog::info("{} status lists signed again", *made);
  const auto centres = archive.read([](Store& store) { return store.centres(); });
  if (!centres) return base::fail(centres.error());
  for (const Centre& centre : *centres) {
    if (auto published = publishCentre(layout, centre); !published) return published;
  }
  return {};
}

// Blocked before any thread starts, so that only serve() receives them.
base::Descriptor blockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return base::Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC));
}

}  // namespace

base::Result<void> runRegistry(const Configuration& configuration, const SessionJudge& judge,
                               const std::function<void(std::uint16_t)>& announce) {
  const base::Descriptor signals = blockSignals();
  const base::SystemClock clock;
  const Layout layout{configuration.folder};
  const auto keys = loadKeys(configuration, layout);
  if (!keys) return base::fail(keys.error());

  // The only way into the log; finishes what a crash left.
  const auto writer =
      LogWriter::open({layout, keys->logKey, std::make_shared<crypto::PrivateKey>(keys->log), clock, {}});
  if (!writer) return base::fail(writer.error());
  // What readers ask.
  auto database = Database::open(layout.database());
  if (!database) return base::fail(database.error());
  Archive archive(std::move(*database));
  if (auto fresh = refreshCentres(layout, keys->status, **writer, archive); !fresh) return fresh;
  // Judges and logs sessions.
  Intake intake({layout, **writer, archive, judge, keys->ticket, keys->logKey});
  // What each address does.
  Handlers handlers({layout, archive, intake, keys->status.publicKey(), keys->logKey, clock},
                    handlerLimits(configuration));
  // The port.
  const auto server = HttpServer::start(httpSettings(configuration), keys->tls, handlers);
  if (!server) return base::fail(server.error());
  announce((*server)->port());

  for (;;) {
    pollfd waited{signals.get(), POLLIN, 0};
    const int ready = ::poll(&waited, 1, kListsEveryMs);
    if (ready > 0) break;
    if (auto fresh = refreshCentres(layout, keys->status, **writer, archive); !fresh) {
      spdlog::error("status lists: {}", fresh.error().detail);
    }
  }
  spdlog::info("ending");
  (*server)->stop();
  return {};
}

}  // namespace vigie::registry
