// The evidence vault as the state thread sees it: encrypted pictures go in, and come out opened. Everything that waits
// for the disk happens elsewhere; what is done is told in a turn of its own. The real one is VaultThread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/exam/records.pb.h"
#include "common/journal/VaultSegment.hpp"

namespace vigie::centre {

struct IncomingPicture {
  crypto::PictureName name;
  crypto::Digest digest{};  // as announced
  base::Bytes sealed;
};

struct RefusedPicture {
  crypto::PictureName name;
  base::Error error;  // "picture-differs", "vault-full", "vault-unwritable"
};

// What came of one batch: groups that are synced, one for each session, still without a record.
struct VaultReport {
  std::vector<std::pair<base::SessionId, exam::record::PicturesStored>> groups;
  std::vector<RefusedPicture> refused;
};

struct DiskSpace {
  std::uint64_t free = 0;  // bytes
  std::uint64_t size = 0;
};

struct AuditOrder {
  base::SessionId session;
  std::map<std::uint32_t, std::uint64_t> ends;  // empty: the segments themselves are not asked about
  std::vector<journal::RecordedPicture> pictures;
  std::optional<base::SecretBytes> key;  // of these pictures' candidate; none: they are not opened
};

struct AuditedPicture {
  std::uint32_t number = 0;
  std::optional<crypto::Digest> sha256;  // of the opened picture
  std::string damage;
};

struct VaultAudit {
  std::vector<std::string> damage;  // of the segments
  std::uint64_t bytes = 0;          // recorded ones
  std::vector<AuditedPicture> pictures;
};

class Vault {
 public:
  virtual ~Vault() = default;

  virtual bool acceptsPictures() const = 0;  // false: the disk is nearly full, or behind; answers go on
  virtual DiskSpace space() const = 0;

  // Its outcome comes with a later VaultReport.
  virtual void store(IncomingPicture picture) = 0;

  using Opened = std::function<void(const base::Result<base::Bytes>&)>;
  virtual void open(journal::RecordedPicture picture, base::SecretBytes key, Opened done) = 0;

  using Audited = std::function<void(const VaultAudit&)>;
  virtual void audit(AuditOrder order, Audited done) = 0;
};

// What audit() finds, from the files.
VaultAudit auditVault(const std::filesystem::path& vault, const AuditOrder& order);

// One recorded picture, opened. Errors: those of readRecorded() and openPicture().
base::Result<base::Bytes> openRecorded(const std::filesystem::path& vault, const journal::RecordedPicture& picture,
                                       const base::SecretBytes& key);

}  // namespace vigie::centre
