#include "candidate-client/session/Evidence.hpp"

#include <algorithm>

#include "common/exam/Records.hpp"
#include "tests/unit/session/SeatRoom.hpp"

namespace vigie::session {
namespace {

// A seat with a scripted centre on both of its links.
class EvidenceRoom : public EvidenceOutputs {
 public:
  explicit EvidenceRoom(std::size_t ringBytes = 16U << 20) {
    EvidenceSettings settings;
    settings.program = "seat";
    settings.entropy = [this](std::span<std::uint8_t> out) { std::fill(out.begin(), out.end(), ++random_); };
    settings.ringBytes = ringBytes;
    evidence.emplace(settings, room.seat(), *this);
  }

  void sendOnControl(protocol::Message message) override {
    announcements.push_back(std::get<message::AnnouncePicture>(message));
  }
  void sendOnEvidence(protocol::Message message) override {
    if (const auto* picture = std::get_if<message::Picture>(&message))
      pictures.push_back(*picture);
    else if (const auto* hello = std::get_if<message::Hello>(&message))
      hellos.push_back(*hello);
    else if (const auto* tile = std::get_if<message::Tile>(&message))
      tiles.push_back(*tile);
    else
      ++beats;
  }
  void connectEvidence() override { ++connections; }

  void linkUp() {
    evidence->linkUp(room.now());
    evidence->receive(message::Welcome(), room.now());
  }
  std::optional<std::uint32_t> take(char byte = 'j', std::size_t size = 1'000) {
    CapturedPicture picture;
    picture.jpeg.assign(size, static_cast<std::uint8_t>(byte));
    picture.source = "device";
    picture.takenMs = 1'800'000'000'000;
    picture.facts.set_state("one");
    return evidence->take(std::move(picture), room.now());
  }
  record::PictureBody body(std::size_t announcement) const {
    record::PictureBody out;
    EXPECT_TRUE(out.ParseFromString(announcements.at(announcement).signed_().body()));
    return out;
  }
  void note(std::uint32_t number) {
    message::PictureNoted noted;
    noted.set_number(number);
    noted.set_capture("pictures");
    *noted.mutable_standing() = room.standing();
    control(noted);
  }
  void control(const protocol::Message& message) {
    room.seat().receive(message, room.now());
    evidence->receiveControl(message, room.now());
  }
  void stored(std::uint32_t number, std::uint32_t health = 10) {
    message::PictureStored stored;
    stored.set_candidate(room.candidate.bytes());
    stored.set_number(number);
    stored.set_health(health);
    evidence->receive(stored, room.now());
  }
  void refused(const std::string& code, std::uint32_t number) {
    message::Refused refused;
    refused.set_code(code);
    refused.set_picture(number);
    evidence->receive(refused, room.now());
  }
  void pass(std::int64_t ms) {
    for (; ms > 0; ms -= 250) {
      room.pass(std::min<std::int64_t>(ms, 250));
      evidence->tick(room.now());
    }
  }

  SeatRoom room;
  std::optional<Evidence> evidence;
  std::vector<message::AnnouncePicture> announcements;
  std::vector<message::Picture> pictures;
  std::vector<message::Hello> hellos;
  std::vector<message::Tile> tiles;
  int beats = 0;
  int connections = 0;

