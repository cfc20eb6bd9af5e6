#include "candidate-client/guard/Policy.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/Fields.hpp"

namespace vigie::guard {
namespace {

constexpr std::string_view kFormat = "vigie-policy/1";
constexpr std::size_t kMostEndpoints = 16;
constexpr std::size_t kMostPrograms = 4096;
constexpr std::array<std::string_view, kControls> kNames{
    "session", "keys",       "clients", "clipboard", "displays", "processes",   "network",
    "devices", "privileges", "client",  "kernel",    "system",   "attestation", "machine"};

base::Result<Grade> gradeOf(std::string_view name) {
  for (const Grade grade : {Grade::open, Grade::watched, Grade::locked}) {
    if (name == gradeName(grade)) return grade;
  }
  return base::fail("policy-grade", "policy: \"grade\" is open, watched or locked");
}

base::Result<Mode> modeNamed(std::string_view name, std::string_view control) {
  for (const Mode mode : {Mode::off, Mode::report, Mode::on}) {
    if (name == modeName(mode)) return mode;
  }
  return base::fail("policy-control", "policy: control \"" + std::string(control) + "\" is on, report or off");
}

base::Result<Endpoint> readEndpoint(const nlohmann::json& value) {
  constexpr std::string_view kPlace = "policy: network: centre";
  if (const auto only = requireOnly(value, {"address", "port"}, kPlace); !only) return base::fail(only.error());
  const auto address = textField(value, "address", kPlace, INET6_ADDRSTRLEN);
  if (!address) return base::fail(address.error());
  const auto port = numberField(value, "port", kPlace);
  if (!port) return base::fail(port.error());
  if (*port == 0 || *port > 65535) return base::fail("field-wrong", std::string(kPlace) + ": a port is 1 to 65535");

  // Printed again from its bytes: what reaches the packet filter is an address and nothing else.
  std::array<std::uint8_t, 16> raw{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, address->c_str(), raw.data()) != 1) continue;
    inet_ntop(family, raw.data(), text.data(), text.size());
    return Endpoint{text.data(), family == AF_INET6, static_cast<std::uint16_t>(*port)};
  }
  return base::fail("field-wrong", std::string(kPlace) +
                                       ": \"address\" is no IPv4 or IPv6 address (names are not looked up: a locked "
                                       "seat has no name service)");
}

base::Result<void> readNetwork(const nlohmann::json& value, Policy& out) {
  constexpr std::string_view kPlace = "policy: network";
  if (const auto only = requireOnly(value, {"centre"}, kPlace); !only) return base::fail(only.error());
  const auto centre = value.find("centre");
  if (centre == value.end() || !centre->is_array() || centre->size() > kMostEndpoints) {
    return base::fail("field-wrong", "policy: network: \"centre\" is a list of at most 16 endpoints");
  }
  for (const auto& one : *centre) {
    auto endpoint = readEndpoint(one);
    if (!endpoint) return base::fail(endpoint.error());
    out.centre.push_back(std::move(*endpoint));
  }
  return {};
}

base::Result<std::vector<Program>> readPrograms(const nlohmann::json& list, std::string_view place) {
  if (!list.is_array() || list.size() > kMostPrograms) {
    return base::fail("field-wrong", std::string(place) + ": expected a list of at most 4096 programs");
  }
  std::vector<Program> programs;
  for (const auto& one : list) {
    if (const auto only = requireOnly(one, {"path", "sha256"}, place); !only) return base::fail(only.error());
    auto path = textField(one, "path", place, 4095);
    if (!path) return base::fail(path.error());
    if (!path->starts_with('/')) return base::fail("field-wrong", std::string(place) + ": \"path\" begins with /");
    const auto digest = digestField(one, "sha256", place);
    if (!digest) return base::fail(digest.error());
    programs.push_back({std::move(*path), *digest});
  }
  return programs;
}

base::Result<void> readControls(const nlohmann::json& value, Policy& out) {
  if (!value.is_object()) return base::fail("field-wrong", "policy: \"controls\" is an object");
  for (const auto& [name, mode] : value.items()) {
    const auto id = controlOf(name);
    if (!id) return base::fail(id.error());
    const auto wanted = modeNamed(mode.is_string() ? mode.get<std::string>() : std::string(), name);
    if (!wanted) return base::fail(wanted.error());
    out.modes[static_cast<std::size_t>(*id)] = *wanted;
  }
  return {};
}

base::Result<void> readProcesses(const nlohmann::json& value, Policy& out) {
  constexpr std::string_view kPlace = "policy: processes";
  if (const auto only = requireOnly(value, {"allowed"}, kPlace); !only) return base::fail(only.error());
  const auto list = value.find("allowed");
  if (list == value.end()) return base::fail("field-missing", "policy: processes: \"allowed\" is missing");
  auto programs = readPrograms(*list, kPlace);
  if (!programs) return base::fail(programs.error());
  out.allowed = std::move(*programs);
  return {};
}

