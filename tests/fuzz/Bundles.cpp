// A session's bundle from anybody: read, then decided again as verify-session does, without believing anything.
#include "Target.hpp"
#include "certs/verify/SessionSentences.hpp"
#include "certs/verify/SessionVerification.hpp"

using namespace vigie;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const verify::Anchors anchors{.root = base::fail("file-missing", "no root"), .ticketKey = {}};
  const verify::Report report = verify::verifyBundle({data, size}, anchors);
  fuzz::expect(report.outcome() >= verify::Outcome::notEstablished, "nothing is established without a root");
  fuzz::expect(!verify::textOf("a.bundle", report, verify::Language::french).empty(), "there is always a sentence");
  fuzz::expect(verify::jsonOf("a.bundle", report, verify::Language::english).find('\n') == std::string::npos,
               "JSON is one line");
  return 0;
}
