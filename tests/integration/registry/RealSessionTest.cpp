// A whole session (centre, seats, console in one process) handed in to the registry with its real judge: what is true
// is logged, and its certificates verify from files alone; what somebody changed is refused by name.
#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "AdoptedNation.hpp"
#include "RunningRegistry.hpp"
#include "certs/log/Leaf.hpp"
#include "certs/registry/VerifyingJudge.hpp"
#include "certs/trust/Verification.hpp"
#include "tests/support/Insider.hpp"

namespace vigie::registry {
namespace {

using support::CentreKit;
using support::Insider;
using support::must;
using support::RegistryRoom;
using support::SyntheticSession;

SyntheticSession& wholeSession() {
  static SyntheticSession* session = [] {
    auto* made = new SyntheticSession({.candidates = 3, .course = support::Course::eventful});
    made->run();
    return made;
  }();
  return *session;
}

// Files in memory.
class Shelf final : public trust::Companions {
 public:
  std::map<std::string, std::string, std::less<>> anchors;
  std::map<std::string, std::string, std::less<>> files;

  base::Result<std::string> anchor(std::string_view name) const override {
    const auto found = anchors.find(name);
    if (found == anchors.end()) return base::fail("file-missing", std::string(name));
    return found->second;
  }
  base::Result<trust::Found> companion(std::string_view name) const override {
    const auto found = files.find(name);
    if (found == files.end()) return base::fail("file-missing", std::string(name));
    return trust::Found{found->second, "shelf"};
  }
};

class RealSession : public testing::Test {
 protected:
  RealSession() : room_(session_.centre().clock().now().wallMs + 60'000) {
    adoptNation(room_, session_.centre().nation());
    judge_ = std::make_unique<VerifyingJudge>(must(VerifyingJudge::load(room_.layout)));
    room_.judge = judge_.get();
    room_.open();
    kit_ = std::make_unique<CentreKit>(adoptCentre(room_, session_));
    adoptTicket(room_, session_);
  }

  base::Result<Receipt> handIn(const base::Bytes& bundle) {
    return room_.intake->receive(kit_->centre, session_.id(), bundle);
  }
  std::string refusalOf(const base::Bytes& bundle) {
    const auto entries = room_.publishedEntries();
    const auto receipt = handIn(bundle);
    EXPECT_EQ(room_.publishedEntries() == entries, !receipt);
    return receipt ? "accepted" : receipt.error().code;
  }

