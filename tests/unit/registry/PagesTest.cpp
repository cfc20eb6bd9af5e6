#include "certs/registry/Pages.hpp"

#include <gtest/gtest.h>

namespace vigie::registry {
namespace {

TEST(Pages, EscapeWhatTheyShow) {
  EXPECT_EQ(htmlEscape("<script>\"&'"), "&lt;script&gt;&quot;&amp;&#39;");
  const Answer page = notFoundPage(Language::english, "<img src=x>");
  EXPECT_EQ(page.body.find("<img"), std::string::npos);
  EXPECT_EQ(page.status, 404U);
}

TEST(Pages, NeedNoScriptAndNothingFromElsewhere) {
  const CodeFacts facts{"P-234678234", false, true, 17, 1'795'288'500'000};
  for (const Answer& page :
       {searchPage(Language::french), mistypedPage(Language::english), tooFastPage(Language::french),
        codePage(Language::english, facts), notFoundPage(Language::french, "P-234678234")}) {
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
    EXPECT_EQ(page.body.find("http://"), std::string::npos);
    EXPECT_EQ(page.body.find("https://"), std::string::npos);
    bool hasPolicy = false;
    for (const auto& [name, value] : page.headers) {
      hasPolicy |= name == "Content-Security-Policy" && value.find("default-src 'none'") != std::string::npos;
    }
    EXPECT_TRUE(hasPolicy);
    EXPECT_TRUE(page.body.starts_with("<!DOCTYPE html>"));
    EXPECT_NE(page.body.find("<html lang="), std::string::npos);
  }
}

TEST(Pages, SayTheMostImportantFirst) {
  const CodeFacts facts{"P-234678234", true, true, 17, 1'795'288'500'000};
  const std::string body = codePage(Language::english, facts).body;
  EXPECT_LT(body.find("DEMONSTRATION"), body.find("was revoked"));
  EXPECT_NE(body.find("2026-11-21T19:15:00Z"), std::string::npos);
  EXPECT_NE(body.find("17"), std::string::npos);
}

}  // namespace
}  // namespace vigie::registry
