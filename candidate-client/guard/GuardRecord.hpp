// The guard's own record on its own disk: what it was told, did and saw, hash-chained like the centre's journal
// (common/journal/Chain.hpp; the stream is the seat's id). A file of records, each behind its 4-byte big-endian length;
// payloads are canonical JSON {"event":…, …}, of type kGuardEvent. Every append is synced. Ownership: value. Thread:
// one. Errors: "record-unwritable", "record-damaged" (names the place), "file-unreadable".
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "common/base/Clock.hpp"
#include "common/base/Result.hpp"
#include "common/journal/Chain.hpp"

namespace vigie::guard {

inline constexpr std::uint16_t kGuardEvent = 1;

class GuardRecord {
 public:
  // Verifies the whole chain and shows each event to `see`, oldest first. A last record without its end is cut off
  // (`tornBytes` says how many bytes).
  using See = std::function<void(const nlohmann::json& event)>;
  static base::Result<GuardRecord> open(const std::filesystem::path& file, const std::string& seat,
                                        const See& see = {});
  GuardRecord(GuardRecord&& other) noexcept;
  GuardRecord& operator=(GuardRecord&&) = delete;
  ~GuardRecord();

  base::Result<void> append(const nlohmann::json& event, const base::Clock& clock);

  const journal::Head& head() const { return chain_.head(); }
  std::int64_t newestWallMs() const { return newestWallMs_; }
  std::size_t tornBytes() const { return tornBytes_; }

 private:
  GuardRecord(journal::ChainBuilder chain, int descriptor) : chain_(chain), descriptor_(descriptor) {}

  journal::ChainBuilder chain_;
  int descriptor_ = -1;
  off_t size_ = 0;
  std::int64_t newestWallMs_ = 0;
  std::size_t tornBytes_ = 0;
};

}  // namespace vigie::guard
