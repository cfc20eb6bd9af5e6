#include "center-server/app/RegistryCourier.hpp"

#include <spdlog/spdlog.h>

#include "center-server/app/DataFolder.hpp"
#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "common/journal/SqliteStore.hpp"

namespace vigie::centre {
namespace {

base::Result<tlog::NoteKey> readLogKey(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file, 4096);
  if (!text) return base::fail(text.error());
  auto key = tlog::NoteKey::fromText(*text);
  if (!key) return base::failAt(file.string(), key.error());
  return key;
}

}  // namespace

RegistryCourier::RegistryCourier(std::filesystem::path journal, std::filesystem::path outbox, BundleMaterials materials,
                                 UploadSettings settings, RegistryAddress address, StateThread& state)
    : journal_(std::move(journal)),
      outbox_(std::move(outbox)),
      materials_(std::move(materials)),
      uploader_(std::move(settings), openRegistryLine(std::move(address)), eventsFor(state)) {}

void RegistryCourier::reached() {
  newest_ = Contact::reached;
  reachedMs_ = base::SystemClock().now().wallMs;
}

UploadEvents RegistryCourier::eventsFor(StateThread& state) {
  UploadEvents events;
  events.anchored = [this, &state](const base::SessionId& session, const std::vector<CertificateReceipt>& receipts) {
    reached();
    spdlog::info("session {} is anchored in the registry's log, {} certificates", session.hex(), receipts.size());
    base::Bytes all;
    for (const CertificateReceipt& receipt : receipts) base::append(all, base::bytesOf(receipt.proof));
    exam::record::SessionAnchored anchor;
    anchor.set_receipt_digest(base::toString(crypto::sha256(all)));
    anchor.set_certificates(static_cast<std::uint32_t>(receipts.size()));
    state.post([session, anchor](CentreService& service) { service.anchored(session, anchor); });
  };
  events.refused = [this](const base::SessionId& session, const base::Error& error) {
    reached();
    spdlog::error("the registry refused session {}: {} {}", session.hex(), error.code, error.detail);
  };
  events.away = [this](const base::Error& error, std::chrono::milliseconds delay) {
    newest_ = Contact::away;
    spdlog::warn("the registry is away ({}); trying again in {} s", error.code, delay.count() / 1000);
  };
  return events;
}

base::Result<std::unique_ptr<RegistryCourier>> RegistryCourier::make(const Configuration& configuration, StateThread& state) {
  auto materials = loadBundleMaterials(configuration);
  if (!materials) return base::fail(materials.error());
  auto address = loadRegistryAddress(configuration);
  if (!address) return base::fail(address.error());
  auto logKey = readLogKey(configuration.logKey);
  if (!logKey) return base::fail(logKey.error());
  const std::filesystem::path outbox = configuration.data / "outbox";
  UploadSettings settings{.outbox = outbox, .issued = configuration.data / "issued", .logKey = *logKey};
  return std::unique_ptr<RegistryCourier>(new RegistryCourier(journalFile(configuration), outbox, std::move(*materials),
                                                              std::move(settings), std::move(*address), state));
}

void RegistryCourier::stop() {
  if (bundler_.joinable()) bundler_.join();
  uploader_.stop();
}

void RegistryCourier::carry(const base::SessionId& session, std::vector<std::string> certificates) {
  // Its bytes are made once: a bundle that waits, was sent or was refused stays the one that it is.
  for (const char* place : {"", "refused"}) {
    if (std::filesystem::exists(outbox_ / place / (session.hex() + ".bundle"))) return;
  }
  if (std::filesystem::exists(outbox_ / "sent" / (session.hex() + ".bundle"))) {
    // The program ended between the receipt and its record.
    bundler_ = std::jthread([this, session] {
      const auto told = uploader_.tellAnchored(session);
      if (!told) spdlog::error("session {}: {} {}", session.hex(), told.error().code, told.error().detail);
    });
    return;
  }
  bundler_ = std::jthread([this, session, certificates = std::move(certificates)] {
    if (const auto done = deliver(session, certificates); !done) {
      spdlog::error("session {} cannot be handed to the registry: {} {}", session.hex(), done.error().code, done.error().detail);
    }
  });
}

base::Result<void> RegistryCourier::deliver(const base::SessionId& session, const std::vector<std::string>& certificates) {
  auto store = journal::SqliteStore::open(journal_, {.access = journal::Access::readOnly, .onReserveReleased = {}, .vfs = {}});
  if (!store) return base::fail(store.error());
  const auto bundle = bundleOf(**store, session, materials_, certificates);
  if (!bundle) return base::fail(bundle.error());
  return uploader_.enqueue(session, *bundle);
}

}  // namespace vigie::centre
