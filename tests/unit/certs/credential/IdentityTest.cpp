#include "certs/credential/Identity.hpp"

#include <gtest/gtest.h>

#include "common/crypto/Digest.hpp"

namespace vigie::credential {
namespace {

TEST(Identity, NormalisesWhatPeopleWriteDifferently) {
  const std::string expected = "le gall d arc|elise marie|2008-03-14";
  const PersonName cases[] = {
      {"Le Gall-d'Arc", "Élise Marie", "2008-03-14"},
      {"LE GALL D’ARC", "ELISE-MARIE", "2008-03-14"},
      {"  le  gall d arc ", "E\xcc\x81lise   Marie", "2008-03-14"},
  };
  for (const PersonName& person : cases) {
    const auto normal = normalizePerson(person);
    ASSERT_TRUE(normal) << normal.error().detail;
    EXPECT_EQ(*normal, expected);
  }
  EXPECT_EQ(*normalizePerson({"Straße", "Ａｎａ", "1968-02-29"}), "strasse|ana|1968-02-29");
  EXPECT_EQ(*normalizePerson({"Иванов", "Пётр", "1969-12-31"}), "иванов|петр|1969-12-31");
}

TEST(Identity, RefusesEmptyNamesAndImpossibleDays) {
  EXPECT_EQ(normalizePerson({"-", "A", "2008-03-14"}).error().code, "name-empty");
  EXPECT_EQ(normalizePerson({"A", "", "2008-03-14"}).error().code, "name-empty");
  EXPECT_EQ(normalizePerson({"A\xff", "B", "2008-03-14"}).error().code, "name-not-utf8");
  for (const char* day : {"", "2008-3-14", "14/03/2008", "2007-02-29", "2008-13-01", "2008-03-14 "}) {
    EXPECT_EQ(normalizePerson({"A", "B", day}).error().code, "birth-date-wrong") << day;
  }
}

TEST(Identity, HashesTheValueFollowedByTheSalt) {
  const auto identity = hashIdentity({"Durand", "Zoé", "2007-01-02"});
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->hash,
            "sha256$" + base::toHex(crypto::sha256(base::bytesOf("durand|zoe|2007-01-02" + identity->salt))));
  EXPECT_EQ(identity->salt.size(), 22U);
  EXPECT_TRUE(*matchesIdentity(*identity, {"DURAND", "zoe", "2007-01-02"}));
  EXPECT_FALSE(*matchesIdentity(*identity, {"DURAND", "zoe", "2007-01-03"}));
  EXPECT_FALSE(*matchesIdentity(*identity, {"Zoé", "Durand", "2007-01-02"}));
}

TEST(Identity, SaltsTwoCertificatesOfOnePersonDifferently) {
  const PersonName person{"Durand", "Zoé", "2007-01-02"};
  EXPECT_NE(hashIdentity(person)->hash, hashIdentity(person)->hash);
}

}  // namespace
}  // namespace vigie::credential
