// The vault after crashes, and in the hands of somebody who alters it.
#include <fstream>

#include "common/base/File.hpp"
#include "tests/unit/center/PictureScene.hpp"

namespace vigie::support {
namespace {

class VaultTest : public PictureTest {
 protected:
  // The program dies and starts again; seats and console link again.
  void crash() {
    session_.centre().kill();
    must(session_.centre().restart());
    session_.console().connect();
    for (std::size_t i = 0; i < 2; ++i) session_.seatOf(i).connect();
    first_->connect();
    second_->connect();
  }

  void alter(std::uint64_t offset, std::uint32_t number = 1) {
    std::fstream file(segment(number), std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    const char byte = static_cast<char>(file.get() ^ 1);
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(byte);
  }

  std::uint64_t placeOf(Photographer& who, std::uint32_t number) { return who.evidence().find(number)->place->offset; }
};

TEST_F(VaultTest, GoesOnBehindWhatIsRecordedAfterACrash) {
  ASSERT_EQ(first_->picture(1, jpegOf('a')), "stored");
  const auto whole = std::filesystem::file_size(segment());
  {
    std::ofstream(segment(), std::ios::app | std::ios::binary) << "half of a group that was never recor";
  }
  crash();
  EXPECT_EQ(std::filesystem::file_size(segment()), whole) << "a torn group is cut";
  ASSERT_EQ(first_->picture(2, jpegOf('b')), "stored");
  EXPECT_EQ(placeOf(*first_, 2), whole);
  const message::VaultView found = audit(first_->candidate());
  ASSERT_EQ(found.pictures_size(), 2);
  EXPECT_EQ(found.pictures(0).sha256(), base::toString(crypto::sha256(jpegOf('a'))));
  EXPECT_EQ(found.pictures(1).sha256(), base::toString(crypto::sha256(jpegOf('b'))));
  EXPECT_EQ(audit().damage_size(), 0);
}

TEST_F(VaultTest, AsksAgainForBytesThatWereLostBeforeTheirRecord) {
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  ASSERT_EQ(first_->announce(first_->body(1, sealed)), "");
  session_.centre().holdCommits();
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "") << "in the file, and not in the journal";
  EXPECT_TRUE(std::filesystem::exists(segment()));
  crash();
  EXPECT_FALSE(std::filesystem::exists(segment()));
  EXPECT_FALSE(first_->evidence().find(1)->place);
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "stored") << "the same bytes, brought again";
  EXPECT_EQ(audit(first_->candidate()).pictures_size(), 1);
}

TEST_F(VaultTest, AnswersForAStoredPictureThatIsBroughtAgain) {
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  first_->announce(first_->body(1, sealed));
  first_->send(first_->bring(1, sealed));
  crash();
  const auto size = std::filesystem::file_size(segment());
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "stored");
  EXPECT_EQ(std::filesystem::file_size(segment()), size);
}

TEST_F(VaultTest, NeverWritesOverWhatIsMissing) {
  ASSERT_EQ(first_->picture(1, jpegOf('a')), "stored");
  session_.centre().kill();
  std::filesystem::resize_file(segment(), 100);
  must(session_.centre().restart());
  ASSERT_EQ(session_.centre().vault().trouble.size(), 1U);
  EXPECT_EQ(session_.centre().vault().trouble[0].code, "vault-damaged");
  session_.console().connect();
  session_.seatOf(0).connect();
  first_->connect();
  ASSERT_EQ(first_->picture(2, jpegOf('b')), "stored");
  EXPECT_EQ(first_->evidence().find(2)->place->segment, 2U);
  EXPECT_EQ(std::filesystem::file_size(segment(1)), 100U);
  const message::VaultView found = audit(first_->candidate());
  EXPECT_FALSE(found.pictures(0).damage().empty());
  EXPECT_TRUE(found.pictures(1).damage().empty());
  EXPECT_EQ(audit().damage_size(), 1);
}

TEST_F(VaultTest, NamesAPictureWithAFlippedBit) {
  first_->picture(1, jpegOf('a'));
  first_->picture(2, jpegOf('b'));
  alter(placeOf(*first_, 2) + journal::kFrameOverhead + 200);
  const message::VaultView found = audit(first_->candidate());
  EXPECT_TRUE(found.pictures(0).damage().empty());
  EXPECT_NE(found.pictures(1).damage().find("not the one that was announced"), std::string::npos);
  EXPECT_TRUE(found.pictures(1).sha256().empty());
}

TEST_F(VaultTest, NamesPicturesOfADeletedSegment) {
  first_->picture(1, jpegOf('a'));
  std::filesystem::remove(segment());
  EXPECT_FALSE(audit(first_->candidate()).pictures(0).damage().empty());
  ASSERT_EQ(audit().damage_size(), 1);
  EXPECT_EQ(audit().damage(0), "segment 1 is missing");
}

