// An enrolled console, its configuration, and a fake centre for it to talk to.
#pragma once

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "FakeCentre.hpp"
#include "common/base/Clock.hpp"
#include "proctor-console/cli/Program.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::test {

template <class IdType>
IdType idFrom(const std::string& prefix) {
  return *IdType::fromHex(prefix + std::string(32 - prefix.size(), '0'));
}

struct Outcome {
  cli::ExitStatus status{};
  std::string out;
  std::string err;

  nlohmann::json json() const { return nlohmann::json::parse(out); }
};

class ProctorCliTest : public ::testing::Test {
 protected:
  ProctorCliTest();

  // proctor-cli --config cli.toml --lang en ARGUMENTS…
  Outcome run(std::vector<std::string> arguments) const;
  Outcome runJson(std::vector<std::string> arguments) const;

  void enrolConsole(const Authority& from,
                    Dates dates = Dates::valid);  // writes the machine folder, as after an enrolment
  void configure(const std::string& more = "");

  static constexpr const char* kPassword = "correct horse";
  const base::SessionId session = idFrom<base::SessionId>("5e55");
  const base::CandidateRef ada = idFrom<base::CandidateRef>("ada0");
  const base::CandidateRef bob = idFrom<base::CandidateRef>("b0b0");
  const base::WorkstationId seat = idFrom<base::WorkstationId>("5ea7");

  const support::TemporaryFolder folder;
  const std::filesystem::path machineFolder = folder.path() / "console";
  const base::SystemClock clock;
  const Authority authority;
  const crypto::PrivateKey staffKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  FakeCentre centre{authority};

 private:
  void showRoom();
};

}  // namespace vigie::test
