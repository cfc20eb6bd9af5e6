// Where everything lies in the registry's folder.
//   trust/          root.pem, log.vkey: what verifiers trust; public
//   for-centres/    ticket.pub.pem, bank-authority.pub.pem, status.pem, registry-tls.pem, log.vkey: what a centre
//                   configures; public
//   public/         checkpoint, tile/…, status/…, did/…: served as they are, by us or by any web server
//   certificates/   root, ticket, status, bank-authority, tls, tls-authority, client-authority (PEM); public
//   keys/           status.key, log.key, tls.key: the server's; ticket.key, client-authority.key: the administrator's
//   keys-of-root/   root.key, tls-authority.key: kept offline; here only in a demonstration
//   keys-of-bank/   bank-authority.key: the authors', who sign banks; here only in a demonstration
//   data/           registry.sqlite, writer.lock
//   bundles/        what centres handed in, by SHA-256
// Thread: any.
#pragma once

#include <filesystem>
#include <string>

#include "common/crypto/Certificate.hpp"

namespace vigie::registry {

struct Layout {
  std::filesystem::path root;

  std::filesystem::path trust() const { return root / "trust"; }
  std::filesystem::path forCentres() const { return root / "for-centres"; }
  std::filesystem::path publicFolder() const { return root / "public"; }
  std::filesystem::path certificate(const std::string& name) const { return root / "certificates" / (name + ".pem"); }
  std::filesystem::path key(const std::string& name) const { return root / "keys" / (name + ".key"); }
  std::filesystem::path rootKey() const { return root / "keys-of-root" / "root.key"; }
  std::filesystem::path tlsAuthorityKey() const { return root / "keys-of-root" / "tls-authority.key"; }
  std::filesystem::path bankKey() const { return root / "keys-of-bank" / "bank-authority.key"; }
  std::filesystem::path database() const { return root / "data" / "registry.sqlite"; }
  std::filesystem::path writerLock() const { return root / "data" / "writer.lock"; }
  std::filesystem::path bundles() const { return root / "bundles"; }
};

// Errors: those of readTextFile and of the readers, with the file's name in front.
base::Result<crypto::PrivateKey> loadKey(const std::filesystem::path& file);
base::Result<crypto::Certificate> loadCertificate(const std::filesystem::path& file);

// Writes durably and makes the folder first.
base::Result<void> writeFile(const std::filesystem::path& file, std::string_view content);
base::Result<void> writeKey(const std::filesystem::path& file, const crypto::PrivateKey& key);  // 0600

}  // namespace vigie::registry
