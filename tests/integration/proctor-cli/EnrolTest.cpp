#include <fstream>

#include "Scene.hpp"
#include "common/base/File.hpp"
#include "common/link/EnrolmentCode.hpp"
#include "common/link/Machine.hpp"

namespace vigie::test {
namespace {

using cli::ExitStatus;
using ::testing::HasSubstr;
using ::testing::Not;

class ProctorCliEnrolTest : public ProctorCliTest {
 protected:
  ProctorCliEnrolTest() {
    std::filesystem::remove_all(machineFolder);
    centre.enrol = [this](const message::EnrolRequest& request) { return enrolled(request); };
    centre.startEnrolment();
  }

  message::Enrolled enrolled(const message::EnrolRequest& request) const {
    const auto id = crypto::randomId<base::WorkstationId>();
    const auto key = crypto::verifySigningRequest(base::bytesOf(request.signing_request()));
    message::Enrolled out;
    out.set_machine(id.bytes());
    out.set_staff(crypto::randomId<base::StaffId>().bytes());
    out.set_label("Accueil");
    out.set_authority(base::toString(authority.certificate().der()));
    out.set_certificate(base::toString(authority.sign(*key, crypto::Role::console, id.hex()).der()));
    return out;
  }

  std::string code() const {
    return link::formatEnrolmentCode({"BCDFGHJK", link::fingerprintCharacters(authority.certificate().publicKey())});
  }

  std::vector<std::string> order(const std::string& typed) const {
    return {"enrol",
            "--code",
            typed,
            "--host",
            "127.0.0.1",
            "--port",
            std::to_string(centre.port()),
            "--name",
            "Ada",
            "--enrolment-port",
            std::to_string(centre.enrolmentPort())};
  }
};

TEST_F(ProctorCliEnrolTest, MakesAConsoleThatCanCommand) {
  const Outcome outcome = runJson(order(code()));
  ASSERT_EQ(outcome.status, ExitStatus::done) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.json()["label"], "Accueil");
  const auto machine = link::loadMachine(machineFolder);
  ASSERT_TRUE(machine) << machine.error().detail;
  EXPECT_EQ(outcome.json()["machine"], machine->id.hex());
  EXPECT_EQ(machine->port, centre.port());
  EXPECT_EQ(centre.received<message::EnrolRequest>().at(0).code(), "BCDFGHJK");

  ASSERT_EQ(run({"session", "pause"}).status, ExitStatus::done);
  const std::string spki = centre.received<message::EnrolRequest>().at(0).staff_key();
  const auto sent = exam::fromRecord(centre.received<message::StaffCommand>().at(0).signed_());
  EXPECT_TRUE(crypto::verifyMessage(*sent, "staff", *crypto::PublicKey::fromSpki(base::bytesOf(spki))));
}

TEST_F(ProctorCliEnrolTest, KeepsSecretsOffTheScreenAndLocked) {
  const Outcome outcome = run(order(code()));
  ASSERT_EQ(outcome.status, ExitStatus::done) << outcome.err;
  for (const std::string& secret : {std::string("BCDFGHJK"), std::string(kPassword), std::string("PRIVATE")}) {
    EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(secret)));
  }
  const auto pem = base::readTextFile(machineFolder / "staff.key");
  ASSERT_TRUE(pem);
  EXPECT_THAT(*pem, HasSubstr("BEGIN ENCRYPTED PRIVATE KEY"));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(machineFolder / "staff.key").permissions(), perms::owner_read | perms::owner_write);
  EXPECT_EQ(std::filesystem::status(machineFolder).permissions(), perms::owner_all);
}

TEST_F(ProctorCliEnrolTest, SendsNothingToAnotherCentreThanTheCodes) {
  const Authority other;
  const std::string elsewhere =
      link::formatEnrolmentCode({"BCDFGHJK", link::fingerprintCharacters(other.certificate().publicKey())});
  const Outcome outcome = runJson(order(elsewhere));
  EXPECT_EQ(outcome.status, ExitStatus::refused);
  EXPECT_EQ(outcome.json()["error"]["code"], "centre-unknown");
  EXPECT_TRUE(centre.received<message::EnrolRequest>().empty());
  EXPECT_FALSE(link::hasMachine(machineFolder));
}

TEST_F(ProctorCliEnrolTest, TrustsTheAuthorityItWasGiven) {
  const auto file = folder.path() / "centre.pem";
  std::ofstream(file) << authority.certificate().pem();
  auto arguments = order("bcdf-ghjk");
  arguments.insert(arguments.end(), {"--trust", file.string()});
  const Outcome outcome = runJson(arguments);
  EXPECT_EQ(outcome.status, ExitStatus::done) << outcome.out;
}

TEST_F(ProctorCliEnrolTest, RefusesBadCodesShortPasswordsAndUsedFolders) {
  EXPECT_EQ(runJson(order("XXXX")).json()["error"]["code"], "enrolment-code");
  std::ofstream(folder.path() / "password") << "short\n";
  EXPECT_EQ(runJson(order(code())).json()["error"]["code"], "password-wrong");
  EXPECT_TRUE(centre.received<message::EnrolRequest>().empty());
  configure();
  ASSERT_EQ(run(order(code())).status, ExitStatus::done);
  EXPECT_EQ(runJson(order(code())).json()["error"]["code"], "machine-exists");
}

TEST_F(ProctorCliEnrolTest, MayTryAgainAfterARefusal) {
  centre.stop();
  const std::vector<std::string> nobody = {
      "enrol", "--code", code(), "--host", "127.0.0.1", "--port", std::to_string(centre.port())};
  EXPECT_EQ(runJson(nobody).json()["error"]["code"], "enrolment-unreachable");
  centre.startEnrolment();
  EXPECT_EQ(run(order(code())).status, ExitStatus::done);
}

}  // namespace
}  // namespace vigie::test
