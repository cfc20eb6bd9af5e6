#include "center-server/vault/Vault.hpp"

namespace vigie::centre {

base::Result<base::Bytes> openRecorded(const std::filesystem::path& vault, const journal::RecordedPicture& picture,
                                       const base::SecretBytes& key) {
  const auto sealed = journal::readRecorded(vault, picture);
  if (!sealed) return base::fail(sealed.error());
  return crypto::openPicture(key, picture.name, *sealed);
}

VaultAudit auditVault(const std::filesystem::path& vault, const AuditOrder& order) {
  VaultAudit audit;
  if (!order.ends.empty()) {
    audit.damage = journal::checkSegments(vault, order.session, order.ends, order.pictures);
    for (const auto& [segment, end] : order.ends) audit.bytes += end;
    return audit;
  }
  for (const journal::RecordedPicture& picture : order.pictures) {
    AuditedPicture& one = audit.pictures.emplace_back();
    one.number = picture.name.number;
    const auto sealed = journal::readRecorded(vault, picture);
    if (!sealed) {
      one.damage = sealed.error().detail;
    } else if (order.key) {
      if (const auto opened = crypto::openPicture(*order.key, picture.name, *sealed))
        one.sha256 = crypto::sha256(*opened);
      else
        one.damage = opened.error().detail;
    }
  }
  return audit;
}

}  // namespace vigie::centre
