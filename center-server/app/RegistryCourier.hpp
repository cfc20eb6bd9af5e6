// From a closed session to the registry's receipt: makes the bundle from the disk, hands it to the uploader, and tells
// the state thread when it is anchored. Thread: carry() from the state thread; the rest on threads of its own.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "center-server/app/Configuration.hpp"
#include "center-server/app/StateThread.hpp"
#include "center-server/issuing/Bundling.hpp"
#include "center-server/issuing/Uploader.hpp"
#include "center-server/service/Courier.hpp"

namespace vigie::centre {

class RegistryCourier final : public Courier {
 public:
  // Errors: those of the files that [registry] names.
  static base::Result<std::unique_ptr<RegistryCourier>> make(const Configuration& configuration, StateThread& state);

  base::Result<void> start() { return uploader_.start(); }
  void stop();

  RegistryContact contact() const override { return {newest_, reachedMs_}; }
  void carry(const base::SessionId& session, std::vector<std::string> certificates) override;

 private:
  RegistryCourier(std::filesystem::path journal, std::filesystem::path outbox, BundleMaterials materials,
                  UploadSettings settings, RegistryAddress address, StateThread& state);
  UploadEvents eventsFor(StateThread& state);
  void reached();
  base::Result<void> deliver(const base::SessionId& session, const std::vector<std::string>& certificates);

  std::filesystem::path journal_;
  std::filesystem::path outbox_;
  BundleMaterials materials_;
  std::atomic<Contact> newest_ = Contact::unknown;
  std::atomic<std::int64_t> reachedMs_ = 0;
  Uploader uploader_;
  std::jthread bundler_;
};

}  // namespace vigie::centre
