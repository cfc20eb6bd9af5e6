#include "common/link/EnrolmentCode.hpp"

#include <gtest/gtest.h>

#include "common/crypto/Random.hpp"

namespace vigie::link {
namespace {

// Expected characters computed with Python's integers: SHA-256 of the SPKI, first 16 bytes, base 24.
TEST(EnrolmentCode, NamesAnAuthorityByTwelveCharacters) {
  const auto key = crypto::PublicKey::fromPem(
      "-----BEGIN PUBLIC KEY-----\n"
      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELz5uf0Uk0laj39hLAGOzCAdh2y+n\n"
      "+jZvHBHnHzn8733zdehT2r5BMnWqN8MZjQTNy26NbP4b6BUNHD/g+S9WeA==\n"
      "-----END PUBLIC KEY-----\n");
  ASSERT_TRUE(key);
  EXPECT_EQ(fingerprintCharacters(*key), "DHY2BP7YD8DY");
}

TEST(EnrolmentCode, ComesBackAsItWasShown) {
  for (int i = 0; i < 50; ++i) {
    const EnrolmentCode code{crypto::randomCode(kSecretCharacters), crypto::randomCode(kFingerprintCharacters)};
    const std::string shown = formatEnrolmentCode(code);
    EXPECT_EQ(shown.size(), 24U);
    const auto read = parseEnrolmentCode(shown);
    ASSERT_TRUE(read) << shown;
    EXPECT_EQ(*read, code);
  }
}

TEST(EnrolmentCode, IsShownInGroupsOfFour) {
  EXPECT_EQ(formatEnrolmentCode({"2346789B", "CDFGHJKMPQRT"}), "2346-789B-CDFG-HJKM-PQRT");
}

TEST(EnrolmentCode, TakesCodesAsPeopleTypeThem) {
  const EnrolmentCode expected{"2346789B", "CDFGHJKMPQRT"};
  for (const char* typed : {"2346-789B-CDFG-HJKM-PQRT", "2346789bcdfghjkmpqrt", " 2346 789B CDFG HJKM PQRT ",
                            "23-46789B\tCDFGHJKMPQ--RT"}) {
    const auto read = parseEnrolmentCode(typed);
    ASSERT_TRUE(read) << typed;
    EXPECT_EQ(*read, expected) << typed;
  }
}

TEST(EnrolmentCode, RefusesOtherLengthsAndCharacters) {
  for (const char* typed : {"", "2346-789B", "2346-789B-CDFG-HJKM-PQR", "2346-789B-CDFG-HJKM-PQRTV",
                            "2346-789B-CDFG-HJKM-PQR0", "2346-789B-CDFG-HJKM-PQRÉ", "2346_789B_CDFG_HJKM_PQRT"}) {
    const auto read = parseEnrolmentCode(typed);
    ASSERT_FALSE(read) << typed;
    EXPECT_EQ(read.error().code, "enrolment-code") << typed;
  }
}

TEST(EnrolmentCode, ReadsTheSecretAlone) {
  EXPECT_EQ(*parseSecret("2346-789b"), "2346789B");
  EXPECT_EQ(parseSecret("2346-789B-CDFG-HJKM-PQRT").error().code, "enrolment-code");
}

}  // namespace
}  // namespace vigie::link