TEST_F(VaultTest, NamesPicturesThatTwoCandidatesSwapped) {
  first_->picture(1, jpegOf('a'));
  second_->picture(1, jpegOf('b'));
  base::Bytes bytes = must(base::readFile(segment()));
  const auto one = static_cast<std::ptrdiff_t>(placeOf(*first_, 1));
  const auto two = static_cast<std::ptrdiff_t>(placeOf(*second_, 1));
  std::swap_ranges(bytes.begin() + one, bytes.begin() + two, bytes.begin() + two);
  must(base::writeFileDurably(segment(), bytes));
  EXPECT_NE(audit(first_->candidate()).pictures(0).damage().find("another picture stands there"), std::string::npos);
  EXPECT_NE(audit(second_->candidate()).pictures(0).damage().find("another picture stands there"), std::string::npos);
}

TEST_F(VaultTest, ListsWhatWasAnnouncedAndNeverSent) {
  first_->picture(1, jpegOf('a'));
  first_->announce(first_->body(2, first_->seal(2, jpegOf('b'))));
  const message::VaultView found = audit(first_->candidate());
  EXPECT_EQ(found.announced(), 2U);
  EXPECT_EQ(found.stored(), 1U);
  ASSERT_EQ(found.missing_size(), 1);
  EXPECT_EQ(found.missing(0), 2U);
  EXPECT_EQ(audit().damage_size(), 0) << "a gap is no damage";
}

TEST_F(VaultTest, CannotBeReadWithoutTheCandidatesKeys) {
  first_->picture(1, jpegOf('a'));
  second_->picture(1, jpegOf('b'));
  std::filesystem::remove(session_.centre().data() / "keys" / session_.id().hex() / first_->candidate().hex());
  const message::VaultView erased = audit(first_->candidate());
  EXPECT_EQ(erased.erased(), "keys-erased");
  EXPECT_TRUE(erased.pictures(0).sha256().empty());
  EXPECT_TRUE(erased.pictures(0).damage().empty()) << "the chain still holds what cannot be read";
  EXPECT_FALSE(audit(second_->candidate()).pictures(0).sha256().empty());
}

TEST_F(VaultTest, HoldsNoPictureInClear) {
  const base::Bytes jpeg = base::toBytes(std::string(5'000, 'q') + "A WORD THAT STANDS ON THE PICTURE");
  first_->picture(1, jpeg);
  const base::Bytes bytes = must(base::readFile(segment()));
  EXPECT_EQ(base::textOf(bytes).find("A WORD THAT"), std::string_view::npos);
  EXPECT_EQ(base::textOf(bytes).find("qqqqqqqq"), std::string_view::npos);
}

TEST_F(VaultTest, BeginsANewSegmentWhenOneIsFull) {
  TemporaryFolder folder;
  centre::VaultFolder vault(folder.path(), 50'000);
  const auto incoming = [&](std::uint32_t number) {
    const base::Bytes sealed = first_->seal(number, jpegOf('a', 30'000));
    return centre::IncomingPicture{{session_.id(), first_->candidate(), number}, crypto::sha256(sealed), sealed};
  };
  std::map<std::uint32_t, std::uint64_t> ends;
  std::vector<journal::RecordedPicture> recorded;
  for (std::uint32_t number = 1; number <= 5; ++number) {
    const centre::IncomingPicture picture = incoming(number);
    const centre::VaultReport report = vault.store({picture});
    ASSERT_EQ(report.groups.size(), 1U);
    const record::PicturesStored& group = report.groups[0].second;
    ends[group.segment()] = group.offset() + group.size();
    recorded.push_back({picture.name, picture.digest, static_cast<std::uint32_t>(picture.sealed.size()),
                        group.segment(), group.pictures(0).offset()});
  }
  EXPECT_EQ(ends.size(), 3U);
  EXPECT_TRUE(journal::checkSegments(folder.path(), session_.id(), ends, recorded).empty());
  for (const auto& picture : recorded)
    EXPECT_TRUE(journal::readRecorded(folder.path(), picture)) << picture.name.number;
  recorded.erase(recorded.begin() + 2);
  EXPECT_FALSE(journal::checkSegments(folder.path(), session_.id(), ends, recorded).empty())
      << "bytes that no record speaks of";
}

TEST_F(VaultTest, RefusesPicturesWhenTheFolderCannotBeWritten) {
  TemporaryFolder folder;
  const std::filesystem::path blocked = folder.path() / "vault";
  {
    std::ofstream(blocked) << "a file where the folder should be";
  }
  centre::VaultFolder vault(blocked);
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  const centre::VaultReport report =
      vault.store({{{session_.id(), first_->candidate(), 1}, crypto::sha256(sealed), sealed}});
  EXPECT_TRUE(report.groups.empty());
  ASSERT_EQ(report.refused.size(), 1U);
  EXPECT_EQ(report.refused[0].error.code, "vault-unwritable");
}

}  // namespace
}  // namespace vigie::support
