// Durable 300-byte records per second: the journal's store and writer against bare SQLite (one table, one insert, the
// same pragmas), in groups of 1, 64 and 256, interleaved round by round. Only the ratios travel between machines.
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <thread>

#include "common/journal/Chain.hpp"
#include "common/journal/SqliteStore.hpp"
#include "common/journal/Writer.hpp"

namespace {

using namespace vigie::journal;
using vigie::base::Bytes;

constexpr std::size_t kBlobBytes = 300;

std::vector<Entry> makeEntries(std::size_t count) {
  ChainBuilder chain(kCentreStream);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    Record record;
    record.payload.assign(kBlobBytes - 113, static_cast<std::uint8_t>(i));
    Bytes blob = chain.append(record);
    entries.push_back({record.stream, record.sequence, std::move(blob), {}});
  }
  return entries;
}

void check(bool good, const std::string& what) {
  if (!good) throw std::runtime_error(what);
}

void runStore(const std::filesystem::path& folder, const std::vector<Entry>& entries, std::size_t group) {
  auto store = SqliteStore::open(folder / "store.db");
  check(store.has_value(), "cannot open the store");
  for (std::size_t at = 0; at < entries.size(); at += group) {
    const std::size_t size = std::min(group, entries.size() - at);
    check((*store)->commit({&entries[at], size}).has_value(), "commit failed");
  }
}

// Enqueued one by one, as fast as the queue takes them: the writer forms the groups.
void runWriter(const std::filesystem::path& folder, const std::vector<Entry>& entries, std::size_t group) {
  auto store = SqliteStore::open(folder / "writer.db");
  check(store.has_value(), "cannot open the store");
  Writer writer(**store, [](std::uint64_t) {}, [](const vigie::base::Error&) {}, {.groupEntries = group});
  for (const Entry& entry : entries) {
    while (!writer.hasRoom()) std::this_thread::yield();
    check(writer.enqueue({entry}).has_value(), "enqueue refused");
  }
  writer.drain();
}

class BareSqlite {
 public:
  explicit BareSqlite(const std::filesystem::path& file) {
    check(sqlite3_open(file.c_str(), &database_) == SQLITE_OK, "cannot open bare SQLite");
    exec("PRAGMA journal_mode = WAL");
    exec("PRAGMA synchronous = FULL");
    exec("CREATE TABLE plain (id INTEGER PRIMARY KEY, blob BLOB)");
    check(sqlite3_prepare_v2(database_, "INSERT INTO plain (blob) VALUES (?1)", -1, &insert_, nullptr) == SQLITE_OK,
          "cannot prepare");
  }
  BareSqlite(const BareSqlite&) = delete;
  BareSqlite& operator=(const BareSqlite&) = delete;
  ~BareSqlite() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }

  void exec(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); }
  void insert(const Bytes& blob) {
    sqlite3_bind_blob(insert_, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    check(sqlite3_step(insert_) == SQLITE_DONE, "insert failed");
    sqlite3_reset(insert_);
  }

 private:
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void runBare(const std::filesystem::path& folder, const std::vector<Entry>& entries, std::size_t group) {
  BareSqlite bare(folder / "bare.db");
  for (std::size_t at = 0; at < entries.size(); at += group) {
    bare.exec("BEGIN IMMEDIATE");
    for (std::size_t i = at; i < std::min(at + group, entries.size()); ++i) bare.insert(entries[i].blob);
    bare.exec("COMMIT");
  }
}

struct Cost {
  double wallUs = 0;  // per record
  double cpuUs = 0;
};

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) * 1e-6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

using Runner = void (*)(const std::filesystem::path&, const std::vector<Entry>&, std::size_t);

Cost measure(Runner runner, const std::vector<Entry>& entries, std::size_t group, const std::string& parent) {
  std::string folder = parent + "/journal-bench-XXXXXX";
  check(::mkdtemp(folder.data()) != nullptr, "cannot make a folder in " + parent);
  const double cpu = cpuSeconds();
  const auto begin = std::chrono::steady_clock::now();
  runner(folder, entries, group);
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const auto count = static_cast<double>(entries.size());
  const Cost cost{wall.count() * 1e6 / count, (cpuSeconds() - cpu) * 1e6 / count};
  std::filesystem::remove_all(folder);
  return cost;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void compare(const char* name, Runner runner, std::size_t group, std::size_t records, int rounds,
             const std::string& parent) {
  const auto entries = makeEntries(records);
  std::vector<double> rate, bareRate, cpu, ratio, cpuRatio;
  for (int round = 0; round < rounds; ++round) {
    const Cost ours = measure(runner, entries, group, parent);
    const Cost bare = measure(runBare, entries, group, parent);
    rate.push_back(1e6 / ours.wallUs);
    bareRate.push_back(1e6 / bare.wallUs);
    cpu.push_back(ours.cpuUs);
    ratio.push_back(bare.wallUs / ours.wallUs);
    cpuRatio.push_back(ours.cpuUs / bare.cpuUs);
  }
  std::printf("%-7s %5zu %11.0f %11.0f %8.2f [%.2f-%.2f] %8.1f %8.2f\n", name, group, median(rate), median(bareRate),
              median(ratio), *std::ranges::min_element(ratio), *std::ranges::max_element(ratio), median(cpu),
              median(cpuRatio));
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"Durable 300-byte records per second, against bare SQLite in the same run."};
  int rounds = 7;
  std::size_t records = 20'000;
  std::string folder = std::filesystem::temp_directory_path();
  app.add_option("--rounds", rounds, "interleaved rounds")->check(CLI::Range(1, 1000));
  app.add_option("--records", records, "records per round (groups of 1: a tenth of it)")
      ->check(CLI::Range(64, 10'000'000));
  app.add_option("--folder", folder, "where to write, on the disk to measure")->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  std::printf("what    group   records/s   bare rows/s  ratio [min-max]    CPU us   x bare\n");
  for (const std::size_t group : {std::size_t{1}, std::size_t{64}, std::size_t{256}}) {
    const std::size_t count = group == 1 ? std::max<std::size_t>(records / 10, 64) : records;
    compare("store", runStore, group, count, rounds, folder);
    compare("writer", runWriter, group, count, rounds, folder);
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "journal-bench: %s\n", error.what());
  return 1;
}
