// A picture's way from a seat to the vault and to a console, and every way in which it is refused.
#include "tests/unit/center/PictureScene.hpp"

namespace vigie::support {
namespace {

TEST_F(PictureTest, StoresAnAnnouncedPictureAndShowsItToAConsole) {
  ASSERT_EQ(first_->picture(1, jpegOf('a')), "stored");
  ASSERT_EQ(first_->picture(2, jpegOf('b')), "stored");
  EXPECT_EQ(first_->health(), 10U);
  const message::CandidateView seen = view(0);
  EXPECT_EQ(seen.capture(), "pictures");
  EXPECT_EQ(seen.pictures_announced(), 2U);
  EXPECT_EQ(seen.pictures_stored(), 2U);
  EXPECT_EQ(seen.last_picture(), 2U);
  EXPECT_GT(seen.last_picture_ms(), 0);
  EXPECT_EQ(seen.facts().width(), 640U);
  const auto newest = ask([&](message::Query& query) {
    query.set_candidate(first_->candidate().bytes());
    query.set_picture(true);
  });
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->picture().number(), 2U);
  EXPECT_EQ(base::toBytes(newest->picture().jpeg()), jpegOf('b'));
  const auto earlier = ask([&](message::Query& query) {
    query.set_candidate(first_->candidate().bytes());
    query.set_number(1);
    query.set_picture(true);
  });
  ASSERT_TRUE(earlier);
  EXPECT_EQ(base::toBytes(earlier->picture().jpeg()), jpegOf('a'));
}

TEST_F(PictureTest, TellsWatchersOfEachStoredPicture) {
  message::Watch watch;
  watch.set_session(session_.id().bytes());
  session_.centre().send(session_.console().link(), watch);
  session_.centre().take(session_.console().link());
  first_->picture(1, jpegOf('a'));
  bool told = false;
  for (const protocol::Message& one : session_.centre().take(session_.console().link())) {
    const auto* reply = std::get_if<message::Reply>(&one);
    if (reply != nullptr && reply->candidates_size() == 1) told = told || reply->candidates(0).last_picture() == 1;
  }
  EXPECT_TRUE(told);
}

TEST_F(PictureTest, GroupsWhatCameTogetherInOneRecord) {
  session_.centre().vault().hold = true;
  for (Photographer* one : {&*first_, &*second_}) EXPECT_EQ(one->picture(1, jpegOf('a')), "");
  session_.centre().storeHeld();
  EXPECT_EQ(first_->takeAnswer(), "stored");
  EXPECT_EQ(second_->takeAnswer(), "stored");
  EXPECT_EQ(records("PicturesStored"), 1U);
}

TEST_F(PictureTest, HandsTheKeyOutOnlyBehindARecordedCheckIn) {
  EXPECT_EQ(message::Sitting::descriptor()->FindFieldByName("evidence_key"), nullptr)
      << "a Welcome goes to whoever holds a copy of machine.key";
  EXPECT_EQ(first_->key().reveal().size(), 32U);
  EXPECT_NE(base::toHex(first_->key().reveal()), base::toHex(second_->key().reveal()));
  first_->picture(1, jpegOf('a'));
  // The same key again, to whoever checks in again at this workstation: with another lease, in a record.
  const std::string before = base::toHex(first_->key().reveal());
  const std::size_t seated = records("CandidateSeated");
  SyntheticSeat& seat = session_.seatOf(0);
  seat.restartProgram();
  seat.connect();
  seat.checkIn("");
  EXPECT_EQ(seat.lease(), 2U);
  EXPECT_EQ(records("CandidateSeated"), seated + 1);
  EXPECT_EQ(base::toHex(first_->key().reveal()), before);
  const auto& in =
      std::get<message::CheckedIn>(*std::find_if(seat.received().rbegin(), seat.received().rend(), [](const auto& one) {
        return std::holds_alternative<message::CheckedIn>(one);
      }));
  EXPECT_EQ(in.newest_picture(), 1U);
  EXPECT_EQ(in.picture_every_ms(), 30'000U);
}

TEST_F(PictureTest, RefusesWhatNobodyAnnounced) {
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "picture-unannounced");
  message::Picture elsewhere = first_->bring(1, sealed);
  elsewhere.set_session(std::string(16, 'z'));
  EXPECT_EQ(first_->send(elsewhere), "session-unknown");
  EXPECT_FALSE(std::filesystem::exists(segment()));
}

TEST_F(PictureTest, RefusesOtherBytesThanThoseAnnounced) {
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  ASSERT_EQ(first_->announce(first_->body(1, sealed)), "");
  base::Bytes altered = sealed;
  altered.back() ^= 1;
  EXPECT_EQ(first_->send(first_->bring(1, altered)), "picture-differs");
  EXPECT_EQ(first_->send(first_->bring(1, base::Bytes(10))), "picture-differs");
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "stored");
}

