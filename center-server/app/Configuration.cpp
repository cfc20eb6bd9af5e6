#include "center-server/app/Configuration.hpp"

#include "common/configuration/KeyTable.hpp"

namespace vigie::centre {
namespace {

using Key = configuration::Key<Configuration>;

const std::vector<Key>& keys() {
  using C = Configuration;
  using configuration::number;
  using configuration::path;
  using configuration::text;
  using enum configuration::Presence;
  constexpr const char* kText = "expected a text of 1 to 200 characters";
  constexpr const char* kFile = "expected the path of a file";
  constexpr const char* kPort = "expected a number from 0 to 65535";
  static const std::vector<Key> all = {
      {"centre", "number", required, "number of the centre at the certifying body", kText, text(&C::number)},
      {"centre", "name", required, "name that certificates show", kText, text(&C::name)},
      {"centre", "did", required, "did:web of the centre, in its accreditation", kText, text(&C::did)},
      {"centre", "data", required, "data folder: journal, keys, certificates", "expected the path of a folder",
       path(&C::data)},
      {"listen", "address", optional, "address to listen on (127.0.0.1)", kText, text(&C::address)},
      {"listen", "port", optional, "port of seats and consoles (4433)", kPort, number(&C::port, 0, 65535)},
      {"listen", "enrolment_port", optional, "port of enrolment, open only while a code is (4434)", kPort,
       number(&C::enrolmentPort, 0, 65535)},
      {"bank", "calibration", required, "bank.cal", kFile, path(&C::calibration)},
      {"bank", "items", required, "bank.items", kFile, path(&C::items)},
      {"bank", "content_key", required, "key that opens bank.items", kFile, path(&C::contentKey)},
      {"bank", "authority", required, "public key of the bank's authors, PEM", kFile, path(&C::bankAuthority)},
      {"test", "definition", required, "test definition, JSON", kFile, path(&C::testDefinition)},
      {"pictures", "every_ms", optional,
       "milliseconds between two pictures of a calm candidate (30000); up to 1500 always at that pace",
       "expected a number from 200 to 100000000", number(&C::pictureEveryMs, 200, 100'000'000)},
      {"pictures", "free_mb", optional, "with less free space on the disk pictures are refused, answers go on (2048)",
       "expected a number from 0 to 100000000", number(&C::picturesFreeMb, 0, 100'000'000)},
      {"registry", "ticket_key", required, "key that signs tickets: its certificate, or the bare public key, PEM",
       kFile, path(&C::ticketKey)},
      {"registry", "host", optional, "name or address of the registry; without it nothing is sent", kText,
       text(&C::registryHost)},
      {"registry", "port", optional, "port of the registry (443)", kPort, number(&C::registryPort, 0, 65535)},
      {"registry", "authority", optional, "authority of the registry's TLS certificate, PEM", kFile,
       path(&C::registryAuthority)},
      {"registry", "certificate", optional, "this centre's TLS certificate for the registry, PEM", kFile,
       path(&C::registryCertificate)},
      {"registry", "log_key", optional, "log.vkey of the registry's log", kFile, path(&C::logKey)},
      {"issuing", "chain", required, "accreditation of the issuing key, PEM; may come later", kFile,
       path(&C::issuingChain)},
      {"issuing", "status_chain", optional, "certificate of the registry's status key, PEM", kFile,
       path(&C::statusChain)},
      {"issuing", "status_list", required, "URL of the centre's status list", kText, text(&C::statusList)},
  };
  return all;
}

}  // namespace

base::Result<Configuration> readConfiguration(const std::filesystem::path& file) {
  auto out = configuration::read(file, keys());
  if (!out) return out;
  const bool registryNamed =
      !out->registryAuthority.empty() && !out->registryCertificate.empty() && !out->logKey.empty();
  if (!out->registryHost.empty() && !registryNamed) {
    return base::fail("config-wrong",
                      file.string() + ": [registry] host: needs authority, certificate and log_key beside it");
  }
  return out;
}

std::string configurationHelp() {
  return configuration::help(keys());
}

}  // namespace vigie::centre
