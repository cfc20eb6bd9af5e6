#include "certs/credential/Jws.hpp"

#include <gtest/gtest.h>

namespace vigie::credential {
namespace {

const crypto::PrivateKey& key() {
  static const auto kKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return kKey;
}

std::string encode(std::string_view text) {
  return base::toBase64Url(base::bytesOf(text));
}

std::string withHeader(std::string_view header) {
  const std::string input = encode(header) + "." + encode("{}");
  return input + "." + base::toBase64Url(key().sign(base::bytesOf(input)));
}

TEST(Jws, ReadsBackWhatItSigned) {
  const std::string compact = signJws({"did:web:a.example#k-jwk", "JWT"}, R"({"a":"é"})", key());
  const auto jws = parseJws(compact);
  ASSERT_TRUE(jws) << jws.error().detail;
  EXPECT_EQ(jws->header, (JwsHeader{"did:web:a.example#k-jwk", "JWT"}));
  EXPECT_EQ(jws->payload, R"({"a":"é"})");
  EXPECT_TRUE(verifyJws(*jws, key().publicKey()));
}

TEST(Jws, VerifiesTheExampleOfRfc7515AppendixA3) {
  const std::string input =
      "eyJhbGciOiJFUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
  const std::string signature =
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
  base::Bytes point = {4};
  base::append(point, *base::fromBase64Url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"));
  base::append(point, *base::fromBase64Url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));
  const Jws jws{{}, "", input, *base::fromBase64Url(signature)};
  EXPECT_TRUE(verifyJws(jws, *crypto::PublicKey::fromP256Point(point)));
}

struct HeaderCase {
  const char* name;
  const char* header;
  const char* code;
};

TEST(Jws, RefusesEveryOtherHeader) {
  const HeaderCase cases[] = {
      {"no algorithm", R"({"kid":"k"})", "jws-algorithm"},
      {"none", R"({"alg":"none","kid":"k"})", "jws-algorithm"},
      {"a symmetric algorithm", R"({"alg":"HS256","kid":"k"})", "jws-algorithm"},
      {"another case", R"({"alg":"es256","kid":"k"})", "jws-algorithm"},
      {"RSA", R"({"alg":"RS256","kid":"k"})", "jws-algorithm"},
      {"its own key", R"({"alg":"ES256","kid":"k","jwk":{}})", "jws-header"},
      {"its own certificate", R"({"alg":"ES256","kid":"k","x5c":[]})", "jws-header"},
      {"a critical extension", R"({"alg":"ES256","kid":"k","crit":["b64"],"b64":false})", "jws-header"},
      {"no key name", R"({"alg":"ES256"})", "jws-header"},
      {"a number as key name", R"({"alg":"ES256","kid":1})", "jws-header"},
      {"a repeated name", R"({"alg":"ES256","alg":"ES256","kid":"k"})", "jws-malformed"},
      {"an array", R"(["ES256"])", "jws-malformed"},
  };
  for (const HeaderCase& one : cases) {
    const auto jws = parseJws(withHeader(one.header));
    ASSERT_FALSE(jws) << one.name;
    EXPECT_EQ(jws.error().code, one.code) << one.name;
  }
  EXPECT_TRUE(parseJws(withHeader(R"({"kid":"k","alg":"ES256"})")));
}

TEST(Jws, RefusesEveryOtherEncodingOfTheSameBytes) {
  const std::string good = signJws({"k", "JWT"}, "{}", key());  // the payload e30 leaves two unused bits
  ASSERT_TRUE(parseJws(good));
  const std::size_t payload = good.find("e30");
  std::string bits = good;
  bits[payload + 2] = '1';
  const std::vector<std::string> others = {
      good + "\n", " " + good,  good + "=", good + ".", "." + good, bits, good.substr(0, good.size() - 2),
      good + "AA", good + good, ""};
  for (const std::string& other : others) EXPECT_FALSE(parseJws(other)) << other;
}

TEST(Jws, CatchesEveryFlippedBit) {
  const std::string good = signJws({"k", "JWT"}, R"({"score":512})", key());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      const auto jws = parseJws(bad);
      EXPECT_FALSE(jws && verifyJws(*jws, key().publicKey())) << "byte " << at << " bit " << bit;
    }
  }
}

TEST(Jws, RefusesAnotherKeyAndAnotherKindOfKey) {
  const auto jws = parseJws(signJws({"k", ""}, "{}", key()));
  ASSERT_TRUE(jws);
  EXPECT_EQ(verifyJws(*jws, crypto::PrivateKey::generate(crypto::KeyKind::p256).publicKey()).error().code,
            "jws-signature");
  EXPECT_EQ(verifyJws(*jws, crypto::PrivateKey::generate(crypto::KeyKind::ed25519).publicKey()).error().code,
            "jws-key");
}

}  // namespace
}  // namespace vigie::credential
