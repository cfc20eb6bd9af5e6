// What a candidate's camera sees now: who may ask, what comes back, and that nothing stays.
#include "center-server/service/TileDesk.hpp"
#include "tests/unit/center/PictureScene.hpp"

namespace vigie::support {
namespace {

class TileTest : public PictureTest {
 protected:
  void ask(SyntheticConsole& console, std::uint32_t id, std::size_t candidate = 0) {
    message::Query query;
    query.set_id(id);
    query.set_session(session_.id().bytes());
    query.set_candidate(session_.candidates().at(candidate).ref.bytes());
    query.set_tile(true);
    session_.centre().send(console.link(), query);
  }
  void ask(std::uint32_t id, std::size_t candidate = 0) { ask(session_.console(), id, candidate); }

  struct Told {
    std::vector<message::Reply> tiles;
    std::vector<std::string> refusals;
  };
  Told told(SyntheticConsole& console) {
    Told out;
    for (const protocol::Message& one : session_.centre().take(console.link())) {
      if (const auto* reply = std::get_if<message::Reply>(&one); reply != nullptr && reply->has_picture())
        out.tiles.push_back(*reply);
      if (const auto* refused = std::get_if<message::Refused>(&one)) out.refusals.push_back(refused->code());
    }
    return out;
  }
  Told told() { return told(session_.console()); }

  int timesAsked(const Photographer& seat) {
    int count = 0;
    for (const protocol::Message& one : session_.centre().take(seat.link()))
      count += std::holds_alternative<message::TileAsked>(one) ? 1 : 0;
    return count;
  }

  message::Tile tile(const base::CandidateRef& candidate, const std::string& jpeg = "\xFF\xD8\xFF\xE0 a small one") {
    message::Tile tile;
    tile.set_session(session_.id().bytes());
    tile.set_candidate(candidate.bytes());
    tile.set_jpeg(jpeg);
    tile.set_taken_ms(session_.centre().clock().now().wallMs);
    return tile;
  }
};

TEST_F(TileTest, GivesEverybodyWhoWaitsTheSameTileAndKeepsNothing) {
  const std::string code = crypto::randomCode(8);
  session_.give(console::issueConsoleCode("Salle", code, console::StaffRole::invigilator));
  SyntheticConsole second(session_.centre(), code);
  const auto before = session_.centre().centre().heads();
  told();
  ask(5);
  ask(second, 9);
  ask(6);
  EXPECT_EQ(timesAsked(*first_), 1) << "one question per seat is under way";
  session_.centre().send(first_->link(), tile(first_->candidate()));
  const Told here = told();
  ASSERT_EQ(here.tiles.size(), 2U);
  EXPECT_EQ(here.tiles[0].id(), 5U);
  EXPECT_EQ(here.tiles[1].id(), 6U);
  EXPECT_EQ(here.tiles[0].picture().number(), 0U);
  EXPECT_TRUE(here.tiles[0].picture().jpeg().starts_with("\xFF\xD8\xFF"));
  EXPECT_EQ(here.tiles[0].picture().candidate(), first_->candidate().bytes());
  const Told there = told(second);
  ASSERT_EQ(there.tiles.size(), 1U);
  EXPECT_EQ(there.tiles[0].id(), 9U);
  EXPECT_EQ(session_.centre().centre().heads(), before) << "looking leaves no record";
  EXPECT_FALSE(std::filesystem::exists(segment())) << "and no bytes";
  ask(7);
  EXPECT_EQ(timesAsked(*first_), 1) << "the next one is asked for anew";
}

TEST_F(TileTest, TellsWhyThereIsNone) {
  told();
  ask(1);
  session_.centre().send(first_->link(), tile(first_->candidate(), ""));
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-none"});
  ask(2);
  session_.centre().send(first_->link(), tile(first_->candidate(), "GIF89a"));
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-none"}) << "not a JPEG";
  ask(3);
  session_.centre().send(first_->link(), tile(second_->candidate()));
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-none"}) << "another person's";
  first_->disconnect();
  ask(4);
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-unlinked"});
  message::Query nobody;
  nobody.set_session(session_.id().bytes());
  nobody.set_candidate(std::string(16, 'x'));
  nobody.set_tile(true);
  session_.centre().send(session_.console().link(), nobody);
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-nobody"});
}

TEST_F(TileTest, DoesNotAskASeatWhoseCandidateRefusedTheCamera) {
  record::PictureBody body = first_->body(1, {});
  body.set_number(0);
  body.set_capture("refused");
  body.clear_digest();
  body.clear_source();
  body.clear_facts();
  ASSERT_EQ(first_->announce(body), "");
  told();
  timesAsked(*first_);
  ask(1);
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-refused"});
  EXPECT_EQ(timesAsked(*first_), 0);
}

TEST_F(TileTest, DoesNotWaitForeverForASilentSeat) {
  told();
  ask(1);
  session_.centre().pass(centre::kTileWaitMs - 1'000);
  EXPECT_TRUE(told().refusals.empty());
  session_.centre().pass(2'000);
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-late"});
  session_.centre().send(first_->link(), tile(first_->candidate()));
  const Told after = told();
  EXPECT_TRUE(after.tiles.empty()) << "nobody waits for it any more";
  EXPECT_TRUE(after.refusals.empty());
}

TEST_F(TileTest, AnswersTheSeatsNextLinkAnewAndTellsWhoWaitedOnTheOldOne) {
  told();
  ask(1);
  first_->connect();  // the cable: the old link is dropped for the new one
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-unlinked"});
  ask(2);
  session_.centre().send(first_->link(), tile(first_->candidate()));
  EXPECT_EQ(told().tiles.size(), 1U);
}

TEST_F(TileTest, ShowsNobodyAfterTheTest) {
  session_.answerAll();
  told();
  ask(1);
  EXPECT_EQ(told().refusals, std::vector<std::string>{"tile-nobody"});
}

TEST_F(TileTest, TakesTilesOnTheEvidenceLinkAloneAndQuestionsFromConsolesAlone) {
  SyntheticSeat& seat = session_.seatOf(0);
  seat.takeRefusal();
  seat.send(tile(first_->candidate()));
  EXPECT_EQ(seat.takeRefusal(), "message-unknown");
  EXPECT_FALSE(protocol::capOf(protocol::Sender::seat, protocol::numberOf(message::Query())));
  EXPECT_FALSE(protocol::capOf(protocol::Sender::console, protocol::numberOf(message::Tile())));
}

TEST_F(TileTest, GoesOnWhileTheDiskIsBehind) {
  told();
  session_.centre().setDisk(DiskPace::behind);
  ask(1);
  session_.centre().send(first_->link(), tile(first_->candidate()));
  EXPECT_EQ(told().tiles.size(), 1U) << "it needs no disk";
}

}  // namespace
}  // namespace vigie::support
