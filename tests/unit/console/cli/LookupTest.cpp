#include "proctor-console/cli/Lookup.hpp"

#include <gmock/gmock.h>

#include "tests/unit/console/Scene.hpp"

namespace vigie::cli {
namespace {

using namespace console::test;
using enum exam::SessionPhase;

template <class IdType>
IdType idFrom(const std::string& prefix) {
  return *IdType::fromHex(prefix + std::string(32 - prefix.size(), '0'));
}

SessionViews sessionsOf(std::vector<std::pair<std::string, std::string>> prefixAndPhase) {
  SessionViews out;
  for (const auto& [prefix, phase] : prefixAndPhase) *out.Add() = sessionView(idFrom<base::SessionId>(prefix), phase);
  return out;
}

TEST(FindSession, TakesTheOnlyOneInTheFirstPhaseThatHasAny) {
  const auto sessions =
      sessionsOf({{"aaaa", "finalised"}, {"bbbb", "open"}, {"cccc", "created"}, {"dddd", "finalised"}});
  EXPECT_EQ(*findSession(sessions, "", {open, created}), idFrom<base::SessionId>("bbbb"));
  EXPECT_EQ(*findSession(sessions, "", {created}), idFrom<base::SessionId>("cccc"));
  EXPECT_EQ(*findSession(sessions, "", {ended, open}), idFrom<base::SessionId>("bbbb"));
  EXPECT_EQ(findSession(sessions, "", {ended}).error().code, "session-unknown");
  const auto two = findSession(sessions, "", {finalised});
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().code, "session-ambiguous");
  EXPECT_THAT(two.error().detail, ::testing::HasSubstr(idFrom<base::SessionId>("dddd").hex()));
}

TEST(FindSession, TakesTheNamedOneInAnyPhase) {
  const auto sessions = sessionsOf({{"abcd11", "finalised"}, {"abcd22", "open"}});
  EXPECT_EQ(*findSession(sessions, "ABCD1", {open}), idFrom<base::SessionId>("abcd11"));
  EXPECT_EQ(*findSession(sessions, idFrom<base::SessionId>("abcd22").hex(), {}), idFrom<base::SessionId>("abcd22"));
  EXPECT_EQ(findSession(sessions, "abcd", {open}).error().code, "session-ambiguous");
  EXPECT_EQ(findSession(sessions, "abc", {open}).error().code, "session-unknown") << "too short to name anything";
  EXPECT_EQ(findSession(sessions, "ffff", {open}).error().code, "session-unknown");
}

CandidateViews twoCandidates() {
  CandidateViews out;
  *out.Add() = candidateView(idFrom<base::CandidateRef>("12ab34"), "Arnaud", "ready");
  out.Mutable(0)->set_code("2346789B");
  *out.Add() = candidateView(idFrom<base::CandidateRef>("12ab56"), "Zola", "ready");
  out.Mutable(1)->set_code("CDFGHJKM");
  return out;
}

TEST(FindCandidate, ByReferencePrefixOrCode) {
  const auto candidates = twoCandidates();
  const auto arnaud = idFrom<base::CandidateRef>("12ab34");
  const auto zola = idFrom<base::CandidateRef>("12ab56");
  EXPECT_EQ(*findCandidate(candidates, arnaud.hex()), arnaud);
  EXPECT_EQ(*findCandidate(candidates, "12AB5"), zola);
  EXPECT_EQ(*findCandidate(candidates, "cdfg-hjkm"), zola);
  EXPECT_EQ(*findCandidate(candidates, "2346 789B"), arnaud);
  EXPECT_EQ(findCandidate(candidates, "12ab").error().code, "candidate-ambiguous");
  EXPECT_EQ(findCandidate(candidates, "12a").error().code, "candidate-unknown");
  EXPECT_EQ(findCandidate(candidates, "CDFGHJK").error().code, "candidate-unknown") << "a code is given whole";
  EXPECT_EQ(findCandidate({}, "").error().code, "candidate-unknown");
}

TEST(FindCandidate, IsAmbiguousWhenACodeLooksLikeAnothersReference) {
  CandidateViews candidates = twoCandidates();
  candidates.Mutable(1)->set_candidate(idFrom<base::CandidateRef>("2346789b").bytes());
  EXPECT_EQ(findCandidate(candidates, "2346789B").error().code, "candidate-ambiguous");
}

TEST(FindCandidate, NobodyIsMeantByAnEmptyCode) {
  CandidateViews candidates = twoCandidates();
  candidates.Mutable(0)->clear_code();
  EXPECT_EQ(findCandidate(candidates, "").error().code, "candidate-unknown");
}

MachineViews machinesOf() {
  MachineViews out;
  const auto add = [&](const std::string& prefix, const std::string& label, const std::string& role, bool revoked) {
    auto& view = *out.Add();
    view.set_machine(idFrom<base::WorkstationId>(prefix).bytes());
    view.set_label(label);
    view.set_role(role);
    view.set_revoked(revoked);
  };
  add("aa11", "Poste 4", "seat", true);
  add("aa22", "Poste 4", "seat", false);
  add("bb33", "Accueil", "console", false);
  return out;
}

TEST(FindMachine, ByLabelOrId) {
  const auto machines = machinesOf();
  EXPECT_EQ(*findMachine(machines, "poste 4", "seat"), idFrom<base::WorkstationId>("aa22"))
      << "the revoked one is gone";
  EXPECT_EQ(*findMachine(machines, "aa11", ""), idFrom<base::WorkstationId>("aa11"));
  EXPECT_EQ(*findMachine(machines, "Accueil", ""), idFrom<base::WorkstationId>("bb33"));
  EXPECT_EQ(findMachine(machines, "Accueil", "seat").error().code, "workstation-unknown");
  EXPECT_EQ(findMachine(machines, "Poste 5", "").error().code, "workstation-unknown");
}

}  // namespace
}  // namespace vigie::cli
