#include "candidate-client/app/Configuration.hpp"

#include <algorithm>

#include "common/base/Bytes.hpp"
#include "common/configuration/KeyTable.hpp"
#include "common/vision/Accommodations.hpp"

namespace vigie::candidate {
namespace {

using configuration::Value;
using Key = configuration::Key<Configuration>;
using Reader = configuration::Reader<Configuration>;

Reader oneOf(std::string Configuration::* member, std::vector<std::string> allowed) {
  return configuration::text(member, [allowed](const std::string& value) {
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
  });
}

Reader model(std::filesystem::path vision::ModelFiles::* member) {
  return [member](Configuration& out, const Value& value, const std::filesystem::path& folder) {
    if (value.text() == nullptr || value.text()->empty()) return false;
    out.models.*member = folder / *value.text();
    return true;
  };
}

Reader hash(std::string vision::ModelFiles::* member) {
  return [member](Configuration& out, const Value& value, const std::filesystem::path&) {
    if (value.text() == nullptr || value.text()->size() != 64 || !base::fromHex(*value.text())) return false;
    out.models.*member = *value.text();
    return true;
  };
}

bool biometrics(Configuration& out, const Value& value, const std::filesystem::path&) {
  if (value.text() == nullptr || (*value.text() != "off" && *value.text() != "consented")) return false;
  out.models.biometrics = *value.text() == "off" ? vision::Biometrics::off : vision::Biometrics::consented;
  return true;
}

const std::vector<Key>& keys() {
  using C = Configuration;
  using M = vision::ModelFiles;
  using configuration::number;
  using configuration::path;
  using configuration::text;
  using enum configuration::Presence;
  constexpr const char* kText = "expected a text of 1 to 200 characters";
  constexpr const char* kPort = "expected a number from 1 to 65535";
  constexpr const char* kHash = "expected 64 digits, 0-9 and a-f";
  const auto isAccommodation = [](const std::string& name) { return vision::accommodationNamed(name).has_value(); };
  static const std::vector<Key> all = {
      {"workstation", "machine", optional, "folder of this workstation's key and of what it keeps",
       "expected the path of a folder", path(&C::machine)},
      {"workstation", "guard", optional,
       "socket of the workstation's guard: while it is gone the window covers itself (none)",
       "expected the path of a socket", path(&C::guard)},
      {"workstation", "camera", optional, "camera: a device number, a file or a folder (none)", kText,
       text(&C::camera)},
      {"workstation", "language", optional, "first language, fr or en (fr)", "expected \"fr\" or \"en\"",
       oneOf(&C::language, {"fr", "en"})},
      {"workstation", "colours", optional, "light, dark or contrast (light)",
       "expected \"light\", \"dark\" or \"contrast\"", oneOf(&C::colours, {"light", "dark", "contrast"})},
      {"workstation", "zoom", optional, "size of the text in percent, 100 to 300 (100)",
       "expected a number from 100 to 300", number(&C::zoom, kSmallestZoom, kLargestZoom)},
      {"workstation", "accommodations", optional,
       "agreed for this place: veil, sunglasses, tics, looks-down, helper-present",
       "expected a list of veil, sunglasses, tics, looks-down, helper-present",
       configuration::listOf(&C::accommodations, isAccommodation)},
      {"vision", "yunet", optional, "ONNX file of the face detector YuNet, 2021 or 2022 (none: cascades)",
       "expected the path of a file", model(&M::yunet)},
      {"vision", "yunet_sha256", optional, "its SHA-256", kHash, hash(&M::yunetSha256)},
      {"vision", "sface", optional, "ONNX file of SFace, to compare a face with the one before a break (none)",
       "expected the path of a file", model(&M::sface)},
      {"vision", "sface_sha256", optional, "its SHA-256", kHash, hash(&M::sfaceSha256)},
      {"vision", "biometrics", optional, "off or consented: who sits here agreed to that comparison (off)",
       "expected \"off\" or \"consented\"", biometrics},
      {"centre", "host", optional, "name or address of the centre's server, to enrol", kText, text(&C::host)},
      {"centre", "port", optional, "its port (4433)", kPort, number(&C::port, 1, 65535)},
      {"centre", "enrolment_port", optional, "its port of enrolment (4434)", kPort,
       number(&C::enrolmentPort, 1, 65535)},
      {"centre", "trust", optional, "centre.trust, the centre's authority as PEM: a code has 8 characters then",
       "expected the path of a file", path(&C::trust)},
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

}  // namespace vigie::candidate
