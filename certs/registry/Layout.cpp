#include "certs/registry/Layout.hpp"

#include "common/base/File.hpp"

namespace vigie::registry {
namespace {

base::Result<void> write(const std::filesystem::path& file, std::string_view content, base::FileMode mode) {
  std::error_code failed;  // writing says what is wrong with the folder
  std::filesystem::create_directories(file.parent_path(), failed);
  return base::writeFileDurably(file, base::bytesOf(content), mode);
}

}  // namespace

base::Result<crypto::PrivateKey> loadKey(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file);
  if (!text) return base::fail(text.error());
  auto key = crypto::PrivateKey::fromPem(*text);
  if (!key) return base::failAt(file.string(), key.error());
  return key;
}

base::Result<crypto::Certificate> loadCertificate(const std::filesystem::path& file) {
  const auto text = base::readTextFile(file);
  if (!text) return base::fail(text.error());
  auto certificate = crypto::Certificate::fromPem(*text);
  if (!certificate) return base::failAt(file.string(), certificate.error());
  return certificate;
}

base::Result<void> writeFile(const std::filesystem::path& file, std::string_view content) {
  return write(file, content, base::FileMode::shared);
}

base::Result<void> writeKey(const std::filesystem::path& file, const crypto::PrivateKey& key) {
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, failed);
  return write(file, key.pem(), base::FileMode::ownerOnly);
}

}  // namespace vigie::registry
