#include "center-server/vault/VaultThread.hpp"

#include <gtest/gtest.h>

#include <future>

#include "common/crypto/Random.hpp"
#include "common/crypto/Seal.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::centre {
namespace {

class VaultThreadTest : public ::testing::Test {
 protected:
  IncomingPicture picture(std::uint32_t number, base::Bytes jpeg) {
    IncomingPicture incoming;
    incoming.name = {session_, candidate_, number};
    incoming.sealed = crypto::sealPicture(key_, incoming.name, jpeg);
    incoming.digest = crypto::sha256(incoming.sealed);
    return incoming;
  }

  // The state thread: one report, or one input, at a time.
  std::unique_ptr<VaultThread> start(std::uint64_t floorBytes) {
    VaultSettings settings;
    settings.floorBytes = floorBytes;
    settings.onReport = [this](VaultReport report) {
      const std::lock_guard lock(mutex_);
      for (auto& [session, group] : report.groups) {
        for (const auto& stored : group.pictures()) {
          recorded_.push_back({{session_, candidate_, stored.number()}, {}, 0, group.segment(), stored.offset()});
        }
      }
      refused_ += report.refused.size();
      changed_.notify_all();
    };
    settings.inATurn = [](std::function<void()> input) { input(); };
    settings.onTrouble = [](const base::Error&) {};
    return std::make_unique<VaultThread>(VaultFolder(folder_.path() / "vault"), std::move(settings));
  }

  void awaitStored(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return recorded_.size() + refused_ >= count; });
  }

  support::TemporaryFolder folder_;
  base::SessionId session_ = crypto::randomId<base::SessionId>();
  base::CandidateRef candidate_ = crypto::randomId<base::CandidateRef>();
  base::SecretBytes key_ = crypto::newSealKey();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<journal::RecordedPicture> recorded_;
  std::size_t refused_ = 0;
};

TEST_F(VaultThreadTest, WritesWhatComesAndReadsItBack) {
  const auto vault = start(0);
  EXPECT_TRUE(vault->acceptsPictures());
  EXPECT_GT(vault->space().size, vault->space().free);
  std::vector<IncomingPicture> sent;
  for (std::uint32_t number = 1; number <= 20; ++number) {
    sent.push_back(picture(number, base::Bytes(1'000, static_cast<std::uint8_t>(number))));
    vault->store(sent.back());
  }
  awaitStored(20);
  ASSERT_EQ(recorded_.size(), 20U);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    recorded_[i].digest = sent[i].digest;
    recorded_[i].size = static_cast<std::uint32_t>(sent[i].sealed.size());
    std::promise<base::Result<base::Bytes>> opened;
    vault->open(recorded_[i], key_, [&](const base::Result<base::Bytes>& jpeg) { opened.set_value(jpeg); });
    const auto jpeg = opened.get_future().get();
    ASSERT_TRUE(jpeg) << jpeg.error().detail;
    EXPECT_EQ(*jpeg, base::Bytes(1'000, static_cast<std::uint8_t>(i + 1)));
  }
  std::promise<VaultAudit> audited;
  vault->audit({session_, {}, recorded_, key_}, [&](const VaultAudit& audit) { audited.set_value(audit); });
  const VaultAudit audit = audited.get_future().get();
  ASSERT_EQ(audit.pictures.size(), 20U);
  for (const AuditedPicture& one : audit.pictures) EXPECT_TRUE(one.damage.empty() && one.sha256) << one.damage;
}

TEST_F(VaultThreadTest, WritesWhatWaitsBeforeItStops) {
  {
    const auto vault = start(0);
    for (std::uint32_t number = 1; number <= 50; ++number) vault->store(picture(number, base::Bytes(10'000, 'p')));
  }
  EXPECT_EQ(recorded_.size(), 50U);
}

TEST_F(VaultThreadTest, RefusesPicturesBelowItsFloorOfFreeSpace) {
  EXPECT_FALSE(start(~std::uint64_t{0})->acceptsPictures());
}

TEST_F(VaultThreadTest, RefusesBytesThatAreNotThoseAnnouncedAndStoresTheRest) {
  const auto vault = start(0);
  IncomingPicture wrong = picture(1, base::Bytes(100, 'a'));
  wrong.sealed[90] ^= 1;
  vault->store(wrong);
  vault->store(picture(2, base::Bytes(100, 'b')));
  awaitStored(2);
  EXPECT_EQ(refused_, 1U);
  EXPECT_EQ(recorded_.size(), 1U);
  EXPECT_TRUE(vault->acceptsPictures()) << "a lying seat is no fault of the disk";
}

}  // namespace
}  // namespace vigie::centre
