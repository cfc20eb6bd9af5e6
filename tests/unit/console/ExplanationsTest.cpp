#include "proctor-console/model/Explanations.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace vigie::console {
namespace {

std::set<std::string> codesIn(const std::string& file) {
  std::ifstream in(std::filesystem::path(VIGIE_SOURCE_DIR) / file);
  EXPECT_TRUE(in) << file;
  std::stringstream text;
  text << in.rdbuf();
  const std::string source = text.str();
  // fail("code", …), refuse("code", …), and {"code", "sentence…"} handed to a refusal
  static const std::regex pattern(R"re((?:fail|refuse|refuseCentre)\(\s*"([a-z0-9-]+)"|\.link,\s*\{"([a-z0-9-]+)",)re");
  std::set<std::string> codes;
  for (auto found = std::sregex_iterator(source.begin(), source.end(), pattern); found != std::sregex_iterator();
       ++found) {
    codes.insert((*found)[1].matched ? (*found)[1].str() : (*found)[2].str());
  }
  return codes;
}

TEST(Explanations, CoverEveryRefusalThatAConsoleMayMeet) {
  const char* const files[] = {
      "common/exam/DecideStaff.cpp",
      "common/exam/Centre.cpp",
      "common/link/Enrolment.cpp",
      "common/link/EnrolmentCode.cpp",
      "common/link/Machine.cpp",
      "center-server/service/StaffDesk.cpp",
      "center-server/service/Views.cpp",
      "center-server/service/EnrolmentDesk.cpp",
      "center-server/service/CentreService.cpp",
      "center-server/issuing/Issuer.cpp",
      "certs/credential/Ticket.cpp",
      "certs/credential/Jws.cpp",
      "proctor-console/cli/CandidateOrders.cpp",
      "proctor-console/cli/EnrolNoun.cpp",
      "proctor-console/cli/Lookup.cpp",
      "proctor-console/cli/Password.cpp",
      "proctor-console/cli/Program.cpp",
      "proctor-console/cli/Resolve.cpp",
      "proctor-console/model/StaffKey.cpp",
      "proctor-console/model/Workplace.cpp",
  };
  std::size_t seen = 0;
  for (const char* file : files) {
    for (const std::string& code : codesIn(file)) {
      EXPECT_TRUE(isExplained(code)) << file << ": " << code;
      ++seen;
    }
  }
  EXPECT_GT(seen, 60U) << "the pattern must find the refusals";
}

TEST(Explanations, GiveTheExitStatus) {
  EXPECT_EQ(explanationOf("session-not-open").status, ExitStatus::refused);
  EXPECT_EQ(explanationOf("unreachable").status, ExitStatus::unreachable);
  EXPECT_EQ(explanationOf("wait-timeout").status, ExitStatus::unreachable);
  EXPECT_EQ(explanationOf("csv-wrong").status, ExitStatus::usage);
}

TEST(Explanations, HaveAGeneralSentenceForCodesOfLaterCentres) {
  EXPECT_FALSE(isExplained("moon-not-full"));
  EXPECT_EQ(explanationOf("moon-not-full").status, ExitStatus::refused);
  EXPECT_FALSE(explanationOf("moon-not-full").sentence.french.empty());
}

}  // namespace
}  // namespace vigie::console