TEST_F(PictureTest, KeepsTheFirstAnnouncementOfANumberAndRecordsTheAttempt) {
  ASSERT_EQ(first_->picture(1, jpegOf('a')), "stored");
  const std::size_t incidents = session_.live().state().incidents;
  const base::Bytes other = first_->seal(1, jpegOf('b'));
  EXPECT_EQ(first_->announce(first_->body(1, other)), "picture-conflict");
  EXPECT_EQ(session_.live().state().incidents, incidents + 1);
  EXPECT_EQ(first_->send(first_->bring(1, other)), "stored") << "what is stored is stored: its bytes are not looked at";
  EXPECT_EQ(audit(first_->candidate()).pictures(0).sha256(), base::toString(crypto::sha256(jpegOf('a'))));
}

TEST_F(PictureTest, RefusesAnAnnouncementThatTheSittingDidNotSign) {
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  EXPECT_EQ(first_->announceSignedBy(first_->body(1, sealed), session_.seatOf(0).machineKey()), "signature-key");
  EXPECT_EQ(first_->announceSignedBy(second_->body(1, sealed), session_.seatOf(0).seatKey()), "no-lease");
  EXPECT_TRUE(first_->evidence().pictures.empty());
}

TEST_F(PictureTest, RefusesAFrameOverItsCap) {
  const std::size_t cap = *protocol::capOf(protocol::Sender::seat, protocol::numberOf(message::Picture()));
  EXPECT_EQ(cap, 512U << 10);
  EXPECT_FALSE(protocol::capOf(protocol::Sender::console, protocol::numberOf(message::Picture())));
  const base::Bytes sealed = first_->seal(1, jpegOf('a', 510'000));
  EXPECT_EQ(sealed.size(), 510'000 + crypto::kPictureOverhead);
  EXPECT_EQ(first_->announce(first_->body(1, sealed)), "");
  const base::Bytes tooLarge = first_->seal(2, jpegOf('a', 512'000));
  EXPECT_EQ(first_->announce(first_->body(2, tooLarge)), "picture-malformed");
}

TEST_F(PictureTest, TakesPicturesOnTheEvidenceLinkAlone) {
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  first_->announce(first_->body(1, sealed));
  SyntheticSeat& seat = session_.seatOf(0);
  seat.takeRefusal();
  seat.send(first_->bring(1, sealed));
  EXPECT_EQ(seat.takeRefusal(), "message-unknown");
  EXPECT_EQ(first_->send(message::CheckIn()), "connection-wrong");
  EXPECT_FALSE(first_->welcome().has_sitting()) << "an evidence link is told nothing of the sitting";
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_connection("third");
  const link::LinkId link =
      session_.centre().open({crypto::Role::seat, seat.workstation().hex()}, seat.machineKey().publicKey());
  session_.centre().send(link, hello);
  EXPECT_TRUE(session_.centre().isFinished(link));
}

TEST_F(PictureTest, GoesOnWithAnswersWhenTheDiskIsLow) {
  session_.centre().vault().hasRoom = false;
  const base::Bytes sealed = first_->seal(1, jpegOf('a'));
  EXPECT_EQ(first_->announce(first_->body(1, sealed)), "");
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "vault-full");
  EXPECT_EQ(first_->beat(), 0U);
  EXPECT_TRUE(session_.step(0));
  session_.seatOf(0).heartbeat();
  const auto& beat = std::get<message::HeartbeatReply>(session_.seatOf(0).received().back());
  EXPECT_GE(beat.health(), 9U) << "answers are not held up";
  session_.centre().vault().hasRoom = true;
  EXPECT_EQ(first_->beat(), 10U);
  EXPECT_EQ(first_->send(first_->bring(1, sealed)), "stored");
}

TEST_F(PictureTest, LetsASlowDiskHoldUpPicturesAndNoAnswer) {
  session_.centre().vault().hold = true;
  EXPECT_EQ(first_->picture(1, jpegOf('a')), "");
  EXPECT_TRUE(session_.step(0));
  EXPECT_TRUE(session_.step(1));
  session_.centre().storeHeld();
  EXPECT_EQ(first_->takeAnswer(), "stored");
}

TEST_F(PictureTest, SlowsTheSeatThatSentSixtyMegabytesAndNobodyElse) {
  const base::Bytes jpeg = jpegOf('x', 500'000);
  std::uint32_t number = 0;
  while (static_cast<double>(number) * 500'000 < centre::kPictureBucketBytes) {
    ASSERT_EQ(first_->picture(++number, jpeg), "stored") << number;
  }
  EXPECT_LE(first_->health(), 2U);
  EXPECT_EQ(first_->picture(++number, jpeg), "too-many-pictures") << "neither here nor on a new link";
  first_->connect();
  EXPECT_EQ(first_->send(first_->bring(number, first_->seal(number, jpeg))), "too-many-pictures");
  EXPECT_EQ(second_->picture(1, jpegOf('y')), "stored");
  EXPECT_EQ(second_->health(), 10U);
  EXPECT_TRUE(session_.step(0)) << "its answers go on";
}

TEST_F(PictureTest, RecordsWhyThereAreNoPictures) {
  record::PictureBody body = first_->body(0, {});
  body.clear_source();
  body.clear_digest();
  body.clear_facts();
  body.set_capture("no-camera");
  EXPECT_EQ(first_->announce(body), "");
  EXPECT_EQ(view(0).capture(), "no-camera");
  EXPECT_EQ(first_->announce(body), "");
  EXPECT_EQ(records("CaptureStated"), 1U);
  EXPECT_TRUE(session_.step(0)) << "without a camera the test goes on";
  EXPECT_EQ(first_->picture(1, jpegOf('a')), "stored") << "a camera that came back";
  EXPECT_EQ(view(0).capture(), "pictures");
}

TEST_F(PictureTest, NamesAtTheEndWhatNeverArrived) {
  first_->picture(1, jpegOf('a'));
  for (const std::uint32_t number : {2U, 3U}) first_->announce(first_->body(number, first_->seal(number, jpegOf('b'))));
  session_.answerAll();
  EXPECT_EQ(first_->send(first_->bring(2, base::Bytes(10))), "picture-differs") << "still open after the test";
  session_.close();
  const message::CandidateView seen = view(0);
  EXPECT_EQ(seen.pictures_missing(), 2U);
  EXPECT_EQ(seen.picture_gaps(0), 2U);
  EXPECT_EQ(seen.picture_gaps(1), 3U);
  EXPECT_EQ(view(1).pictures_missing(), 0U);
  EXPECT_EQ(first_->send(first_->bring(2, base::Bytes(10))), "session-phase");
}

TEST_F(PictureTest, EndsBothLinksOfARevokedMachine) {
  session_.give(console::revokeMachine(session_.seatOf(0).workstation()));
  EXPECT_TRUE(session_.centre().isFinished(first_->link()));
  EXPECT_TRUE(session_.centre().isFinished(session_.seatOf(0).link()));
  EXPECT_FALSE(session_.centre().isFinished(second_->link()));
}

TEST_F(PictureTest, TakesAnEvidenceLinkForNoSeat) {
  session_.seatOf(0).disconnect();
  EXPECT_FALSE(view(0).linked());
  first_->beat();
  EXPECT_FALSE(view(0).linked());
}

TEST_F(PictureTest, TellsAConsoleHowTheServerIs) {
  session_.centre().vault().disk = {7'000'000'000, 9'000'000'000};
  auto reply = ask([](message::Query& query) { query.set_centre(true); });
  ASSERT_TRUE(reply);
  const message::CentreView& view = reply->centre();
  EXPECT_EQ(view.number(), session_.centre().centre().identity().number);
  EXPECT_EQ(view.clock(), "right");
  EXPECT_EQ(view.disk(), "good");
  EXPECT_EQ(view.disk_free(), 7'000'000'000U);
  EXPECT_EQ(view.seats_enrolled(), 3U);
  EXPECT_EQ(view.seats_linked(), 3U);
  EXPECT_EQ(view.registry(), "none");
  EXPECT_EQ(view.journal(), "good");
  session_.centre().vault().hasRoom = false;
  session_.seatOf(0).disconnect();
  session_.centre().clock().setWall(session_.centre().clock().now().wallMs - 86'400'000);
  reply = ask([](message::Query& query) { query.set_centre(true); });
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->centre().disk(), "low");
  EXPECT_EQ(reply->centre().clock(), "early");
  EXPECT_EQ(reply->centre().seats_linked(), 2U);
}

}  // namespace
}  // namespace vigie::support
