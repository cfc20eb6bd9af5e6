// The real vault's files without its thread: what would happen there happens when the owner asks. Thread: one.
#pragma once

#include <deque>

#include "center-server/vault/VaultFolder.hpp"

namespace vigie::support {

class InlineVault final : public centre::Vault {
 public:
  explicit InlineVault(const std::filesystem::path& folder) : folder_(folder) {}

  void resume(const base::SessionId& session, const std::map<std::uint32_t, std::uint64_t>& ends);

  // ---- what a test says of the disk ----
  bool hasRoom = true;
  bool hold = false;  // pictures wait, as on a slow disk
  centre::DiskSpace disk{50'000'000'000, 100'000'000'000};
  std::vector<base::Error> trouble;  // of resume()

  std::optional<centre::VaultReport> write();          // what waits, as one batch
  std::optional<std::function<void()>> nextReading();  // for a turn of its own

  bool acceptsPictures() const override { return hasRoom; }
  centre::DiskSpace space() const override { return disk; }
  void store(centre::IncomingPicture picture) override { waiting_.push_back(std::move(picture)); }
  void open(journal::RecordedPicture picture, base::SecretBytes key, Opened done) override;
  void audit(centre::AuditOrder order, Audited done) override;

 private:
  centre::VaultFolder folder_;
  std::vector<centre::IncomingPicture> waiting_;
  std::deque<std::function<void()>> readings_;
};

}  // namespace vigie::support
