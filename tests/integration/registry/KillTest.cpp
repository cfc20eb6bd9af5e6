// kill -9 of the registry while centres hand in, at moments drawn from a seed: every session ends in the log once, with
// the receipt that its centre holds, and every checkpoint that anybody saw on the way is a prefix of the last one.
#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "RunningRegistry.hpp"
#include "certs/log/LogFolder.hpp"
#include "certs/log/LogProof.hpp"

namespace vigie::registry {
namespace {

using support::bodyIn;
using support::CentreKit;
using support::must;
using support::RunningRegistry;
using support::SessionKit;

constexpr std::size_t kSessions = 40;
constexpr std::size_t kCertificates = 3;
constexpr int kKills = 12;

class Kill : public testing::Test {
 protected:
  Kill() : kit_(registry_.room.accredit()) {
    for (std::size_t i = 0; i < kSessions; ++i) sessions_.push_back(registry_.room.session(kit_, kCertificates));
    registry_.room.close();
  }

  void seeCheckpoint() {
    const std::string text = bodyIn(registry_.get("/checkpoint"));
    if (!text.empty()) seen_.push_back(text);
  }
  // Sizes and roots of everything seen, against the tree of the published entries.
  void checkHistory(const std::vector<std::string>& entries) {
    tlog::MemoryTree tree;
    for (const std::string& entry : entries) tree.append(tlog::leafHash(base::bytesOf(entry)));
    for (const std::string& text : seen_) {
      const auto checkpoint = must(tlog::openCheckpoint(text, registry_.room.logKey));
      ASSERT_LE(checkpoint.size, entries.size());
      EXPECT_EQ(must(tlog::rootHash(tree, checkpoint.size)), checkpoint.root) << "size " << checkpoint.size;
      const auto last = must(tlog::rootHash(tree, tree.size()));
      const auto proof = must(tlog::consistencyProof(tree, checkpoint.size, tree.size()));
      EXPECT_TRUE(tlog::verifyConsistency(checkpoint.size, tree.size(), checkpoint.root, last, proof));
    }
  }

  RunningRegistry registry_;
  CentreKit kit_;
  std::vector<SessionKit> sessions_;
  std::vector<std::string> seen_;
};

TEST_F(Kill, LosesAndDoublesNothing) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  SCOPED_TRACE("seed " + std::to_string(seed));
  registry_.start();
  seeCheckpoint();
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t anchored = 0;
  centre::UploadEvents events;
  events.anchored = [&](const base::SessionId&, const std::vector<centre::CertificateReceipt>&) {
    const std::lock_guard lock(mutex);
    ++anchored;
    changed.notify_all();
  };
  centre::Uploader uploader(registry_.uploadSettings(), registry_.line(kit_), events);
  must(uploader.start());
  for (const SessionKit& session : sessions_) {
    must(uploader.enqueue(session.handedIn.session, base::bytesOf(session.bundle())));
  }
  for (int kill = 0; kill < kKills; ++kill) {
    // After a drawn number of further sessions, and then a drawn moment later, so that it falls anywhere in its work.
    {
      std::unique_lock lock(mutex);
      const std::size_t until = std::min(kSessions - 1, anchored + random() % 3);
      changed.wait(lock, [&] { return anchored >= until; });
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 12'000));
    registry_.kill();
    registry_.start();
    seeCheckpoint();
    uploader.tryNow();
  }
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return anchored == kSessions; });
  }
  uploader.stop();
  ASSERT_EQ(registry_.terminate(), 0);

  const auto entries = registry_.room.publishedEntries();
  checkHistory(entries);
  std::map<std::string, int> certificates;
  std::map<std::string, int> anchors;
  for (const std::string& entry : entries) {
    const auto leaf = nlohmann::json::parse(entry);
    if (leaf["t"] == "issue") ++certificates[leaf["cred"]];
    if (leaf["t"] == "anchor") ++anchors[leaf["session"]];
  }
  EXPECT_EQ(certificates.size(), kSessions * kCertificates);
  EXPECT_EQ(anchors.size(), kSessions);
  for (const SessionKit& session : sessions_) {
    EXPECT_EQ(anchors[session.handedIn.session.hex()], 1);
    for (std::size_t i = 0; i < kCertificates; ++i) {
      EXPECT_EQ(certificates[base::toHex(crypto::sha256(base::bytesOf(session.handedIn.certificates[i])))], 1);
      const auto file = registry_.uploadSettings().issued / (session.ticket.codes[i] + ".tlog-proof");
      const auto proof = must(tlog::parseLogProof(must(base::readTextFile(file))));
      EXPECT_EQ(entries.at(proof.index), base::textOf(proof.extra));
    }
  }
}

// The whole log and every proof, by Go's own packages: none of our code.
TEST_F(Kill, StrangersToolAgreesWithTheLog) {
  const std::filesystem::path checker = std::filesystem::path(VIGIE_BIN_DIR) / "go-check-log";
  if (!std::filesystem::exists(checker)) GTEST_SKIP() << "go-check-log was not built";
  registry_.start();
  const auto line = registry_.line(kit_);
  std::vector<std::string> arguments = {"-vkey", (registry_.room.layout.trust() / "log.vkey").string(), "-log",
                                        registry_.room.layout.publicFolder().string()};
  for (const SessionKit& session : sessions_) {
    const auto reply = must(line->post(session.target(), base::bytesOf(session.bundle())));
    ASSERT_EQ(reply.status, 200U) << reply.body;
    const auto receipt = nlohmann::json::parse(reply.body);
    for (std::size_t i = 0; i < kCertificates; ++i) {
      const auto stem = registry_.room.folder.path() / session.ticket.codes[i];
      must(base::writeFileDurably(stem.string() + ".jwt", base::bytesOf(session.handedIn.certificates[i])));
      const std::string proof = receipt["certificates"][i]["proof"];
      must(base::writeFileDurably(stem.string() + ".tlog-proof", base::bytesOf(proof)));
      arguments.push_back(stem.string() + ".tlog-proof");
    }
  }
  support::ChildProcess check(checker, arguments);
  const std::string said = check.readLine();
  EXPECT_EQ(check.wait(), 0) << said;
}

}  // namespace
}  // namespace vigie::registry
