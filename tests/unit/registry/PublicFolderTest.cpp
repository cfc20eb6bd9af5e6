#include "certs/registry/PublicFolder.hpp"

#include <gtest/gtest.h>

namespace vigie::registry {
namespace {

const Layout kLayout{"/srv/registry"};

TEST(PublicFolder, FindsWhatWePublish) {
  for (const char* target :
       {"/checkpoint", "/tile/0/000", "/tile/0/x001/x234/067", "/tile/1/000.p/17", "/tile/entries/000",
        "/tile/entries/x001/000.p/255", "/status/0042.jwt", "/status/0042.json", "/did/0042/did.json"}) {
    const auto found = findPublicFile(kLayout, target);
    ASSERT_TRUE(found) << target;
    EXPECT_EQ(found->file, "/srv/registry/public" + std::string(target));
  }
}

TEST(PublicFolder, OnlyTilesAreForEver) {
  EXPECT_NE(findPublicFile(kLayout, "/tile/0/000")->cacheControl.find("immutable"), std::string::npos);
  EXPECT_EQ(findPublicFile(kLayout, "/checkpoint")->cacheControl, "no-cache");
  EXPECT_EQ(findPublicFile(kLayout, "/status/0042.jwt")->cacheControl.find("immutable"), std::string::npos);
}

TEST(PublicFolder, LeadsNowhereElse) {
  for (const char* target : {"",
                             "/",
                             "/checkpoint/",
                             "/checkpoint?x",
                             "//checkpoint",
                             "/tile",
                             "/tile/",
                             "/tile/0",
                             "/tile/0/0",
                             "/tile/64/000",
                             "/tile/00/000",
                             "/tile/0/0000",
                             "/tile/0/000.p/0",
                             "/tile/0/000.p/",
                             "/tile/0/../../keys/log.key",
                             "/tile/0/000/../000",
                             "/tile/entries/../../../keys/log.key",
                             "/status/..jwt",
                             "/status/.jwt",
                             "/status/a/b.jwt",
                             "/status/../did/0042/did.json",
                             "/status/%2e%2e.jwt",
                             "/did/../did.json",
                             "/did/.hidden/did.json",
                             "/did//did.json",
                             "/did/0042/did.json/",
                             "/keys/log.key",
                             "/data/registry.sqlite",
                             "/../trust/root.pem",
                             "/tile/0/x001/x001/x001/x001/x001/x001/x001/000"}) {
    EXPECT_FALSE(findPublicFile(kLayout, target)) << target;
  }
}

}  // namespace
}  // namespace vigie::registry
