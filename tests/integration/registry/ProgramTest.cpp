// The certifying body's commands, as programs: from nothing to a centre with a ticket, while the server runs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "center-server/issuing/Uploader.hpp"
#include "certs/credential/Ticket.hpp"
#include "certs/registry/Layout.hpp"
#include "certs/trust/Accreditation.hpp"
#include "common/base/Clock.hpp"
#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/content/ItemSource.hpp"
#include "common/crypto/Seal.hpp"
#include "tests/support/ChildProcess.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::registry {
namespace {

using support::ChildProcess;
using support::must;

class Program : public testing::Test {
 protected:
  int run(std::vector<std::string> arguments) { return ChildProcess(VIGIE_REGISTRY, arguments).wait(); }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void initialise() {
    ASSERT_EQ(run({"init", "--config", path("registry.toml"), "--out", path("registry"), "--port", "0"}), 0);
  }
  crypto::PrivateKey request(const std::string& file) {
    auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
    must(base::writeFileDurably(path(file), crypto::makeSigningRequest(key, "centre")));
    return key;
  }
  int accredit(const std::string& number, const std::string& did) {
    return run({"accredit", "--config", path("registry.toml"), "--number", number, "--did", did, "--request",
                path("issuing.csr"), "--out", path("chain.pem"), "--client-request", path("client.csr"), "--client-out",
                path("client.pem")});
  }
  void makeBank(const crypto::PrivateKey& authority) {
    const auto source =
        must(content::readItemSource(must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/items.json"))));
    must(base::writeFileDurably(path("bank.cal"),
                                must(content::makeBank(source, 1, authority, crypto::newSealKey())).cal));
  }
  int ticket(const std::string& centre) {
    return run({"ticket", "--config", path("registry.toml"), "--centre", centre, "--bank", path("bank.cal"), "--test",
                VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json", "--kind", "demonstration", "--codes", "12", "--days", "2", "--out", path("ticket.jws")});
  }
  Layout layout() const { return {folder_.path() / "registry"}; }

  support::TemporaryFolder folder_;
};

TEST_F(Program, FromNothingToATicketWhileTheServerRuns) {
  initialise();
  ChildProcess server(VIGIE_REGISTRY, {"run", "--config", path("registry.toml")});
  const std::string said = server.readLine();
  ASSERT_TRUE(said.starts_with("listening on 127.0.0.1:")) << said;
  const auto port = static_cast<std::uint16_t>(std::stoi(said.substr(said.rfind(':') + 1)));

  const auto issuingKey = request("issuing.csr");
  const auto clientKey = request("client.csr");
  ASSERT_EQ(accredit("0042", "did:web:centre-0042.example"), 0);
  const auto chain = must(trust::readPemExactly(must(base::readTextFile(path("chain.pem")))));
  const auto root = must(trust::readRoot(must(base::readTextFile(layout().trust() / "root.pem"))));
  const std::int64_t nowMs = base::SystemClock().now().wallMs;
  EXPECT_TRUE(trust::checkCentre(chain, root, "did:web:centre-0042.example", nowMs));
  EXPECT_EQ(chain.front().publicKey().spki(), issuingKey.publicKey().spki());

  makeBank(must(loadKey(layout().bankKey())));
  ASSERT_EQ(ticket("0042"), 0);
  const std::string jws = must(base::readTextFile(path("ticket.jws")));
  const auto key = must(crypto::PublicKey::fromPem(must(base::readTextFile(layout().forCentres() / "ticket.pub.pem"))));
  const auto read = must(credential::verifyTicket(jws, key));
  EXPECT_EQ(read.codes.size(), 12U);
  EXPECT_TRUE(credential::allowsTest(
      read, must(base::readTextFile(VIGIE_SOURCE_DIR "/deploy/demonstration/certification.json"))));
  EXPECT_FALSE(credential::allowsTest(read, "{}"));
  EXPECT_EQ(read.bankDigest, crypto::sha256(must(base::readFile(path("bank.cal")))));

  // The running server knows both: its client comes in and is given the ticket.
  auto line =
      centre::openRegistryLine({"127.0.0.1", port, must(loadCertificate(layout().forCentres() / "registry-tls.pem")),
                                must(loadCertificate(path("client.pem"))), clientKey});
  const auto tickets = must(centre::fetchTickets(*line));
  ASSERT_EQ(tickets.size(), 1U);
  EXPECT_EQ(tickets[0].jws, jws);
  const auto did = must(line->get("/did/0042/did.json"));
  EXPECT_EQ(did.status, 200U);
  EXPECT_EQ(nlohmann::json::parse(did.body)["id"], "did:web:centre-0042.example");
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
}

TEST_F(Program, RefusesABankOfAnotherAuthority) {
  initialise();
  request("issuing.csr");
  request("client.csr");
  ASSERT_EQ(accredit("0042", "did:web:centre-0042.example"), 0);
  makeBank(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  EXPECT_EQ(ticket("0042"), 1);
  EXPECT_FALSE(std::filesystem::exists(path("ticket.jws")));
}

TEST_F(Program, RefusesWrongUsageAndWrongFiles) {
  EXPECT_EQ(run({}), 64);
  EXPECT_EQ(run({"run"}), 64);
  EXPECT_EQ(run({"ticket", "--config", "x", "--kind", "other"}), 64);
  EXPECT_EQ(run({"run", "--config", path("none.toml")}), 1);
  EXPECT_EQ(run({"--version"}), 0);
  EXPECT_EQ(run({"--help"}), 0);
  initialise();
  EXPECT_EQ(run({"run", "--config", path("registry.toml"), "--check-config"}), 0);
  EXPECT_EQ(run({"init", "--config", path("registry.toml"), "--out", path("registry")}), 1);  // never twice
  EXPECT_EQ(run({"init", "--config", path("registry.toml"), "--out", path("elsewhere")}), 1);
  must(base::writeFileDurably(path("issuing.csr"), base::bytesOf("not a request")));
  request("client.csr");
  EXPECT_EQ(accredit("0042", "did:web:centre-0042.example"), 1);
}

}  // namespace
}  // namespace vigie::registry
