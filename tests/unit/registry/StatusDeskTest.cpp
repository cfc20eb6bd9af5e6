#include "certs/registry/StatusDesk.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "certs/status/StatusList.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::must;
using support::RegistryRoom;

Centre centreOf(RegistryRoom& room) {
  return must(room.archive->read([](Store& store) { return store.centre("0042"); })).value();
}

TEST(StatusDesk, LeavesFreshListsAlone) {
  RegistryRoom room;
  room.accredit();
  room.clock.pass(kResignAfterMs - 1000);
  const auto before = room.publishedEntries();
  EXPECT_EQ(must(signOldLists(*room.writer, room.statusKey)), 0U);
  EXPECT_EQ(room.publishedEntries(), before);
}

TEST(StatusDesk, SignsAnOldListAgainAndLogsIt) {
  RegistryRoom room;
  room.accredit();
  const Centre before = centreOf(room);
  room.clock.pass(kResignAfterMs);
  EXPECT_EQ(must(signOldLists(*room.writer, room.statusKey)), 1U);
  const Centre after = centreOf(room);
  const auto list = must(status::readStatusListJwt(after.statusJwt, room.statusKey.publicKey()));
  EXPECT_EQ(list.validFromMs, room.clock.now().wallMs);
  EXPECT_NE(after.statusJwt, before.statusJwt);
  const auto leaf = nlohmann::json::parse(room.publishedEntries().back());
  EXPECT_EQ(leaf["t"], "status");
  EXPECT_EQ(leaf["sha256"], base::toHex(crypto::sha256(base::bytesOf(after.statusJwt))));
  EXPECT_EQ(must(signOldLists(*room.writer, room.statusKey)), 0U);
}

TEST(StatusDesk, KeepsTheBitsOfTheListItSignsAgain) {
  RegistryRoom room;
  room.accredit();
  Centre centre = centreOf(room);
  auto list = must(status::readStatusListJwt(centre.statusJwt, room.statusKey.publicKey()));
  list.bits.set(94'567);
  centre.statusJwt = status::publishStatusList(list, room.statusKey).jwt;
  must(room.writer->append([&](Store& store, Draft&) { return store.putCentre(centre); }));
  room.clock.pass(kResignAfterMs);
  must(signOldLists(*room.writer, room.statusKey));
  const auto again = must(status::readStatusListJwt(centreOf(room).statusJwt, room.statusKey.publicKey()));
  EXPECT_TRUE(again.bits.isSet(94'567));
}

}  // namespace
}  // namespace vigie::registry