 private:
  std::uint8_t random_ = 0;
};

TEST(Evidence, TakesPicturesFromTheCheckInToTheEnd) {
  EvidenceRoom seat;
  EXPECT_FALSE(seat.evidence->wantsPictures());
  EXPECT_FALSE(seat.take());
  seat.room.checkIn();
  EXPECT_TRUE(seat.evidence->wantsPictures());
  EXPECT_EQ(seat.take(), 1U);
  seat.room.say(seat.room.state("ended"));
  EXPECT_FALSE(seat.evidence->wantsPictures());
  EXPECT_FALSE(seat.take());
}

TEST(Evidence, AnnouncesSignedAtOnceAndSendsOnlyWhatWasNoted) {
  EvidenceRoom seat;
  seat.room.checkIn();
  ASSERT_EQ(seat.take('a'), 1U);
  ASSERT_EQ(seat.announcements.size(), 1U);
  EXPECT_EQ(seat.connections, 1);
  seat.linkUp();
  ASSERT_EQ(seat.hellos.size(), 1U);
  EXPECT_EQ(seat.hellos[0].connection(), "evidence");
  EXPECT_TRUE(seat.pictures.empty()) << "the centre does not know it yet";
  seat.note(1);
  ASSERT_EQ(seat.pictures.size(), 1U);
  const record::PictureBody body = seat.body(0);
  const auto grant = seat.room.seat().evidenceGrant();
  ASSERT_TRUE(grant);
  EXPECT_TRUE(crypto::verifyMessage(*exam::fromRecord(seat.announcements[0].signed_()), "picture",
                                    grant->seatKey->publicKey()));
  EXPECT_EQ(body.digest(), base::toString(crypto::sha256(base::bytesOf(seat.pictures[0].sealed()))));
  EXPECT_EQ(body.size(), seat.pictures[0].sealed().size());
  EXPECT_EQ(body.facts().state(), "one");
  EXPECT_EQ(body.head(), seat.room.standing().head());
  const auto opened = crypto::openPicture(*grant->key, {seat.room.session, seat.room.candidate, 1},
                                          base::bytesOf(seat.pictures[0].sealed()));
  ASSERT_TRUE(opened);
  EXPECT_EQ(*opened, base::Bytes(1'000, 'a'));
  seat.stored(1);
  EXPECT_EQ(seat.evidence->unsent(), 0U);
}

TEST(Evidence, HasOneAnnouncementAndOnePictureUnderWayAtATime) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.linkUp();
  for (int i = 0; i < 3; ++i) seat.take();
  EXPECT_EQ(seat.announcements.size(), 1U);
  seat.note(1);
  EXPECT_EQ(seat.announcements.size(), 2U);
  seat.note(2);
  EXPECT_EQ(seat.pictures.size(), 1U);
  seat.stored(1);
  EXPECT_EQ(seat.pictures.size(), 2U);
  EXPECT_EQ(seat.pictures[1].number(), 2U);
}

TEST(Evidence, ShowsATileOnceWhenAskedBeforePicturesThatWait) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.linkUp();
  for (std::uint32_t i = 1; i <= 3; ++i) {
    seat.take();
    seat.note(i);
  }
  EXPECT_FALSE(seat.evidence->wantsTile());
  seat.evidence->showTile(base::Bytes(10, 'u'), 5, seat.room.now());
  EXPECT_TRUE(seat.tiles.empty()) << "nobody asked";
  seat.evidence->receive(message::TileAsked(), seat.room.now());
  ASSERT_TRUE(seat.evidence->wantsTile());
  const std::size_t pictures = seat.pictures.size();
  seat.evidence->showTile(base::Bytes(10, 't'), 5, seat.room.now());
  ASSERT_EQ(seat.tiles.size(), 1U);
  EXPECT_EQ(seat.pictures.size(), pictures) << "the pictures that wait go on waiting";
  EXPECT_EQ(seat.tiles[0].session(), seat.room.session.bytes());
  EXPECT_EQ(seat.tiles[0].candidate(), seat.room.candidate.bytes());
  EXPECT_EQ(seat.tiles[0].jpeg(), std::string(10, 't'));
  EXPECT_EQ(seat.tiles[0].taken_ms(), 5);
  EXPECT_FALSE(seat.evidence->wantsTile());
  EXPECT_EQ(seat.evidence->unsent(), 3U) << "a tile is no picture of the ring";
}

TEST(Evidence, ShowsNobodyWhoDoesNotSitAndSaysThatThereIsNoTile) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.linkUp();
  seat.evidence->receive(message::TileAsked(), seat.room.now());
  seat.evidence->showTile({}, 0, seat.room.now());
  ASSERT_EQ(seat.tiles.size(), 1U);
  EXPECT_TRUE(seat.tiles[0].jpeg().empty()) << "no camera";
  seat.evidence->receive(message::TileAsked(), seat.room.now());
  seat.evidence->showTile(base::Bytes(200'000, 't'), 5, seat.room.now());
  EXPECT_TRUE(seat.tiles.at(1).jpeg().empty()) << "too large for its message";
  seat.room.say(seat.room.state("ended"));
  seat.evidence->receive(message::TileAsked(), seat.room.now());
  seat.evidence->showTile(base::Bytes(10, 't'), 5, seat.room.now());
  EXPECT_TRUE(seat.tiles.at(2).jpeg().empty()) << "after the test";
  EXPECT_TRUE(seat.tiles.at(2).candidate().empty());
}

TEST(Evidence, ForgetsTheQuestionForATileWithItsLink) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.linkUp();
  seat.evidence->receive(message::TileAsked(), seat.room.now());
  seat.evidence->linkDown(seat.room.now());
  EXPECT_FALSE(seat.evidence->wantsTile());
  seat.evidence->showTile(base::Bytes(10, 't'), 5, seat.room.now());
  EXPECT_TRUE(seat.tiles.empty());
}

TEST(Evidence, AnnouncesAgainAfterTheControlLinkWasLost) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.take();
  seat.room.linkDown();
  seat.take();
  EXPECT_EQ(seat.announcements.size(), 1U);
  seat.room.linkUp();
  EXPECT_EQ(seat.announcements.size(), 1U) << "not before the centre has welcomed the seat";
  seat.room.say(seat.room.welcomeSitting());
  seat.evidence->tick(seat.room.now());
  ASSERT_EQ(seat.announcements.size(), 2U);
  EXPECT_EQ(seat.body(1).number(), 1U);
  EXPECT_EQ(seat.body(1).digest(), seat.body(0).digest()) << "the same picture, sealed once";
}

TEST(Evidence, ComesBackAtARandomMomentAndSendsTheSameBytesAgain) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.take();
  seat.linkUp();
  seat.note(1);
  ASSERT_EQ(seat.pictures.size(), 1U);
  seat.evidence->linkDown(seat.room.now());
  seat.pass(4'750);
  EXPECT_EQ(seat.connections, 1) << "answers come first after a restart";
  seat.pass(56'000);
  EXPECT_EQ(seat.connections, 2);
  seat.linkUp();
  ASSERT_EQ(seat.pictures.size(), 2U);
  EXPECT_EQ(seat.pictures[1].sealed(), seat.pictures[0].sealed());
}

TEST(Evidence, ObeysTheCentresHealth) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.linkUp();
  seat.take();
  seat.take();
  seat.note(1);
  seat.note(2);
  seat.stored(1, 5);
  EXPECT_EQ(seat.pictures.size(), 1U);
  seat.pass(750);
  EXPECT_EQ(seat.pictures.size(), 1U);
  seat.pass(500);
  EXPECT_EQ(seat.pictures.size(), 2U) << "a second later";
  seat.refused("vault-full", 2);
  seat.pass(60'000);
  EXPECT_EQ(seat.pictures.size(), 2U) << "nothing while the disk is full";
  EXPECT_GE(seat.beats, 1);
  message::HeartbeatReply reply;
  reply.set_health(8);
  seat.evidence->receive(reply, seat.room.now());
  EXPECT_EQ(seat.pictures.size(), 3U);
  EXPECT_EQ(seat.pictures[2].number(), 2U);
}

TEST(Evidence, GivesUpTheOldestPicturesWhenTheRingIsFull) {
  EvidenceRoom seat(3'500);
  seat.room.checkIn();
  seat.room.linkDown();
  for (int i = 0; i < 6; ++i) seat.take();
  EXPECT_EQ(seat.evidence->unsent(), 3U);
  seat.room.linkUp();
  seat.room.say(seat.room.welcomeSitting());
  seat.linkUp();
  seat.evidence->tick(seat.room.now());
  for (std::uint32_t number = 1; number <= 6; ++number) {
    ASSERT_EQ(seat.body(seat.announcements.size() - 1).number(), number) << "announced all the same: a named gap";
    seat.note(number);
  }
  ASSERT_EQ(seat.pictures.size(), 1U);
  EXPECT_EQ(seat.pictures[0].number(), 4U);
}

TEST(Evidence, TellsOnceWhyThereAreNoPicturesAndAgainAfterAChange) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.evidence->state(CaptureState::noCamera, seat.room.now());
  seat.evidence->state(CaptureState::noCamera, seat.room.now());
  ASSERT_EQ(seat.announcements.size(), 1U);
  EXPECT_EQ(seat.body(0).capture(), "no-camera");
  EXPECT_EQ(seat.body(0).number(), 0U);
  message::PictureNoted noted;
  noted.set_capture("no-camera");
  *noted.mutable_standing() = seat.room.standing();
  seat.control(noted);
  seat.pass(2'000);
  EXPECT_EQ(seat.announcements.size(), 1U);
  seat.evidence->state(CaptureState::failed, seat.room.now());
  ASSERT_EQ(seat.announcements.size(), 2U);
  EXPECT_EQ(seat.body(1).capture(), "failed");
}

TEST(Evidence, DropsWhatTheCentreRefusesForGood) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.linkUp();
  seat.take();
  message::Refused refused;
  refused.set_code("camera-simulated");
  refused.set_picture(1);
  seat.control(refused);
  EXPECT_EQ(seat.evidence->unsent(), 0U);
  EXPECT_EQ(seat.evidence->refusal(), "camera-simulated");
  EXPECT_EQ(seat.room.view().refusal, "") << "no refusal of what the person did";
  seat.take();
  seat.pass(2'000);
  seat.note(2);
  seat.refused("picture-differs", 2);
  EXPECT_EQ(seat.evidence->unsent(), 0U);
}

TEST(Evidence, SendsWhatWasNotedAfterTheEndOfTheTest) {
  EvidenceRoom seat;
  seat.room.checkIn();
  seat.take();
  seat.take();
  seat.note(1);
  seat.room.say(seat.room.state("ended"));
  EXPECT_EQ(seat.evidence->unsent(), 1U) << "the second was never noted, and nobody may announce it any more";
  seat.linkUp();
  ASSERT_EQ(seat.pictures.size(), 1U);
  seat.stored(1);
  EXPECT_EQ(seat.evidence->unsent(), 0U);
}

TEST(Evidence, NumbersGoOnAfterTheProgramStartedAgain) {
  EvidenceRoom seat;
  seat.room.connect();
  static_cast<void>(seat.room.seat().typeCode("2346789B", seat.room.now()));
  seat.room.take<message::CheckIn>();
  message::CheckedIn in = seat.room.checkedIn();
  in.set_newest_picture(41);
  seat.room.say(in);
  EXPECT_EQ(seat.take(), 42U);
}

TEST(Evidence, RefusesAPictureLargerThanAFrame) {
  EvidenceRoom seat;
  seat.room.checkIn();
  EXPECT_FALSE(seat.take('a', 600'000));
  EXPECT_EQ(seat.take('a', 500'000), 1U);
}

TEST(Evidence, ChecksInAgainWhenTheKeyWasLostWithTheLink) {
  SeatRoom room;
  room.connect();
  ASSERT_TRUE(room.seat().typeCode("2346789B", room.now()));
  const auto first = room.take<message::CheckIn>();
  room.linkDown();  // it was accepted, and the answer was lost
  room.linkUp();
  room.take<message::Hello>();
  room.say(room.welcomeSitting());
  const auto again = room.take<message::CheckIn>();
  EXPECT_TRUE(again.code().empty());
  EXPECT_NE(again.seat_key(), first.seat_key()) << "the key of the pictures is given only behind a recorded check-in";
  EXPECT_FALSE(room.seat().evidenceGrant());
  room.lease = 2;
  room.say(room.checkedIn());
  ASSERT_TRUE(room.seat().evidenceGrant());
  EXPECT_EQ(room.seat().evidenceGrant()->lease, 2U);
}

}  // namespace
}  // namespace vigie::session
