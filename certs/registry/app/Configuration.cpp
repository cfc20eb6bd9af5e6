#include "certs/registry/app/Configuration.hpp"

#include "common/configuration/KeyTable.hpp"

namespace vigie::registry {
namespace {

using Key = configuration::Key<Configuration>;

bool isAddress(const std::string& text) {
  return !text.empty() && text.size() <= 64;
}

// C2SP: the name of a log's key holds no blank and no '+'; an origin is a URL without scheme or slash at its end.
bool isOrigin(const std::string& text) {
  return !text.empty() && text.size() <= 200 && text.find_first_of(" \t\n+") == std::string::npos &&
         text.find("://") == std::string::npos && text.back() != '/';
}

bool isUrl(const std::string& text) {
  return text.size() > 8 && text.size() <= 200 && text.starts_with("https://") && text.back() != '/' &&
         text.find_first_of(" \t\n#?\"<>") == std::string::npos;
}

const std::vector<Key>& keys() {
  using C = Configuration;
  using configuration::number;
  using configuration::path;
  using configuration::text;
  using enum configuration::Presence;
  static const std::vector<Key> all = {
      {"registry", "origin", required, "name of the log, for ever",
       "expected a text such as registre.example.fr/2026: no scheme, blank, '+' or slash at its end",
       text(&C::origin, isOrigin)},
      {"registry", "url", required, "where everybody reaches us", "expected https://host without a slash at its end",
       text(&C::url, isUrl)},
      {"registry", "folder", required, "keys, database, log, bundles", "expected the path of a folder",
       path(&C::folder)},
      {"listen", "address", optional, "address to listen on (127.0.0.1)", "expected an address",
       text(&C::address, isAddress)},
      {"listen", "port", optional, "port (8443); 0: any, printed", "expected a number from 0 to 65535",
       number(&C::port, 0, 65535)},
      {"limits", "requests_per_second", optional, "of one address (50)", "expected 1 to 100000",
       number(&C::requestsPerSecond, 1, 100'000)},
      {"limits", "lookups_per_minute", optional, "of codes, of one address (30)", "expected 1 to 100000",
       number(&C::lookupsPerMinute, 1, 100'000)},
      {"limits", "connections", optional, "at once (512)", "expected 1 to 100000", number(&C::connections, 1, 100'000)},
      {"limits", "connections_per_address", optional, "at once (64)", "expected 1 to 100000",
       number(&C::connectionsPerAddress, 1, 100'000)},
      {"limits", "bundle_megabytes", optional, "largest session bundle (64)", "expected 1 to 1024",
       number(&C::bundleMegabytes, 1, 1024)},
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

std::string demonstrationConfiguration(const std::filesystem::path& folder, std::uint16_t port) {
  return "# A demonstration registry.\n[registry]\norigin = \"registre.demonstration.example/log\"\n"
         "url = \"https://registre.demonstration.example\"\nfolder = \"" +
         std::filesystem::absolute(folder).string() +
         "\"\n\n[listen]\naddress = \"127.0.0.1\"\nport = " + std::to_string(port) + "\n";
}

}  // namespace vigie::registry
