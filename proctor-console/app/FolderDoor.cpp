#include "proctor-console/app/FolderDoor.hpp"

#include <QMetaObject>

namespace vigie::console_app {

base::Result<std::unique_ptr<window::Desk>> FolderDoor::unlock(const base::SecretBytes& password) {
  auto machine = link::loadMachine(configuration_.machine);
  if (!machine) return base::fail(machine.error());
  if (machine->role != crypto::Role::console) {
    return base::fail("machine-wrong", configuration_.machine.string() + ": the role is not console");
  }
  auto key = console::openStaffKey(configuration_.staffKey, password);
  if (!key) return base::fail(key.error());
  auto book = console::StandingBook::load(configuration_.machine);
  if (!book) return base::fail(book.error());
  auto context = link::TlsContext::clientMutual(machine->credentials(), machine->authority);
  if (!context) return base::fail(context.error());
  return std::make_unique<ThreadedDesk>(
      *machine, std::move(*context), std::make_shared<const crypto::PrivateKey>(std::move(*key)), std::move(*book),
      clock_, console::DeskSettings{std::string("proctor-console ") + VIGIE_VERSION, configuration_.machine});
}

void FolderDoor::enrol(Newcomer newcomer, std::function<void(const std::optional<base::Error>&)> done) {
  enrolment_ = std::jthread([this, newcomer = std::move(newcomer), done = std::move(done)] {
    const auto machine = console::enrolConsole({configuration_.machine,
                                                configuration_.staffKey,
                                                newcomer.code,
                                                {},
                                                newcomer.host,
                                                newcomer.port,
                                                newcomer.enrolmentPort},
                                               [&]() -> base::Result<base::SecretBytes> { return newcomer.password; });
    const std::optional<base::Error> refusal = machine ? std::nullopt : std::optional(machine.error());
    QMetaObject::invokeMethod(&here_, [done, refusal] { done(refusal); }, Qt::QueuedConnection);
  });
}

}  // namespace vigie::console_app