  SyntheticSession& session_ = wholeSession();
  RegistryRoom room_;
  std::unique_ptr<VerifyingJudge> judge_;
  std::unique_ptr<CentreKit> kit_;
};

TEST_F(RealSession, ItsCertificatesVerifyFromFilesAlone) {
  const Insider insider(session_);
  const auto receipt = handIn(insider.signedBundle());
  ASSERT_TRUE(receipt) << receipt.error().code << ": " << receipt.error().detail;
  ASSERT_EQ(receipt->certificates.size(), insider.certificates.size());
  ASSERT_EQ(receipt->certificates.size(), 3U);
  const auto folder = room_.layout.publicFolder();
  Shelf shelf;
  shelf.anchors = {{"root.pem", must(base::readTextFile(room_.layout.trust() / "root.pem"))},
                   {"log.vkey", must(base::readTextFile(room_.layout.trust() / "log.vkey"))}};
  shelf.files = {{"chain.pem", kit_->chain},
                 {"did.json", must(base::readTextFile(folder / "did" / kit_->centre.number / "did.json"))},
                 {"status/centre-0042.jwt", must(base::readTextFile(folder / "status/centre-0042.jwt"))},
                 {"status/centre-0042.json", must(base::readTextFile(folder / "status/centre-0042.json"))}};
  for (std::size_t i = 0; i < receipt->certificates.size(); ++i) {
    const CertificateReceipt& one = receipt->certificates[i];
    shelf.files[one.code + ".tlog-proof"] = one.proof;
    const std::int64_t nowMs = room_.clock.now().wallMs;
    const trust::Verdict verdict =
        trust::verifyCertificate(one.code + ".jwt", insider.certificates[i], shelf, {nowMs, nowMs});
    EXPECT_EQ(verdict.outcome(), trust::Outcome::good)
        << (verdict.findings.empty() ? "" : verdict.decisive().about + " " + verdict.decisive().detail);
    EXPECT_EQ(verdict.occasion, credential::Occasion::demonstration);
  }
}

TEST_F(RealSession, AnchorsItsLastHead) {
  const auto receipt = must(handIn(Insider(session_).signedBundle()));
  const auto anchor = nlohmann::json::parse(room_.publishedEntries().at(receipt.anchor));
  EXPECT_EQ(anchor["position"], session_.live().state().checkpointPosition);
  EXPECT_EQ(anchor["ticket"], session_.ticket().number);
}

TEST_F(RealSession, TheSameBundleAgainChangesNothing) {
  const base::Bytes bundle = Insider(session_).signedBundle();
  const std::string first = must(handIn(bundle)).json();
  EXPECT_EQ(must(handIn(bundle)).json(), first);
  // Signed again it is another bundle: ECDSA signatures are random, and a bundle is signed once.
  EXPECT_EQ(refusalOf(Insider(session_).signedBundle()), "bundle-differs");
}

TEST_F(RealSession, RefusesAnAnswerThatWasChangedAfterwards) {
  Insider insider(session_);
  auto& record = insider.records[insider.find<exam::record::AnswerAccepted>()];
  auto* accepted = record.as<exam::record::AnswerAccepted>();
  accepted->set_correct(!accepted->correct());
  insider.makeResultsAgain();
  insider.coverTracks();
  EXPECT_NE(refusalOf(insider.signedBundle()), "accepted");
}

TEST_F(RealSession, RefusesAScoreThatTheAnswersAreNotWorth) {
  Insider insider(session_);
  auto& record = insider.records[insider.find<exam::record::ResultDecided>()];
  auto* result = record.as<exam::record::ResultDecided>();
  result->set_score(result->score() + 100);
  insider.coverTracks();
  const auto refused = handIn(insider.signedBundle());
  ASSERT_FALSE(refused);
  // The replay disagrees, and so does the head that seats and consoles keep.
  const std::string said = refused.error().code + " " + refused.error().detail;
  EXPECT_NE(said.find("result-differs"), std::string::npos) << said;
}

TEST_F(RealSession, RefusesAlteredBytes) {
  const base::Bytes good = Insider(session_).signedBundle();
  // One in each twentieth of the file, the first and the last among them.
  for (std::size_t i = 0; i < good.size(); i += std::max<std::size_t>(1, good.size() / 20)) {
    base::Bytes altered = good;
    altered[i] ^= 0x20;
    EXPECT_NE(refusalOf(altered), "accepted") << "byte " << i;
  }
  base::Bytes altered = good;
  altered.back() ^= 1;
  EXPECT_NE(refusalOf(altered), "accepted");
  altered.pop_back();
  EXPECT_EQ(refusalOf(altered), "bundle-damaged");
}

TEST_F(RealSession, RefusesACertificateThatNoRecordNames) {
  Insider insider(session_);
  insider.certificates.push_back(room_.certificate(*kit_, session_.ticket(), 5, kit_->issuingKey));
  EXPECT_EQ(refusalOf(insider.signedBundle()), "certificate-unrecorded");
}

// The program itself, its configuration and its folder, over TLS.
TEST(RealProgram, TakesASessionFromTheCentresQueue) {
  SyntheticSession& session = wholeSession();
  support::RunningRegistry registry(VIGIE_REGISTRY);
  adoptNation(registry.room, session.centre().nation());
  registry.room.open();
  const CentreKit kit = adoptCentre(registry.room, session);
  adoptTicket(registry.room, session);
  registry.start();
  std::mutex mutex;
  std::condition_variable changed;
  std::string heard;
  std::size_t proofs = 0;
  centre::UploadEvents events;
  const auto hear = [&](const std::string& what) {
    const std::lock_guard lock(mutex);
    heard = what;
    changed.notify_all();
  };
  events.anchored = [&](const base::SessionId&, const std::vector<centre::CertificateReceipt>& receipts) {
    proofs = receipts.size();
    hear("anchored");
  };
  events.refused = [&](const base::SessionId&, const base::Error& error) { hear(error.code + ": " + error.detail); };
  centre::Uploader uploader(registry.uploadSettings(), registry.line(kit), events);
  must(uploader.start());
  must(uploader.enqueue(session.id(), Insider(session).signedBundle()));
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !heard.empty(); });
  }
  uploader.stop();
  EXPECT_EQ(heard, "anchored");
  EXPECT_EQ(proofs, 3U);
  EXPECT_TRUE(std::filesystem::exists(registry.uploadSettings().issued / (session.ticket().codes[0] + ".tlog-proof")));
  EXPECT_EQ(registry.terminate(), 0);
}

}  // namespace
}  // namespace vigie::registry
