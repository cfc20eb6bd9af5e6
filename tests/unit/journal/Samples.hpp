// Records and folders for the journal's tests.
#pragma once

#include <filesystem>
#include <string>

#include "common/journal/Chain.hpp"
#include "common/journal/Store.hpp"

namespace vigie::journal {

// A folder of its own under the system's temporary one, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

StreamId sampleStream(std::uint8_t number);
Record sampleRecord(std::uint64_t sequence, const std::string& payload = "payload");
// Record `sequence` of the stream, with a private part.
Entry sampleEntry(const StreamId& stream, std::uint64_t sequence);
std::vector<Entry> sampleEntries(const StreamId& stream, std::uint64_t first, std::uint64_t last);

// Everything read from `fromSequence` on; an error fails the test.
std::vector<Entry> readAll(Store& store, const StreamId& stream, std::uint64_t fromSequence = 1);

}  // namespace vigie::journal
