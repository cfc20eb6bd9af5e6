// The vault's files, written: one append-only run of segments for each session, each group synced once (a file for each
// picture costs 3 to 10 times more). What no record speaks of is cut at the next start. Thread: one at a time.
#pragma once

#include "center-server/vault/Vault.hpp"
#include "common/base/Descriptor.hpp"

namespace vigie::centre {

inline constexpr std::uint64_t kSegmentBytes = 64ULL << 20;  // then the next segment begins

class VaultFolder {
 public:
  explicit VaultFolder(std::filesystem::path folder, std::uint64_t segmentBytes = kSegmentBytes)
      : folder_(std::move(folder)), segmentBytes_(segmentBytes) {}

  // A session that was replayed: cuts what is not recorded, goes on behind it. `ends`: by segment, where its newest
  // recorded group ends. Error "vault-damaged": recorded bytes are gone; new pictures go into a new segment.
  base::Result<void> resume(const base::SessionId& session, const std::map<std::uint32_t, std::uint64_t>& ends);

  // Writes and syncs one group for each session of the batch.
  VaultReport store(std::vector<IncomingPicture> batch);

  const std::filesystem::path& path() const { return folder_; }

 private:
  struct Run {
    std::uint32_t segment = 0;  // 0: none yet
    std::uint64_t end = 0;
    base::Descriptor file;
  };
  base::Result<void> beginSegment(const base::SessionId& session, Run& run);
  base::Result<void> makeReady(const base::SessionId& session, Run& run);
  base::Result<exam::record::PicturesStored> append(const base::SessionId& session,
                                                    const std::vector<const IncomingPicture*>& group);

  std::filesystem::path folder_;
  std::uint64_t segmentBytes_;
  std::map<base::SessionId, Run> runs_;
};

}  // namespace vigie::centre
