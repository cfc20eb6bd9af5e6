#include "tests/unit/journal/Samples.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <numeric>
#include <stdexcept>

namespace vigie::journal {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "vigie-journal-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder " + name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

StreamId sampleStream(std::uint8_t number) {
  StreamId stream;
  stream.value.fill(number);
  return stream;
}

Record sampleRecord(std::uint64_t sequence, const std::string& payload) {
  Record record;
  std::iota(record.epoch.value.begin(), record.epoch.value.end(), std::uint8_t{0x10});
  std::iota(record.stream.value.begin(), record.stream.value.end(), std::uint8_t{0x20});
  std::iota(record.bootId.begin(), record.bootId.end(), std::uint8_t{0x30});
  record.sequence = sequence;
  record.wallMs = 1795289345678;
  record.runMs = -5;
  record.type = 7;
  record.typeVersion = 2;
  record.payload = base::toBytes(payload);
  return record;
}

Entry sampleEntry(const StreamId& stream, std::uint64_t sequence) {
  Record record = sampleRecord(sequence, "payload " + std::to_string(sequence));
  record.stream = stream;
  return {stream, sequence, encode(record), base::toBytes("sealed " + std::to_string(sequence))};
}

std::vector<Entry> sampleEntries(const StreamId& stream, std::uint64_t first, std::uint64_t last) {
  std::vector<Entry> entries;
  for (std::uint64_t sequence = first; sequence <= last; ++sequence) entries.push_back(sampleEntry(stream, sequence));
  return entries;
}

std::vector<Entry> readAll(Store& store, const StreamId& stream, std::uint64_t fromSequence) {
  std::vector<Entry> entries;
  const auto read = store.read(stream, fromSequence, [&](Entry&& entry) -> base::Result<Visit> {
    entries.push_back(std::move(entry));
    return Visit::more;
  });
  if (!read) ADD_FAILURE() << read.error().code << ": " << read.error().detail;
  return entries;
}

}  // namespace vigie::journal
