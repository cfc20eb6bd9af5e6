#include "certs/verify/Subject.hpp"

#include "certs/verify/DataFolder.hpp"
#include "common/base/File.hpp"

namespace vigie::verify {

base::Result<SessionFiles> readSubject(const Subject& subject) {
  if (std::filesystem::is_directory(subject.path)) {
    const std::filesystem::path& bank = subject.bank;
    return readDataFolder(subject.path, subject.session,
                          {.bankFolder = bank.empty() ? bank : std::filesystem::absolute(bank).parent_path(),
                           .registry = subject.trust / "registry.pem"});
  }
  const auto bytes = base::readFile(subject.path, kLargestBundle);
  if (!bytes) return base::fail(bytes.error());
  auto bundle = readBundle(*bytes);
  if (!bundle) return base::fail(bundle.error());
  SessionFiles files;
  files.bundle = std::move(bundle->bundle);
  files.signature = std::move(bundle->signature);
  return files;
}

base::Result<crypto::Certificate> readRoot(const std::filesystem::path& trust) {
  const auto text = base::readTextFile(trust / "root.pem", 65536);
  if (!text) return base::fail(text.error());
  return crypto::Certificate::fromPem(*text);
}

}  // namespace vigie::verify
