#include "center-server/app/Application.hpp"

#include <csignal>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <poll.h>
#include <unistd.h>

#include <mutex>

#include "center-server/app/DataFolder.hpp"
#include "center-server/app/FileArchive.hpp"
#include "center-server/app/RegistryCourier.hpp"
#include "center-server/app/StateThread.hpp"
#include "center-server/issuing/Issuer.hpp"
#include "center-server/service/Release.hpp"
#include "center-server/vault/VaultThread.hpp"
#include "common/crypto/Random.hpp"
#include "common/journal/Reserve.hpp"
#include "common/journal/SqliteStore.hpp"
#include "common/journal/Writer.hpp"
#include "common/link/Server.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::centre {
namespace {

class WriterSink final : public Sink {
 public:
  explicit WriterSink(journal::Writer& writer) : writer_(writer) {}
  base::Result<std::uint64_t> enqueue(std::vector<journal::Entry> entries) override { return writer_.enqueue(std::move(entries)); }
  bool hasRoom() const override { return writer_.hasRoom(); }

 private:
  journal::Writer& writer_;
};

// One thread for each audit, with a read-only connection of its own: the writer and the state thread go on meanwhile.
class FileAuditor final : public Auditor {
 public:
  FileAuditor(std::filesystem::path file, StateThread& state) : file_(std::move(file)), state_(state) {}

  void verify(std::vector<std::pair<journal::StreamId, journal::Head>> streams, Done done) override {
    thread_ = std::jthread([this, streams = std::move(streams), done = std::move(done)] {
      auto reports = std::make_shared<base::Result<std::vector<journal::StreamReport>>>(read(streams));
      state_.post([reports, done](CentreService& service) { service.turn([&] { done(*reports); }); });
    });
  }

 private:
  base::Result<std::vector<journal::StreamReport>> read(
      const std::vector<std::pair<journal::StreamId, journal::Head>>& streams) const {
    auto store = journal::SqliteStore::open(file_, {.access = journal::Access::readOnly, .onReserveReleased = {}, .vfs = {}});
    if (!store) return base::fail(store.error());
    std::vector<journal::StreamReport> reports;
    for (const auto& [stream, head] : streams) reports.push_back(journal::verifyStream(**store, stream, std::span(&head, 1)));
    return reports;
  }

  std::filesystem::path file_;
  StateThread& state_;
  std::jthread thread_;
};

// Link ids are unique in the process, so a frame may be offered to every server: the one that knows the link sends it.
class ServerLinks final : public Links {
 public:
  void attach(link::Server* main) { main_ = main; }
  void setEnrolment(const std::shared_ptr<link::Server>& open, const std::vector<std::shared_ptr<link::Server>>& left) {
    enrolment_ = left;
    if (open) enrolment_.push_back(open);
  }

  void send(link::LinkId to, const protocol::Message& message) override {
    const link::Frame frame{protocol::numberOf(message), protocol::encode(message)};
    main_->send(to, frame);
    for (const auto& port : enrolment_) port->send(to, frame);
  }
  void resumeReading(link::LinkId link) override { main_->resumeReading(link); }
  void finish(link::LinkId link) override {
    main_->finish(link);
    for (const auto& port : enrolment_) port->finish(link);
  }
  void abort(link::LinkId link) override { main_->abort(link); }

 private:
  link::Server* main_ = nullptr;
  std::vector<std::shared_ptr<link::Server>> enrolment_;
};

protocol::Sender senderOf(crypto::Role role) {
  return role == crypto::Role::console ? protocol::Sender::console : protocol::Sender::seat;
}

// Any message a seat or a console may send; whether this peer may is judged by decode(), which knows its role.
std::optional<std::size_t> capOfAnyPeer(std::uint16_t number) {
  const auto seat = protocol::capOf(protocol::Sender::seat, number);
  const auto console = protocol::capOf(protocol::Sender::console, number);
  if (seat && console) return std::max(*seat, *console);
  return seat ? seat : console;
}

void fillWithRandom(std::span<std::uint8_t> out) { crypto::randomBytes(out); }

class Application {
 public:
  Application(const Configuration& configuration, DateTrust trust) : configuration_(configuration), dateTrust_(trust) {}

  base::Result<void> run();

 private:
  base::Result<void> openJournal();
  base::Result<void> openCentre();
  void openVault();
  base::Result<void> openPorts();
  void followEnrolment();
  void openEnrolment();
  link::LinkEvents mainEvents();
  link::LinkEvents enrolmentEvents();
  void shutDown();

