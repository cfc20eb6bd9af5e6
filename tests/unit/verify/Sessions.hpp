// Sessions that were run once, for every test to audit.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "certs/verify/SessionVerification.hpp"
#include "tests/support/Insider.hpp"

namespace vigie::verify {

// Alerts, a pause, a move, a lost link, a restart of the server; three candidates with certificates.
inline support::SyntheticSession& eventfulSession() {
  static support::SyntheticSession* session = [] {
    auto* made = new support::SyntheticSession({.candidates = 3, .course = support::Course::eventful});
    made->run();
    return made;
  }();
  return *session;
}

// Two candidates, nothing happens.
inline support::SyntheticSession& quietSession() {
  static support::SyntheticSession* session = [] {
    auto* made = new support::SyntheticSession({.candidates = 2});
    made->run();
    return made;
  }();
  return *session;
}

// One candidate, who takes 40 seconds for each answer.
inline support::SyntheticSession& slowSession() {
  static support::SyntheticSession* session = [] {
    auto* made = new support::SyntheticSession({.candidates = 1, .secondsPerAnswer = 40});
    made->run();
    return made;
  }();
  return *session;
}

inline Report auditOf(support::SyntheticSession& session, const support::Insider& insider) {
  return verifyBundle(insider.signedBundle(), support::anchorsOf(session));
}

// For messages of failing tests.
inline std::string listOf(const Report& report) {
  std::string out;
  for (const Finding& one : report.findings) {
    out += std::string(codeName(one.code)) + " record " + std::to_string(one.place.record) + " question " +
           std::to_string(one.place.question) + ": " + one.about + " | " + one.detail + "\n";
  }
  return out;
}

}  // namespace vigie::verify
