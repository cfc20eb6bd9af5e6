#include "candidate-client/guard/app/Service.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <iostream>

#include "candidate-client/guard/app/Server.hpp"
#include "candidate-client/guard/app/Supervisor.hpp"
#include "candidate-client/guard/control/AttestationControl.hpp"
#include "candidate-client/guard/control/ClientControl.hpp"
#include "candidate-client/guard/control/DevicesControl.hpp"
#include "candidate-client/guard/control/DisplaysControl.hpp"
#include "candidate-client/guard/control/DoorPlace.hpp"
#include "candidate-client/guard/control/KernelControl.hpp"
#include "candidate-client/guard/control/MachineControl.hpp"
#include "candidate-client/guard/control/MountPlace.hpp"
#include "candidate-client/guard/control/NetworkControl.hpp"
#include "candidate-client/guard/control/PacketFilterPlace.hpp"
#include "candidate-client/guard/control/PrivilegesControl.hpp"
#include "candidate-client/guard/control/ProcessControl.hpp"
#include "candidate-client/guard/control/Sandbox.hpp"
#include "candidate-client/guard/control/ScreenControls.hpp"
#include "candidate-client/guard/control/SettingPlace.hpp"
#include "candidate-client/guard/control/SurroundingsControls.hpp"
#include "candidate-client/guard/control/TaskLimit.hpp"
#include "candidate-client/guard/control/WaylandControls.hpp"
#include "common/base/File.hpp"

namespace vigie::station {
namespace {

constexpr int kNoUse = 64;  // for the supervisor: starting again would end the same way

int failed(const base::Error& error) {
  std::cerr << "workstation-guard: " << error.detail << std::endl;
  return kNoUse;
}

// On X, or on cage.
struct ScreenParts {
  std::unique_ptr<guard::Control> keys, clients, clipboard, displays;
};

std::unique_ptr<guard::Control> displaysOf(const Configuration& configuration, const control::ScreenAddress& address) {
  if (address.display.empty()) return std::make_unique<control::DisplaysControl>(configuration.settingsRoot);
  return std::make_unique<control::ScreenDisplaysControl>(address, configuration.settingsRoot);
}

ScreenParts screenOf(const Configuration& configuration) {
  using guard::ControlId;
  if (configuration.wayland.empty()) {
    const control::ScreenAddress address{configuration.display, configuration.authority};
    return {std::make_unique<control::KeysControl>(address), std::make_unique<control::ClientsControl>(address),
            std::make_unique<control::ClipboardControl>(address), displaysOf(configuration, address)};
  }
  control::WaylandAddress address{configuration.wayland, {}};
  if (configuration.waylandGroup >= 0) address.group = static_cast<std::uint32_t>(configuration.waylandGroup);
  return {std::make_unique<control::WaylandProtocolsControl>(ControlId::keys, address.socket),
          std::make_unique<control::WaylandClientsControl>(address),
          std::make_unique<control::WaylandProtocolsControl>(ControlId::clipboard, address.socket),
          std::make_unique<control::DisplaysControl>(configuration.settingsRoot, address.socket)};
}

// Everything the guard of this machine is made of, in the order of use.
struct Parts {
  explicit Parts(const Configuration& configuration, std::optional<control::ProcConnector> connector)
      : kernel(configuration.settingsRoot),
        network(filter()),
        processes({configuration.watched, configuration.writable, configuration.cgroup}, std::move(connector)),
        machine(configuration.settingsRoot),
        devices(configuration.settingsRoot),
        session(configuration.settingsRoot,
                configuration.wayland.empty() ? control::ScreenKind::x : control::ScreenKind::cage),
        system(configuration.settingsRoot),
        screen(screenOf(configuration)),
        privileges(configuration.settingsRoot, std::make_unique<control::LogindInhibitor>(configuration.systemBus)),
        attestation(configuration.tpm) {
    places.add(std::make_unique<control::SettingPlace>(configuration.settingsRoot));
    places.add(std::make_unique<control::MountPlace>());
    places.add(std::make_unique<control::DoorPlace>());
    places.add(std::make_unique<control::ControlGroupPlace>());
  }
  guard::Place& filter() {
    places.add(std::make_unique<control::PacketFilterPlace>());
    return *places.find(control::PacketFilterPlace::kKind);
  }

  std::vector<guard::Control*> all() {
    return {&session,
            screen.keys.get(),
            screen.clients.get(),
            screen.clipboard.get(),
            screen.displays.get(),
            &processes,
            &network,
            &devices,
            &privileges,
            &client,
            &kernel,
            &system,
            &attestation,
            &machine};
  }

