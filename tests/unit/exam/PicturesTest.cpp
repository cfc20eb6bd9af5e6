#include <functional>

#include "tests/unit/exam/SessionFixture.hpp"

namespace vigie::exam {
namespace {

class PicturesTest : public SessionFixture {
 protected:
  static std::string refusalOf(const Decision& decision) { return decision.refusal ? decision.refusal->code : ""; }

  AnnouncePicture picture(std::uint8_t who, std::uint8_t workstation, std::uint32_t number, char bytes = 'x') {
    AnnouncePicture command;
    command.workstation = idOf<base::WorkstationId>(workstation);
    command.lease = 1;
    record::PictureBody& body = command.body;
    body.set_session(state_.id.bytes());
    body.set_candidate(idOf<base::CandidateRef>(who).bytes());
    body.set_number(number);
    body.set_capture("pictures");
    body.set_source("device");
    body.set_digest(std::string(32, bytes));
    body.set_size(30'000);
    body.set_taken_ms(5'000 + number);
    body.mutable_facts()->set_state("one");
    return command;
  }

  AnnouncePicture noPictures(std::uint8_t who, std::uint8_t workstation, const std::string& why) {
    AnnouncePicture command = picture(who, workstation, 0);
    command.body.set_capture(why);
    command.body.clear_digest();
    command.body.clear_source();
    return command;
  }

  Decision send(AnnouncePicture command) {
    command.message = crypto::signMessage(staffKey_, "picture", bytesOf(command.body));
    return run(command);
  }

  AddPictures group(std::uint64_t offset, std::uint8_t who, std::uint32_t number, char bytes = 'x') {
    AddPictures command;
    command.group.set_segment(1);
    command.group.set_offset(offset);
    command.group.set_size(30'024);
    record::StoredPicture& stored = *command.group.add_pictures();
    stored.set_candidate(idOf<base::CandidateRef>(who).bytes());
    stored.set_number(number);
    stored.set_digest(std::string(32, bytes));
    stored.set_offset(offset);
    return command;
  }

  const Evidence& evidence(std::uint8_t who) const { return state_.evidenceOf(idOf<base::CandidateRef>(who)); }

  void finaliseAll() {
    record::StaffBody end;
    end.mutable_end_session();
    ASSERT_FALSE(run(staff(end)).refusal);
    record::StaffBody finalise;
    finalise.mutable_finalise();
    ASSERT_FALSE(run(staff(finalise)).refusal);
  }
};

TEST_F(PicturesTest, NotesAPictureFromTheCheckInOn) {
  open();
  add(1);
  checkIn(1, 11);
  ASSERT_EQ(refusalOf(send(picture(1, 11, 1))), "");
  EXPECT_EQ(evidence(1).capture, "pictures");
  EXPECT_EQ(evidence(1).newestAnnounced(), 1U);
  EXPECT_EQ(evidence(1).find(1)->takenMs, 5'001);
  EXPECT_EQ(evidence(1).facts.state(), "one");
  EXPECT_FALSE(evidence(1).find(1)->place);
}

TEST_F(PicturesTest, TakesTheSameAnnouncementOnceAndAnotherUnderItsNumberNever) {
  open();
  add(1);
  checkIn(1, 11);
  send(picture(1, 11, 1));
  const Decision again = send(picture(1, 11, 1));
  EXPECT_TRUE(again.repeated);
  EXPECT_TRUE(again.records.empty());
  EXPECT_EQ(refusalOf(send(picture(1, 11, 1, 'y'))), "picture-conflict");
  EXPECT_EQ(state_.incidents, 1U);
  EXPECT_EQ(base::textOf(evidence(1).find(1)->digest), std::string(32, 'x'));
}

TEST_F(PicturesTest, LeavesOutWhatCameTooLate) {
  open();
  add(1);
  checkIn(1, 11);
  send(picture(1, 11, 1));
  EXPECT_EQ(refusalOf(send(picture(1, 11, 4))), "");
  EXPECT_EQ(refusalOf(send(picture(1, 11, 3))), "picture-order");
}

TEST_F(PicturesTest, RefusesWhoDoesNotSitThere) {
  open();
  add(1);
  add(2);
  checkIn(1, 11);
  checkIn(2, 12);
  EXPECT_EQ(refusalOf(send(picture(2, 11, 1))), "no-lease");
  AnnouncePicture stale = picture(1, 11, 1);
  stale.lease = 2;
  EXPECT_EQ(refusalOf(send(stale)), "lease-stale");
  AnnouncePicture elsewhere = picture(1, 11, 1);
  elsewhere.body.set_session(std::string(16, 'z'));
  EXPECT_EQ(refusalOf(send(elsewhere)), "no-lease");
}

TEST_F(PicturesTest, RefusesAnnouncementsThatCannotBeRight) {
  open();
  add(1);
  checkIn(1, 11);
  const std::vector<std::function<void(record::PictureBody&)>> faults = {
      [](record::PictureBody& body) { body.set_number(0); },
      [](record::PictureBody& body) { body.set_number(kLargestPictureNumber + 1); },
      [](record::PictureBody& body) { body.set_size(0); },
      [](record::PictureBody& body) { body.set_size(kLargestSealedPicture + 1); },
      [](record::PictureBody& body) { body.set_digest("short"); },
      [](record::PictureBody& body) { body.set_source("telescope"); },
      [](record::PictureBody& body) { body.mutable_facts()->set_state("bored"); },
      [](record::PictureBody& body) { body.mutable_facts()->add_flags("Ada Lovelace"); },
      [](record::PictureBody& body) {
        for (int i = 0; i < 17; ++i) body.mutable_facts()->add_flags("dim");
      },
      [](record::PictureBody& body) { body.mutable_facts()->add_measures()->set_name(""); },
      [](record::PictureBody& body) { body.set_capture("asleep"); },
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    AnnouncePicture wrong = picture(1, 11, 1);
    faults[i](wrong.body);
    EXPECT_EQ(refusalOf(send(wrong)), "picture-malformed") << "fault " << i;
  }
  EXPECT_TRUE(evidence(1).pictures.empty());
}

TEST_F(PicturesTest, TakesAFileInPlaceOfACameraOnlyInADemonstration) {
  open();
  add(1);
  checkIn(1, 11);
  AnnouncePicture filed = picture(1, 11, 1);
  filed.body.set_source("file");
  EXPECT_EQ(refusalOf(send(filed)), "");
  environment_.kind = SessionKind::real;
  filed.body.set_number(2);
  EXPECT_EQ(refusalOf(send(filed)), "camera-simulated");
}

TEST_F(PicturesTest, RecordsOnceWhyThereAreNoPictures) {
  open();
  add(1);
  checkIn(1, 11);
  EXPECT_EQ(refusalOf(send(noPictures(1, 11, "no-camera"))), "");
  EXPECT_EQ(evidence(1).capture, "no-camera");
  EXPECT_TRUE(send(noPictures(1, 11, "no-camera")).repeated);
  send(picture(1, 11, 1));
  EXPECT_EQ(evidence(1).capture, "pictures");
  EXPECT_EQ(refusalOf(send(noPictures(1, 11, "failed"))), "");
  EXPECT_EQ(evidence(1).capture, "failed");
  EXPECT_EQ(evidence(1).pictures.size(), 1U);
}

TEST_F(PicturesTest, StoresOnlyWhatWasAnnouncedWithTheSameBytes) {
  open();
  add(1);
  checkIn(1, 11);
  send(picture(1, 11, 1));
  EXPECT_EQ(refusalOf(run(group(32, 1, 2))), "picture-unannounced");
  EXPECT_EQ(refusalOf(run(group(32, 1, 1, 'y'))), "picture-unannounced");
  AddPictures mixed = group(32, 1, 1);
  *mixed.group.add_pictures() = group(32, 1, 7).group.pictures(0);
  const Decision decision = run(mixed);
  ASSERT_EQ(decision.records.size(), 1U);
  EXPECT_EQ(std::get<record::PicturesStored>(decision.records[0].content).pictures_size(), 1);
  EXPECT_EQ(evidence(1).find(1)->place, (PicturePlace{1, 32}));
  EXPECT_EQ(evidence(1).newestStored, 1U);
  EXPECT_EQ(state_.vaultEnds.at(1), 32U + 30'024U);
  EXPECT_EQ(refusalOf(run(group(30'056, 1, 1))), "picture-unannounced") << "stored twice";
}

TEST_F(PicturesTest, StoresPicturesOfAFinishedTestAndNamesAtTheEndWhatNeverCame) {
  open();
  add(1);
  add(2);
  startTest(1, 11);
  startTest(2, 12);
  for (const std::uint32_t number : {1U, 2U, 3U}) send(picture(1, 11, number));
  send(picture(2, 12, 1));
  run(group(32, 1, 2));
  record::StaffBody end;
  end.mutable_end_session();
  ASSERT_FALSE(run(staff(end)).refusal);
  EXPECT_EQ(refusalOf(send(picture(1, 11, 4))), "no-lease");
  EXPECT_EQ(refusalOf(run(group(30'056, 2, 1))), "");
  record::StaffBody finalise;
  finalise.mutable_finalise();
  ASSERT_FALSE(run(staff(finalise)).refusal);
  EXPECT_EQ(evidence(1).missing, (std::vector<std::uint32_t>{1, 3}));
  EXPECT_TRUE(evidence(2).missing.empty());
  EXPECT_EQ(refusalOf(run(group(60'080, 1, 1))), "session-phase");
}

TEST_F(PicturesTest, IsWhatItsRecordsSay) {
  open();
  add(1);
  startTest(1, 11);
  for (const std::uint32_t number : {1U, 2U}) send(picture(1, 11, number));
  run(group(32, 1, 1));
  send(noPictures(1, 11, "failed"));
  finaliseAll();
  const SessionState again = replayed();
  const Evidence& back = again.evidenceOf(idOf<base::CandidateRef>(1));
  EXPECT_EQ(back.capture, "failed");
  EXPECT_EQ(back.pictures.size(), 2U);
  EXPECT_EQ(back.find(1)->place, evidence(1).find(1)->place);
  EXPECT_EQ(back.missing, evidence(1).missing);
  EXPECT_EQ(back.storedCount, 1U);
  EXPECT_EQ(again.vaultEnds, state_.vaultEnds);
}

}  // namespace
}  // namespace vigie::exam
