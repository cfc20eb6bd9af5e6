#include "candidate-client/guard/control/Inhibitor.hpp"
#include "common/base/Descriptor.hpp"

#include <fcntl.h>
#include <systemd/sd-bus.h>

#include <cstring>
#include <memory>

namespace vigie::control {
namespace {

constexpr auto kSystemBus = "unix:path=/run/dbus/system_bus_socket";
constexpr auto kService = "org.freedesktop.login1";
constexpr auto kPath = "/org/freedesktop/login1";
constexpr auto kManager = "org.freedesktop.login1.Manager";
constexpr auto kWhat = "shutdown:sleep:idle:handle-power-key:handle-suspend-key:handle-hibernate-key:handle-lid-switch";
constexpr std::uint64_t kPatienceUs = 1'000'000;

struct CloseBus {
  void operator()(sd_bus* bus) const { sd_bus_close_unref(bus); }
};
struct DropMessage {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using Bus = std::unique_ptr<sd_bus, CloseBus>;
using Message = std::unique_ptr<sd_bus_message, DropMessage>;

base::Result<Bus> connect(const std::string& address) {
  sd_bus* raw = nullptr;
  int done = sd_bus_new(&raw);
  Bus bus(raw);
  if (done >= 0) done = sd_bus_set_address(raw, address.empty() ? kSystemBus : address.c_str());
  if (done >= 0) done = sd_bus_set_bus_client(raw, 1);
  if (done >= 0) done = sd_bus_start(raw);
  if (done < 0) {
    return base::fail("no-system-bus", std::string("this machine has no system bus, so nobody to keep it awake: ") +
                                           std::strerror(-done));
  }
  return bus;
}

base::Result<Message> call(sd_bus* bus, sd_bus_message* question) {
  sd_bus_error error{};
  sd_bus_message* answer = nullptr;
  const int done = sd_bus_call(bus, question, kPatienceUs, &error, &answer);
  const std::string why = error.message != nullptr ? error.message : std::strerror(done < 0 ? -done : 0);
  sd_bus_error_free(&error);
  if (done < 0) return base::fail("no-inhibitor", "logind does not keep this machine awake: " + why);
  return Message(answer);
}

}  // namespace

base::Result<void> LogindInhibitor::ready() {
  const auto bus = connect(address_);
  if (!bus) return base::fail(bus.error());
  sd_bus_message* raw = nullptr;
  const int made =
      sd_bus_message_new_method_call(bus->get(), &raw, kService, kPath, "org.freedesktop.DBus.Peer", "Ping");
  const Message question(raw);
  if (made < 0) return base::fail("no-inhibitor", std::strerror(-made));
  const auto answer = call(bus->get(), raw);
  if (!answer) return base::fail(answer.error());
  return {};
}

base::Result<base::Descriptor> LogindInhibitor::take() {
  const auto bus = connect(address_);
  if (!bus) return base::fail(bus.error());
  sd_bus_message* raw = nullptr;
  int done = sd_bus_message_new_method_call(bus->get(), &raw, kService, kPath, kManager, "Inhibit");
  const Message question(raw);
  if (done >= 0) done = sd_bus_message_append(raw, "ssss", kWhat, "Vigie", "An exam is running at this seat", "block");
  if (done < 0) return base::fail("no-inhibitor", std::strerror(-done));
  const auto answer = call(bus->get(), raw);
  if (!answer) return base::fail(answer.error());
  int lent = -1;
  if (sd_bus_message_read(answer->get(), "h", &lent) < 0) {
    return base::fail("no-inhibitor", "logind answered something else than a lock");
  }
  return base::Descriptor(::fcntl(lent, F_DUPFD_CLOEXEC, 3));  // the message closes its own
}

}  // namespace vigie::control
