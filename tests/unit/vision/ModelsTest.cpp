#include "common/vision/Models.hpp"

#include <gtest/gtest.h>

#include "common/base/File.hpp"
#include "common/crypto/Digest.hpp"
#include "common/vision/Accommodations.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::vision::test {
namespace {

struct Given {
  support::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "yunet.onnx";
  base::Bytes bytes = base::toBytes("not a network at all");

  Given() { EXPECT_TRUE(base::writeFileDurably(file, bytes)); }
  std::string hash() const { return base::toHex(crypto::sha256(bytes)); }
};

TEST(Models, UsesCascadesWhenNoFileIsGiven) {
  const auto detectors = openDetectors({});
  ASSERT_TRUE(detectors) << detectors.error().detail;
  EXPECT_TRUE(detectors->notice.empty());
  EXPECT_NE(detectors->thorough, nullptr);
}

TEST(Models, RefusesAFileWithoutItsHashOrWithAnother) {
  const Given given;
  EXPECT_EQ(openYunet(given.file, "").error().code, "model-unpinned");
  EXPECT_EQ(openYunet(given.file, std::string(64, '0')).error().code, "model-other-hash");
  EXPECT_EQ(openYunet(given.folder.path() / "none.onnx", given.hash()).error().code, "file-missing");
}

TEST(Models, FallsBackToCascadesWithAMessageWhenTheFileCannotRun) {
  const Given given;
  EXPECT_EQ(openYunet(given.file, given.hash()).error().code, "model-unusable");
  const auto detectors = openDetectors({.yunet = given.file, .yunetSha256 = given.hash()});
  ASSERT_TRUE(detectors);
  EXPECT_NE(detectors->notice.find("cascades are used instead"), std::string::npos) << detectors->notice;
  EXPECT_NE(detectors->thorough->name(), "yunet");
}

TEST(Accommodations, AreNamedAsPeopleWriteThem) {
  for (const char* name : {"veil", "sunglasses", "tics", "looks-down", "helper-present"}) {
    const auto one = accommodationNamed(name);
    ASSERT_TRUE(one) << name;
    EXPECT_EQ(nameOf(*one), name);
  }
  const auto other = accommodationNamed("hat");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "accommodation-unknown");
}

TEST(Accommodations, LengthenPatienceAndNeverShortenIt) {
  for (std::size_t i = 0; i < kAccommodations; ++i) {
    Accommodations accommodations;
    accommodations.add(static_cast<Accommodation>(i));
    const Thresholds usual;
    const Thresholds adapted = accommodations.adapt(usual);
    EXPECT_GE(adapted.followMs, usual.followMs);
    EXPECT_GE(adapted.missMs, usual.missMs);
    EXPECT_LE(adapted.strongVotes, usual.strongVotes);
  }
}

}  // namespace
}  // namespace vigie::vision::test
