#include "common/link/Machine.hpp"

#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <set>

#include "common/base/File.hpp"

namespace vigie::link {
namespace {

using Json = nlohmann::json;
using base::FileMode;
using std::filesystem::path;

constexpr const char* kFormat = "vigie-machine/1";
constexpr const char* kKeyFile = "machine.key";
constexpr const char* kCertificateFile = "machine.pem";
constexpr const char* kAuthorityFile = "authority.pem";
constexpr const char* kDescriptionFile = "machine.json";
constexpr std::size_t kLargestPart = 64U << 10;

std::unexpected<base::Error> wrong(const path& file, const std::string& what) {
  return base::fail("machine-wrong", file.string() + ": " + what + ". Enrol this machine again with a new code");
}

base::Result<void> makeFolder(const path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (!error) return {};
  return base::fail("file-unwritable", "cannot make the machine folder " + folder.string() + ": " + error.message());
}

// A key that others could read is a key that others may have.
base::Result<void> checkRights(const path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return base::fail("file-missing", "there is no file " + file.string());
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return base::fail("machine-rights", file.string() +
                                          ": others than its owner may read this key, so it must be taken as known. "
                                          "Revoke this machine and enrol it again");
}

struct Description {
  base::WorkstationId id;
  std::string role;
  std::string label;
  std::string host;
  std::uint16_t port = 0;
  std::optional<base::StaffId> staff;
};

base::Result<Json> parse(const path& file, const std::string& text) {
  std::set<std::string> seen;
  std::string twice;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth == 1 && event == Json::parse_event_t::key && !seen.insert(value.get<std::string>()).second) {
      twice = value.get<std::string>();
    }
    return true;
  };
  Json json = Json::parse(text, watch, false);
  if (json.is_discarded() || !json.is_object()) return wrong(file, "not a JSON object");
  if (!twice.empty()) return wrong(file, "\"" + twice + "\" is there twice");
  return json;
}

base::Result<Description> describe(const path& file, const Json& json) {
  for (const char* name : {"format", "id", "role", "label", "host"}) {
    if (!json.contains(name) || !json[name].is_string())
      return wrong(file, "expected a text \"" + std::string(name) + "\"");
  }
  static const std::set<std::string> kMembers = {"format", "id", "role", "label", "host", "port", "staff"};
  for (const auto& [name, value] : json.items()) {
    if (!kMembers.contains(name)) return wrong(file, "unknown member \"" + name + "\"");
  }
  if (json["format"] != kFormat) return wrong(file, "expected the format " + std::string(kFormat));
  if (!json.contains("port") || !json["port"].is_number_unsigned() || json["port"] < 1 || json["port"] > 65'535) {
    return wrong(file, "expected \"port\", a number from 1 to 65535");
  }
  Description out{{}, json["role"], json["label"], json["host"], json["port"], {}};
  const auto id = base::WorkstationId::fromHex(json["id"].get<std::string>());
  if (!id) return wrong(file, "\"id\": " + id.error().detail);
  out.id = *id;
  if (json.contains("staff")) {
    if (!json["staff"].is_string()) return wrong(file, "expected a text \"staff\"");
    const auto staff = base::StaffId::fromHex(json["staff"].get<std::string>());
    if (!staff) return wrong(file, "\"staff\": " + staff.error().detail);
    out.staff = *staff;
  }
  return out;
}

base::Result<Description> loadDescription(const path& folder) {
  const path file = folder / kDescriptionFile;
  const auto text = base::readTextFile(file, kLargestPart);
  if (!text) return base::fail(text.error());
  const auto json = parse(file, *text);
  if (!json) return base::fail(json.error());
  return describe(file, *json);
}

base::Result<crypto::Certificate> loadCertificate(const path& file) {
  const auto text = base::readTextFile(file, kLargestPart);
  if (!text) return base::fail(text.error());
  auto certificate = crypto::Certificate::fromPem(*text);
  if (!certificate) return wrong(file, certificate.error().detail);
  return certificate;
}

base::Result<crypto::PrivateKey> loadKey(const path& file) {
  if (const auto rights = checkRights(file); !rights) return base::fail(rights.error());
  const auto text = base::readTextFile(file, kLargestPart);
  if (!text) return base::fail(text.error());
  auto key = crypto::PrivateKey::fromPem(*text);
  if (!key) return wrong(file, key.error().detail);
  return key;
}

// The files must tell one story.
base::Result<void> checkTogether(const path& folder, const Machine& machine, const std::string& role) {
  const path certificate = folder / kCertificateFile;
  if (machine.certificate.publicKey().spki() != machine.key.publicKey().spki()) {
    return wrong(certificate, "it is not the certificate of " + std::string(kKeyFile));
  }
  if (!machine.authority.isAuthority()) return wrong(folder / kAuthorityFile, "it is not an authority's certificate");
  if (!machine.certificate.isIssuedBy(machine.authority)) {
    return wrong(certificate, "it was not issued by " + std::string(kAuthorityFile));
  }
  if (machine.certificate.role()->id != machine.id.hex())
    return wrong(certificate, "it names another id than machine.json");
  if (crypto::roleName(machine.role) != role) return wrong(certificate, "it has another role than machine.json");
  return {};
}

}  // namespace

bool hasMachine(const path& folder) {
  std::error_code ignored;
  return std::filesystem::exists(folder / kDescriptionFile, ignored);
}

base::Result<void> saveMachine(const path& folder, const Machine& machine) {
  if (const auto made = makeFolder(folder); !made) return made;
  Json json = {{"format", kFormat},      {"id", machine.id.hex()}, {"role", crypto::roleName(machine.role)},
               {"label", machine.label}, {"host", machine.host},   {"port", machine.port}};
  if (machine.staff) json["staff"] = machine.staff->hex();
  const auto write = [&](const char* name, const std::string& text, FileMode mode) {
    return base::writeFileDurably(folder / name, base::bytesOf(text), mode);
  };
  if (auto written = write(kKeyFile, machine.key.pem(), FileMode::ownerOnly); !written) return written;
  if (auto written = write(kCertificateFile, machine.certificate.pem(), FileMode::shared); !written) return written;
  if (auto written = write(kAuthorityFile, machine.authority.pem(), FileMode::shared); !written) return written;
  return write(kDescriptionFile, json.dump(2) + "\n", FileMode::shared);
}

base::Result<void> saveCertificate(const Machine& machine, const crypto::Certificate& certificate) {
  if (machine.folder.empty()) return {};
  return base::writeFileDurably(machine.folder / kCertificateFile, base::bytesOf(certificate.pem()), FileMode::shared);
}

base::Result<Machine> loadMachine(const path& folder) {
  auto description = loadDescription(folder);
  if (!description) return base::fail(description.error());
  auto key = loadKey(folder / kKeyFile);
  if (!key) return base::fail(key.error());
  auto certificate = loadCertificate(folder / kCertificateFile);
  if (!certificate) return base::fail(certificate.error());
  auto authority = loadCertificate(folder / kAuthorityFile);
  if (!authority) return base::fail(authority.error());
  const auto role = certificate->role();
  if (!role) return wrong(folder / kCertificateFile, role.error().detail);
  Machine machine{description->id,
                  role->role,
                  std::move(description->label),
                  std::move(description->host),
                  description->port,
                  description->staff,
                  std::move(*key),
                  std::move(*certificate),
                  std::move(*authority),
                  folder};
  if (const auto together = checkTogether(folder, machine, description->role); !together)
    return base::fail(together.error());
  return machine;
}

}  // namespace vigie::link