  guard::Places places;
  base::SystemClock clock;
  control::KernelControl kernel;
  control::NetworkControl network;
  control::ProcessControl processes;
  control::ClientControl client;
  control::MachineControl machine;
  control::DevicesControl devices;
  control::SessionControl session;
  control::SystemControl system;
  ScreenParts screen;
  control::PrivilegesControl privileges;
  control::AttestationControl attestation;
};

base::Result<crypto::PublicKey> readOrderKey(const Configuration& configuration) {
  const auto pem = base::readTextFile(configuration.orderKey, 64U << 10);
  if (!pem) return base::fail(pem.error());
  auto key = crypto::PublicKey::fromPem(*pem);
  if (!key) return base::failAt(configuration.orderKey.string(), key.error());
  return key;
}

// Two guards at once would give back each other's changes.
base::Result<base::Descriptor> onlyOne(const Configuration& configuration) {
  std::error_code ignored;
  std::filesystem::create_directories(configuration.folder, ignored);
  ::chmod(configuration.folder.c_str(), 0700);
  base::Descriptor lock(::open((configuration.folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  // One that was killed a moment ago may still be leaving: waited for, 5 s at most.
  struct sigaction wake{};
  wake.sa_handler = [](int) {};
  ::sigaction(SIGALRM, &wake, nullptr);
  ::alarm(5);
  const bool alone = lock && ::flock(lock.get(), LOCK_EX) == 0;
  ::alarm(0);
  if (!alone) {
    return base::fail("guard-running", "the folder " + configuration.folder.string() +
                                           " cannot be had alone: another guard uses it, or this is not root");
  }
  return lock;
}

base::Result<std::unique_ptr<guard::Guard>> startGuard(const Configuration& configuration, Parts& parts) {
  auto key = readOrderKey(configuration);
  if (!key) return base::fail(key.error());
  return guard::Guard::start(
      {configuration.folder, configuration.seat, *key, parts.clock, parts.places, parts.all(), {}});
}

std::optional<control::ProcConnector> openConnector() {
  auto connector = control::ProcConnector::open();
  if (!connector) return std::nullopt;
  return std::move(*connector);
}

base::Result<void> enterNetwork(const std::filesystem::path& file) {
  if (file.empty()) return {};
  const base::Descriptor handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (handle && ::setns(handle.get(), CLONE_NEWNET) == 0) return {};
  return base::fail("no-namespace", "the network namespace " + file.string() + ": " + std::strerror(errno));
}

int work(const Configuration& configuration, const std::filesystem::path& networkNamespace) {
  if (const auto safe = control::protectSelf(); !safe) return failed(safe.error());
  // Told in the machine's own namespaces only.
  auto connector = openConnector();
  if (const auto entered = enterNetwork(networkNamespace); !entered) return failed(entered.error());
  if (const auto never = control::refuseExec(); !never) return failed(never.error());
  const auto lock = onlyOne(configuration);
  if (!lock) return failed(lock.error());
  Parts parts(configuration, std::move(connector));
  auto guard = startGuard(configuration, parts);
  if (!guard) return failed(guard.error());
  std::error_code ignored;
  std::filesystem::create_directories(configuration.socket.parent_path(), ignored);
  auto server = Server::open(configuration, **guard);
  if (!server) return failed(server.error());
  std::cout << "workstation-guard: ready, " << guard::seatStateName((*guard)->status().state) << std::endl;
  (*server)->run();
  return 0;
}

}  // namespace

int runService(const Configuration& configuration, const std::filesystem::path& networkNamespace) {
  Supervision supervision;
  supervision.work = [&] { return work(configuration, networkNamespace); };
  supervision.saw = [](Mishap mishap, const std::string& how) {
    std::cerr << "workstation-guard: the worker "
              << (mishap == Mishap::died ? "is started again: it " : "goes on: it was ") << how << std::endl;
  };
  supervision.finalStatus = kNoUse;
  return supervise(supervision);
}

base::Result<void> restoreAlone(const Configuration& configuration, bool giveUpDamage) {
  const auto lock = onlyOne(configuration);
  if (!lock) return base::fail(lock.error());
  Parts parts(configuration, std::nullopt);
  auto guard = startGuard(configuration, parts);
  if (!guard) return base::fail(guard.error());
  return (*guard)->restore(giveUpDamage ? guard::Guard::Damage::giveUp : guard::Guard::Damage::keep);
}

}  // namespace vigie::station