base::Result<void> readMachine(const nlohmann::json& value, Policy& out) {
  if (const auto only = requireOnly(value, {"limit"}, "policy: machine"); !only) return base::fail(only.error());
  const auto limit = numberField(value, "limit", "policy: machine");
  if (!limit) return base::fail(limit.error());
  out.machineLimit = *limit;
  return {};
}

base::Result<void> readKnown(const nlohmann::json& value, std::string_view name, std::vector<KnownDevice>& out) {
  constexpr std::string_view kPlace = "policy: devices";
  constexpr std::size_t kMost = 16;
  const auto list = value.find(name);
  if (list == value.end()) return {};
  if (!list->is_array() || list->size() > kMost) {
    return base::fail("field-wrong", "policy: devices: \"" + std::string(name) + "\" is a list of at most 16 devices");
  }
  for (const auto& one : *list) {
    if (const auto only = requireOnly(one, {"product", "serial"}, kPlace); !only) return base::fail(only.error());
    auto product = textField(one, "product", kPlace, 9);
    if (!product) return base::fail(product.error());
    auto serial = textField(one, "serial", kPlace, 126);
    if (!serial) return base::fail(serial.error());
    out.push_back({std::move(*product), std::move(*serial)});
  }
  return {};
}

base::Result<void> readDevices(const nlohmann::json& value, Policy& out) {
  constexpr std::string_view kPlace = "policy: devices";
  if (const auto only = requireOnly(value, {"cameras", "inputs"}, kPlace); !only) return base::fail(only.error());
  if (auto read = readKnown(value, "cameras", out.cameras); !read) return read;
  return readKnown(value, "inputs", out.inputs);
}

base::Result<void> readDisplays(const nlohmann::json& value, Policy& out) {
  if (const auto only = requireOnly(value, {"most"}, "policy: displays"); !only) return base::fail(only.error());
  const auto most = numberField(value, "most", "policy: displays");
  if (!most) return base::fail(most.error());
  out.mostDisplays = *most;
  return {};
}

base::Result<void> readParts(const nlohmann::json& value, Policy& out) {
  using Reader = base::Result<void> (*)(const nlohmann::json&, Policy&);
  constexpr std::array<std::pair<std::string_view, Reader>, 6> kReaders{{{"controls", readControls},
                                                                         {"network", readNetwork},
                                                                         {"processes", readProcesses},
                                                                         {"devices", readDevices},
                                                                         {"displays", readDisplays},
                                                                         {"machine", readMachine}}};
  for (const auto& [name, read] : kReaders) {
    const auto part = value.find(name);
    if (part == value.end()) continue;
    if (auto done = read(*part, out); !done) return done;
  }
  const auto accommodation = value.find("accommodation");
  if (accommodation == value.end()) return {};
  auto programs = readPrograms(*accommodation, "policy: accommodation");
  if (!programs) return base::fail(programs.error());
  out.accommodation = std::move(*programs);
  return {};
}

}  // namespace

std::string_view controlName(ControlId id) {
  return kNames[static_cast<std::size_t>(id)];
}

base::Result<ControlId> controlOf(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found != kNames.end()) return static_cast<ControlId>(found - kNames.begin());
  return base::fail("policy-control", "policy: there is no control \"" + std::string(name) +
                                          "\" in this guard. It refuses what it could not enforce");
}

std::string_view modeName(Mode mode) {
  constexpr std::array<std::string_view, 3> kModes{"off", "report", "on"};
  return kModes[static_cast<std::size_t>(mode)];
}

std::string_view gradeName(Grade grade) {
  constexpr std::array<std::string_view, 3> kGrades{"open", "watched", "locked"};
  return kGrades[static_cast<std::size_t>(grade)];
}

base::Result<Policy> readPolicy(const nlohmann::json& value) {
  if (!value.is_object()) return base::fail("field-wrong", "policy: expected an object");
  const auto format = textField(value, "format", "policy");
  if (!format) return base::fail(format.error());
  if (*format != kFormat) {
    return base::fail("policy-version", "policy: this guard reads vigie-policy/1 only. Update the guard of this seat");
  }
  const auto only = requireOnly(
      value, {"format", "grade", "controls", "network", "processes", "accommodation", "devices", "displays", "machine"},
      "policy");
  if (!only) return base::fail(only.error());
  const auto gradeText = textField(value, "grade", "policy");
  if (!gradeText) return base::fail(gradeText.error());
  const auto grade = gradeOf(*gradeText);
  if (!grade) return base::fail(grade.error());

  Policy policy;
  policy.grade = *grade;
  policy.modes.fill(static_cast<Mode>(*grade));
  if (const auto parts = readParts(value, policy); !parts) return base::fail(parts.error());
  return policy;
}

}  // namespace vigie::guard
