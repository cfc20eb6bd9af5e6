// What an audit says of pictures: those of a data folder's vault, and the announcements that a bundle carries.
#include <fstream>

#include "certs/verify/DataFolder.hpp"
#include "tests/unit/center/PictureScene.hpp"
#include "tests/unit/verify/Sessions.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;
using support::jpegOf;
using support::Photographer;

// One candidate, three pictures in the vault and a fourth that was announced and never came.
class PicturesTest : public ::testing::Test {
 protected:
  PicturesTest() {
    session_.create();
    session_.open();
    session_.seat();
    Photographer photographer(session_, 0);
    for (const std::uint32_t number : {1U, 2U, 3U}) {
      EXPECT_EQ(photographer.picture(number, jpegOf(static_cast<char>('a' + number))), "stored");
      session_.step(0);
    }
    EXPECT_EQ(photographer.announce(photographer.body(4, photographer.seal(4, jpegOf('z')))), "");
    session_.answerAll();
    session_.close();
  }

  Report auditFolder() {
    const auto files = readDataFolder(data(), {}, {});
    EXPECT_TRUE(files) << files.error().detail;
    return verifySession(*files, support::anchorsOf(session_), nullptr);
  }

  Report auditBundle(const support::Insider& insider) { return verifyBundle(insider.signedBundle(), support::anchorsOf(session_)); }

  std::filesystem::path data() const { return folder_.path() / "data"; }
  std::filesystem::path segment() const { return journal::segmentFile(data() / "vault", session_.id(), 1); }

  support::TemporaryFolder folder_;
  support::SyntheticSession session_{{.candidates = 1}, {.data = folder_.path() / "data"}};
};

TEST_F(PicturesTest, AreEstablishedWithTheirNamedGap) {
  const Report bundle = auditBundle(support::Insider(session_));
  EXPECT_EQ(bundle.outcome(), Outcome::good) << listOf(bundle);
  EXPECT_TRUE(bundle.has(Code::picturesMissing));
  const Report folder = auditFolder();
  EXPECT_FALSE(folder.has(Code::pictureDamaged)) << listOf(folder);
  EXPECT_NE(folder.outcome(), Outcome::forged) << listOf(folder);
}

TEST_F(PicturesTest, NamesTheRecordOfAnAlteredPicture) {
  std::fstream file(segment(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(5'000);
  file.put('!');
  file.close();
  const Report report = auditFolder();
  ASSERT_TRUE(report.has(Code::pictureDamaged)) << listOf(report);
  const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                  [](const Finding& one) { return one.code == Code::pictureDamaged; });
  EXPECT_EQ(found->about, "1");
  EXPECT_EQ(found->place.candidate, session_.candidates()[0].ref.hex());
  EXPECT_GT(found->place.record, 0U);
  EXPECT_EQ(report.outcome(), Outcome::forged);
}

TEST_F(PicturesTest, NamesPicturesThatWereDeletedWhileTheirKeysAreThere) {
  std::filesystem::remove(segment());
  EXPECT_TRUE(auditFolder().has(Code::pictureDamaged));
  std::filesystem::remove(data() / "keys" / session_.id().hex() / session_.candidates()[0].ref.hex());
  EXPECT_FALSE(auditFolder().has(Code::pictureDamaged)) << "keys and pictures were purged";
}

TEST_F(PicturesTest, NamesAnAnnouncementThatTheSeatDidNotSign) {
  support::Insider insider(session_);
  auto& entry = insider.records[insider.find<record::PictureAnnounced>()];
  auto& announced = *entry.as<record::PictureAnnounced>();
  record::PictureBody body;
  ASSERT_TRUE(body.ParseFromString(announced.announcement().body()));
  body.set_digest(std::string(32, 'x'));
  announced.mutable_announcement()->set_body(body.SerializeAsString());
  announced.set_digest(body.digest());
  entry.record.payload = exam::payloadOf(entry.content);
  insider.coverTracks();
  const Report report = auditBundle(insider);
  EXPECT_TRUE(report.has(Code::pictureSignature)) << listOf(report);
}

TEST_F(PicturesTest, NamesAPictureWhoseAnnouncementWasTakenOut) {
  support::Insider insider(session_);
  insider.records.erase(insider.records.begin() + static_cast<std::ptrdiff_t>(insider.findLast<record::PictureAnnounced>()));
  insider.coverTracks();
  const Report report = auditBundle(insider);
  EXPECT_EQ(report.outcome(), Outcome::forged) << listOf(report);
}

TEST_F(PicturesTest, NamesAGapThatWasMadeAfterwards) {
  support::Insider insider(session_);
  auto& entry = insider.records[insider.find<record::PicturesMissing>()];
  entry.as<record::PicturesMissing>()->add_numbers(2);
  entry.record.payload = exam::payloadOf(entry.content);
  insider.coverTracks();
  EXPECT_TRUE(auditBundle(insider).has(Code::courseWrong));
}

}  // namespace
}  // namespace vigie::verify
