#include "candidate-client/guard/app/Configuration.hpp"

#include "common/base/Bytes.hpp"
#include "common/configuration/KeyTable.hpp"

namespace vigie::station {
namespace {

using Key = configuration::Key<Configuration>;

bool isAbsolute(const std::string& path) {
  return path.starts_with('/');
}

bool isSeat(const std::string& id) {
  const auto raw = base::fromHex(id);
  return raw && raw->size() == 16;
}

bool isCgroup(const std::string& path) {
  return path.empty() || (isAbsolute(path) && !path.ends_with('/'));
}

bool isShort(const std::string& text) {
  return text.size() <= 400;
}

// Relative paths are refused: whoever starts the service must not choose what they mean.
configuration::Reader<Configuration> absolutePath(std::filesystem::path Configuration::* member) {
  return [member](Configuration& out, const configuration::Value& value, const std::filesystem::path&) {
    if (value.text() == nullptr || !isAbsolute(*value.text())) return false;
    out.*member = *value.text();
    return true;
  };
}

// Persistent handles are 0x81000000 to 0x81ffffff (TPM 2.0 Part 2, 7.5).
configuration::Reader<Configuration> handle(std::uint32_t attestation::TpmPlace::* member) {
  return [member](Configuration& out, const configuration::Value& value, const std::filesystem::path&) {
    if (value.number() == nullptr || *value.number() < 0x81000000 || *value.number() > 0x81ffffff) return false;
    out.tpm.*member = static_cast<std::uint32_t>(*value.number());
    return true;
  };
}

bool tpmDevice(Configuration& out, const configuration::Value& value, const std::filesystem::path&) {
  if (value.text() == nullptr || !isAbsolute(*value.text())) return false;
  out.tpm.device = *value.text();
  return true;
}

const std::vector<Key>& keys() {
  using C = Configuration;
  using enum configuration::Presence;
  constexpr const char* kPath = "expected an absolute path";
  constexpr const char* kUsers = "expected a list of user numbers, such as [1000]";
  constexpr const char* kFolders = "expected a list of absolute paths";
  constexpr const char* kHandle = "expected a number from 0x81000000 to 0x81ffffff";
  using Tpm = attestation::TpmPlace;
  const auto user = [](std::int64_t id) { return id >= 0; };
  static const std::vector<Key> all = {
      {"guard", "folder", optional, "folder of the undo journal and the record (/var/lib/vigie-guard)", kPath,
       absolutePath(&C::folder)},
      {"guard", "socket", optional, "socket for questions (/run/vigie-guard/socket)", kPath, absolutePath(&C::socket)},
      {"guard", "seat", required, "this workstation's id", "expected 32 digits 0-9 a-f",
       configuration::text(&C::seat, isSeat)},
      {"guard", "order_key", optional, "the public key of whoever orders, PEM (/etc/vigie/order-key.pem)", kPath,
       absolutePath(&C::orderKey)},
      {"guard", "settings_root", optional, "what /proc/sys and /sys are below (/)", kPath,
       absolutePath(&C::settingsRoot)},
      {"users", "client", optional, "users who may ask for the status, besides root", kUsers,
       configuration::listOf(&C::clientUsers, user)},
      {"users", "code", optional, "users who may type the unlock code, besides root", kUsers,
       configuration::listOf(&C::codeUsers, user)},
      {"processes", "watched", optional, "a folder on each file system whose programs are judged", kFolders,
       configuration::listOf(&C::watched, isAbsolute)},
      {"processes", "writable", optional,
       "folders the candidate can write to: nosuid, nodev, and noexec where programs are not judged", kFolders,
       configuration::listOf(&C::writable, isAbsolute)},
      {"processes", "cgroup", optional, "control group whose programs are reported; empty = every program",
       "expected a path such as /user.slice", configuration::text(&C::cgroup, isCgroup)},
      {"screen", "display", optional, "the candidate's X screen, such as :0; empty = none", "expected a text",
       configuration::text(&C::display, isShort)},
      {"screen", "authority", optional, "its file of cookies (.Xauthority)", "expected the path of a file",
       configuration::text(&C::authority, isShort)},
      {"screen", "wayland", optional, "socket of the candidate's Wayland screen (cage), instead of an X screen", kPath,
       absolutePath(&C::wayland)},
      {"screen", "wayland_group", optional,
       "group that guard-launch starts the client in, and nobody else is of: the screen is open to it alone",
       "expected the number of a group", configuration::number(&C::waylandGroup, 1, 4'000'000'000)},
      {"system", "bus", optional, "D-Bus address where logind is (the machine's system bus)", "expected a text",
       configuration::text(&C::systemBus, isShort)},
      {"tpm", "device", optional, "the TPM, or the socket of a software TPM (/dev/tpmrm0)", kPath, tpmDevice},
      {"tpm", "attestation_key", optional, "handle of its attestation key (0x81010002)", kHandle,
       handle(&Tpm::attestationKey)},
      {"tpm", "workstation_key", optional, "handle of this workstation's key in it (0x81010003)", kHandle,
       handle(&Tpm::workstationKey)},
  };
  return all;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  return configuration::read(file, keys());
}

std::string configurationHelp() {
  return configuration::help(keys());
}

}  // namespace vigie::station