  const Configuration& configuration_;
  const DateTrust dateTrust_;
  base::SystemClock clock_;
  std::optional<journal::Reserve> reserve_;         // given back to the disk when it is full
  std::unique_ptr<journal::SqliteStore> store_;     // the truth
  std::unique_ptr<journal::Writer> writer_;         // appends to it, on its own thread
  std::unique_ptr<WriterSink> sink_;
  ServerLinks links_;
  std::unique_ptr<Centre> centre_;                  // the state
  std::unique_ptr<CentreService> service_;          // what may be done with it
  std::unique_ptr<StateThread> state_;              // the thread that does it
  std::unique_ptr<RegistryCourier> courier_;        // carries closed sessions to the registry, when one is configured
  std::unique_ptr<FileArchive> archive_;            // reads closed sessions back when staff look at them
  std::unique_ptr<VaultThread> vault_;              // writes pictures, on its own thread
  std::unique_ptr<FileAuditor> auditor_;            // reads the journal back when staff ask
  std::optional<ServerKeys> serverKeys_;
  std::optional<crypto::Certificate> authority_;
  std::unique_ptr<link::IoThreads> io_;
  std::shared_ptr<link::TlsContext> mutual_;
  std::unique_ptr<link::Server> main_;
  std::shared_ptr<link::Server> enrolment_;         // only while a code is open
  std::vector<std::shared_ptr<link::Server>> leftPorts_;  // former ones that still owe an answer
  std::mutex rolesMutex_;
  std::map<link::LinkId, protocol::Sender> roles_;  // of open links, for the decoder
  int failedEvent_ = ::eventfd(0, EFD_CLOEXEC);
};

base::Result<void> Application::run() {
  // Blocked before any thread starts, so that only the wait below receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  if (auto done = openJournal(); !done) return done;
  if (auto done = openCentre(); !done) return done;
  if (auto done = openPorts(); !done) return done;
  spdlog::info("centre {} listens on {} port {}", configuration_.number, configuration_.address, main_->boundPort());

  const int signalFile = ::signalfd(-1, &signals, SFD_CLOEXEC);
  pollfd files[] = {{signalFile, POLLIN, 0}, {failedEvent_, POLLIN, 0}};
  while (::poll(files, 2, -1) < 0 && errno == EINTR) {
  }
  ::close(signalFile);
  const bool failed = (files[1].revents & POLLIN) != 0;
  shutDown();
  if (failed) return base::fail(service_->failure().value_or(base::Error{"journal-failed", "the journal cannot be written"}));
  spdlog::info("centre {} ended cleanly", configuration_.number);
  return {};
}

base::Result<void> Application::openJournal() {
  const std::filesystem::path file = journalFile(configuration_);
  if (!std::filesystem::exists(file)) {
    return base::fail("no-centre", "there is no journal " + file.string() +
                                       ": make the centre with `center-server init`, or, if it has run before, bring its "
                                       "data folder back; it never starts on nothing");
  }
  auto reserve = journal::Reserve::hold(configuration_.data / "journal.reserve");
  if (!reserve) return base::fail(reserve.error());
  reserve_.emplace(std::move(*reserve));
  auto store = journal::SqliteStore::open(
      journalFile(configuration_),
      {.access = journal::Access::existing, .reserve = &*reserve_, .onReserveReleased = [] { spdlog::critical("the disk is full: the journal's reserve was released; free space now"); }, .vfs = {}});
  if (!store) return base::fail(store.error());
  store_ = std::move(*store);
  return {};
}

base::Result<void> Application::openCentre() {
  auto identity = loadIdentity(configuration_);
  if (!identity) return base::fail(identity.error());
  authority_ = identity->authority;
  auto materials = loadMaterials(configuration_);
  if (!materials) return base::fail(materials.error());
  auto keys = KeyStore::open(configuration_.data / "keys");
  if (!keys) return base::fail(keys.error());
  const KeyStore archiveKeys = *keys;
  const std::string testBytes = materials->testBytes;
  const auto epoch = readEpoch(*store_);
  if (!epoch) return base::fail(epoch.error());
  writer_ = std::make_unique<journal::Writer>(
      *store_,
      [this](std::uint64_t ticket) {
        state_->post([ticket](CentreService& service) { service.durable(ticket); });
      },
      [this](const base::Error& error) {
        spdlog::critical("{}: {}", error.code, error.detail);
        state_->post([error](CentreService& service) { service.failed(error); });
      });
  sink_ = std::make_unique<WriterSink>(*writer_);
  centre_ = std::make_unique<Centre>(std::move(*identity), std::move(*materials), std::move(*keys), *epoch, clock_, *sink_,
                                     links_, fillWithRandom);
  service_ = std::make_unique<CentreService>(*centre_);
  state_ = std::make_unique<StateThread>(*service_, [this] { followEnrolment(); });
  centre_->setWatcher([](link::LinkId link, const Peer* peer, std::string_view code) {
    const std::string who = peer == nullptr ? "newcomer" : std::string(crypto::roleName(peer->role)) + " " + peer->machine;
    spdlog::warn("refused: {} (link {}): {}", who, static_cast<std::uint64_t>(link), code);
  });
  archive_ = std::make_unique<FileArchive>(journalFile(configuration_), configuration_.data / "closed", archiveKeys,
                                           testBytes, *state_);
  centre_->setArchive(archive_.get());
  auditor_ = std::make_unique<FileAuditor>(journalFile(configuration_), *state_);
  centre_->setAuditor(auditor_.get());
  if (auto replayed = centre_->replay(*store_, dateTrust_); !replayed) return replayed;
  openVault();
  for (const auto& [id, session] : centre_->sessions()) {
    if (auto done = layOut(centre_->identity(), session); !done) return done;
  }
  if (auto done = layOutForAuditors(configuration_); !done) return done;
  if (!configuration_.registryHost.empty()) {
    auto courier = RegistryCourier::make(configuration_, *state_);
    if (!courier) return base::fail(courier.error());
    courier_ = std::move(*courier);
    centre_->setCourier(courier_.get());
    if (auto started = courier_->start(); !started) return started;
    for (const auto& [id, session] : centre_->sessions()) {
      if (!session.state().issued.empty()) centre_->carryToRegistry(session);
    }
    centre_->endTurn();
  }
  auto serverKeys = loadServerKeys(configuration_);
  if (!serverKeys) return base::fail(serverKeys.error());
  serverKeys_.emplace(std::move(*serverKeys));
  return {};
}

// What no record speaks of is cut here: the journal alone says which pictures there are.
void Application::openVault() {
  VaultFolder folder(configuration_.data / "vault");
  for (const auto& [id, session] : centre_->sessions()) {
    if (const auto whole = folder.resume(id, session.state().vaultEnds); !whole) {
      spdlog::error("{}: {}", whole.error().code, whole.error().detail);
    }
  }
  VaultSettings settings;
  settings.floorBytes = std::uint64_t{configuration_.picturesFreeMb} << 20;
  settings.onReport = [this](VaultReport report) {
    state_->post([report = std::move(report)](CentreService& service) { service.picturesWritten(report); });
  };
  settings.inATurn = [this](std::function<void()> input) {
    state_->post([input = std::move(input)](CentreService& service) { service.turn(input); });
  };
  settings.onTrouble = [](const base::Error& error) { spdlog::error("{}: {}", error.code, error.detail); };
  vault_ = std::make_unique<VaultThread>(std::move(folder), std::move(settings));
  centre_->setVault(vault_.get());
}

base::Result<void> Application::openPorts() {
  io_ = std::make_unique<link::IoThreads>(1);
  const link::Credentials own{serverKeys_->certificate, {}, serverKeys_->key};
  const std::int64_t earliest = centre_->certainWallMs();
  if (clock_.now().wallMs < earliest) {
    spdlog::critical("clock-wrong: the server's clock says {}, but it is at least {}; set the server's date and time",
                     base::formatUtc(clock_.now().wallMs), base::formatUtc(earliest));
  }
  if (centre_->dateLeapt()) {
    spdlog::critical("date-leapt: the server's clock says {}, more than a year after its newest record; set the date, or "
                     "start center-server once with --date-is-right. Until then expired machines are refused",
                     base::formatUtc(clock_.now().wallMs));
  }
  auto context = link::TlsContext::serverMutual(
      own, *authority_,
      {.datesAt =
           [this, earliest] {
             // A server that wakes up in 2000 must still let staff in, to be told to set its date.
             const std::int64_t now = clock_.now().wallMs;
             return std::optional(now < kReleaseWallMs ? earliest : now);
           },
       .expiredPeers = link::ExpiredPeers::admitted,  // to renew, and for nothing else: CentreService
       .admit = [](const link::PeerIdentity& peer) -> base::Result<void> {
         // Only seats and consoles have business here: a guard's or a registry's certificate opens nothing.
         const bool known = peer.role && (peer.role->role == crypto::Role::seat || peer.role->role == crypto::Role::console);
         if (!known) return base::fail("role-wrong", "this port is for seats and consoles");
         return {};
       }});
  if (!context) return base::fail(context.error());
  mutual_ = std::move(*context);
  link::ServerSettings settings;
  settings.address = configuration_.address;
  settings.port = configuration_.port;
  settings.caps = capOfAnyPeer;
  auto main = link::Server::listen(*io_, mutual_, settings);
  if (!main) return base::fail(main.error());
  main_ = std::move(*main);
  links_.attach(main_.get());
  state_->start();
  main_->start(mainEvents());
  return {};
}

link::LinkEvents Application::mainEvents() {
  link::LinkEvents events;
  events.onOpen = [this](link::LinkId link, const link::PeerIdentity& peer) {
    {
      const std::lock_guard lock(rolesMutex_);
      roles_[link] = senderOf(peer.role->role);
    }
    state_->post([link, role = *peer.role, key = peer.certificate->publicKey(), validity = peer.validity](CentreService& service) {
      service.linkOpened(link, role, key, validity);
    });
  };
  events.onFrame = [this](link::LinkId link, link::Frame frame) {
    protocol::Sender sender{};
    {
      const std::lock_guard lock(rolesMutex_);
      sender = roles_[link];
    }
    // Decoded here, off the state thread: a hostile message costs its own I/O thread, not the room.
    auto message = std::make_shared<base::Result<protocol::Message>>(protocol::decode(sender, frame.type, frame.body));
    state_->post([link, message](CentreService& service) { service.frame(link, *message); });
    return link::Reading::pause;  // until this one is answered
  };
  events.onEnd = [this](link::LinkId link, link::End end, const std::string& reason) {
    {
      const std::lock_guard lock(rolesMutex_);
      roles_.erase(link);
    }
    spdlog::info("link {} ended: {} {}", static_cast<std::uint64_t>(link), link::endName(end), reason);
    state_->post([link](CentreService& service) { service.linkEnded(link); });
  };
  events.onRefused = [](const base::Error& error) { spdlog::warn("link refused: {} {}", error.code, error.detail); };
  return events;
}

link::LinkEvents Application::enrolmentEvents() {
  link::LinkEvents events;
  events.onFrame = [this](link::LinkId link, link::Frame frame) {
    auto message = std::make_shared<base::Result<protocol::Message>>(
        protocol::decode(protocol::Sender::newcomer, frame.type, frame.body));
    state_->post([link, message](CentreService& service) { service.enrolmentFrame(link, *message); });
    return link::Reading::pause;
  };
  events.onRefused = [](const base::Error& error) { spdlog::warn("enrolment refused: {} {}", error.code, error.detail); };
  return events;
}

// On the state thread: the enrolment port exists only while somebody could use it.
void Application::followEnrolment() {
  if (service_->failure()) {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(failedEvent_, &one, sizeof one);
    return;
  }
  // A port that was left still owes the answer that used its code up, which waits for the disk.
  std::erase_if(leftPorts_, [](const auto& port) { return port->openLinks() == 0; });
  const bool wanted = service_->enrolmentIsOpen();
  if (!wanted && enrolment_) {
    enrolment_->stopIntake();
    leftPorts_.push_back(std::move(enrolment_));
    spdlog::info("enrolment port closed");
  } else if (wanted && !enrolment_) {
    openEnrolment();
  }
  links_.setEnrolment(enrolment_, leftPorts_);
}

void Application::openEnrolment() {
  const link::Credentials own{serverKeys_->certificate, {}, serverKeys_->key};
  auto context = link::TlsContext::serverForEnrolment(own, *authority_);
  if (!context) return spdlog::error("enrolment: {}", context.error().detail);
  link::ServerSettings settings;
  settings.address = configuration_.address;
  settings.port = configuration_.enrolmentPort;
  settings.caps = [](std::uint16_t number) { return protocol::capOf(protocol::Sender::newcomer, number); };
  settings.maxLinks = 32;
  auto server = link::Server::listen(*io_, std::move(*context), settings);
  if (!server) return spdlog::error("enrolment: {}", server.error().detail);
  enrolment_ = std::move(*server);
  enrolment_->start(enrolmentEvents());
  spdlog::info("enrolment port {} open", enrolment_->boundPort());
}

// Stop reading, drain state and writer, release frames, then finish links (design.md 3).
void Application::shutDown() {
  main_->stopIntake();
  vault_->stop();  // its last word comes before the state thread's
  state_->stop();
  auditor_.reset();
  archive_->stop();
  if (courier_) courier_->stop();
  writer_->drain();
  state_->finish();
  main_->close();
  if (enrolment_) enrolment_->close();
  for (const auto& port : leftPorts_) port->close();
  io_->stop();
}

}  // namespace

base::Result<void> runCentre(const Configuration& configuration, DateTrust trust) {
  return Application(configuration, trust).run();
}

}  // namespace vigie::centre
