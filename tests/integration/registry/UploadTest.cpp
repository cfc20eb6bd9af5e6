// The centre's queue against the registry's program: over TLS, with the registry away, refusing, and coming back.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "RunningRegistry.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/log/LogProof.hpp"

namespace vigie::centre {
namespace {

using support::CentreKit;
using support::must;
using support::RunningRegistry;
using support::SessionKit;

// What the uploader said, to be waited for.
class Heard {
 public:
  UploadEvents events() {
    UploadEvents events;
    events.anchored = [this](const base::SessionId& session, const std::vector<CertificateReceipt>&) {
      note([&] { anchored.push_back(session); });
    };
    events.refused = [this](const base::SessionId&, const base::Error& error) {
      note([&] { refusals.push_back(error.code); });
    };
    events.away = [this](const base::Error& error, std::chrono::milliseconds) {
      note([&] { failures.push_back(error.code); });
    };
    return events;
  }
  template <class Condition>
  void waitUntil(const Condition& condition) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return condition(*this); });
  }

  std::vector<base::SessionId> anchored;
  std::vector<std::string> refusals;
  std::vector<std::string> failures;

 private:
  template <class Change>
  void note(const Change& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
};

class Upload : public testing::Test {
 protected:
  Upload() : kit_(registry_.room.accredit()) {}

  void begin() {
    uploader_ = std::make_unique<Uploader>(registry_.uploadSettings(), registry_.line(kit_), heard_.events());
    must(uploader_->start());
  }
  void enqueue(const SessionKit& session) {
    must(uploader_->enqueue(session.handedIn.session, base::bytesOf(session.bundle())));
  }
  std::filesystem::path centre() const { return registry_.room.folder.path() / "centre"; }
  std::string proofOf(const SessionKit& session, std::size_t index) const {
    return must(base::readTextFile(centre() / "issued" / (session.ticket.codes[index] + ".tlog-proof")));
  }

  RunningRegistry registry_;
  CentreKit kit_;
  Heard heard_;
  std::unique_ptr<Uploader> uploader_;
};

TEST_F(Upload, BringsProofsHome) {
  const SessionKit session = registry_.room.session(kit_, 3);
  registry_.start();
  begin();
  enqueue(session);
  heard_.waitUntil([](const Heard& heard) { return heard.anchored.size() == 1; });
  for (std::size_t i = 0; i < 3; ++i) {
    const auto proof = must(tlog::parseLogProof(proofOf(session, i)));
    const auto leaf = must(tlog::readIssueLeaf(base::textOf(proof.extra)));
    EXPECT_EQ(leaf.credential, crypto::sha256(base::bytesOf(session.handedIn.certificates[i])));
  }
  uploader_->stop();
  EXPECT_EQ(uploader_->state().waiting, 0U);
  EXPECT_FALSE(std::filesystem::exists(centre() / "outbox" / (session.handedIn.session.hex() + ".bundle")));
  EXPECT_TRUE(std::filesystem::exists(centre() / "outbox/sent" / (session.handedIn.session.hex() + ".bundle")));
}

TEST_F(Upload, FetchesTheTicketsThatAreLeft) {
  const SessionKit used = registry_.room.session(kit_, 1);
  const SessionKit open = registry_.room.session(kit_, 1);
  registry_.start();
  const auto line = registry_.line(kit_);
  EXPECT_EQ(must(fetchTickets(*line)).size(), 2U);
  ASSERT_EQ(must(line->post(used.target(), base::bytesOf(used.bundle()))).status, 200U);
  const auto left = must(fetchTickets(*line));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].number, open.ticket.number);
  EXPECT_EQ(left[0].jws, open.handedIn.ticket);
}

TEST_F(Upload, WaitsWhileTheRegistryIsAway) {
  const SessionKit first = registry_.room.session(kit_, 1);
  const SessionKit second = registry_.room.session(kit_, 2);
  registry_.start();  // for a port
  registry_.kill();
  begin();
  enqueue(first);
  enqueue(second);
  heard_.waitUntil([](const Heard& heard) { return heard.failures.size() >= 3; });
  EXPECT_EQ(uploader_->state().waiting, 2U);
  EXPECT_EQ(uploader_->state().lastFailure->code, "registry-away");
  registry_.start();
  uploader_->tryNow();
  heard_.waitUntil([](const Heard& heard) { return heard.anchored.size() == 2; });
  EXPECT_FALSE(proofOf(second, 1).empty());
}

TEST_F(Upload, FindsWhatWaitedWhenTheProgramEnded) {
  const SessionKit session = registry_.room.session(kit_, 1);
  registry_.start();
  registry_.kill();
  begin();
  enqueue(session);
  heard_.waitUntil([](const Heard& heard) { return !heard.failures.empty(); });
  uploader_->stop();
  registry_.start();
  begin();
  heard_.waitUntil([](const Heard& heard) { return heard.anchored.size() == 1; });
}

TEST_F(Upload, KeepsWhatWasRefusedWithItsReason) {
  SessionKit foreign = registry_.room.session(kit_, 1);
  foreign.handedIn.certificates[0] =
      registry_.room.certificate(kit_, foreign.ticket, 0, crypto::PrivateKey::generate(crypto::KeyKind::p256));
  const SessionKit good = registry_.room.session(kit_, 1);
  registry_.start();
  begin();
  enqueue(foreign);
  enqueue(good);
  heard_.waitUntil([](const Heard& heard) { return heard.anchored.size() + heard.refusals.size() == 2; });
  EXPECT_EQ(heard_.refusals, std::vector<std::string>{"certificate-signature"});
  EXPECT_EQ(heard_.anchored, std::vector<base::SessionId>{good.handedIn.session});
  const auto kept = centre() / "outbox/refused" / foreign.handedIn.session.hex();
  EXPECT_EQ(must(base::readTextFile(kept.string() + ".bundle")), foreign.bundle());
  EXPECT_NE(must(base::readTextFile(kept.string() + ".json")).find("certificate-signature"), std::string::npos);
}

TEST_F(Upload, BelievesNoOtherRegistry) {
  const SessionKit session = registry_.room.session(kit_, 1);
  registry_.start();
  support::RunningRegistry other;
  auto line = openRegistryLine({"127.0.0.1", registry_.port(),
                                must(registry::loadCertificate(other.room.layout.certificate("tls-authority"))),
                                kit_.clientCertificate, kit_.clientKey});
  const auto reply = line->post(session.target(), base::bytesOf(session.bundle()));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, "registry-stranger");
}

TEST_F(Upload, BelievesOnlyTheRegistryOfItsName) {
  registry_.start();
  auto line = openRegistryLine({"127.0.0.2", registry_.port(),
                                must(registry::loadCertificate(registry_.room.layout.certificate("tls-authority"))),
                                kit_.clientCertificate, kit_.clientKey});
  const auto reply = line->get("/checkpoint");
  ASSERT_FALSE(reply);  // nobody listens there, or whoever does has no certificate for it
  EXPECT_TRUE(reply.error().code == "registry-stranger" || reply.error().code == "registry-away");
}

TEST_F(Upload, EndsAtOnceWhileAnExchangeIsUnderWay) {
  registry_.start();
  registry_.process().signal(SIGSTOP);  // accepts, and says nothing for ever
  begin();
  enqueue(registry_.room.session(kit_, 1));
  uploader_->stop();
  registry_.process().signal(SIGCONT);
  EXPECT_EQ(uploader_->state().waiting, 1U);
}

}  // namespace
}  // namespace vigie::centre
