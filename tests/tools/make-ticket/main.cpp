// make-ticket: writes one session ticket, signed as the registry would sign it. For demonstrations and tests.
#include <CLI/CLI.hpp>
#include <iostream>

#include "certs/credential/Ticket.hpp"
#include "certs/credential/VerificationCode.hpp"
#include "common/base/Clock.hpp"
#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"

namespace vigie {
namespace {

struct Options {
  std::string keyFile;
  std::string bankFile;
  std::string testFile;
  std::string out;
  std::string number;
  std::string centre;
  std::string kind = "demonstration";
  std::string seedHex;
  std::string from;
  std::uint64_t codes = 32;
  std::int64_t days = 30;
  std::int64_t sessionLeaf = -1;
};

base::Result<void> fillSeed(const Options& options, credential::Ticket& ticket) {
  if (options.seedHex.empty()) {
    crypto::randomBytes(std::span<std::uint8_t>(ticket.drawSeed));
    return {};
  }
  const auto seed = base::fromHex(options.seedHex);
  if (!seed || seed->size() != ticket.drawSeed.size())
    return base::fail("bad-seed", "--seed: expected 64 digits 0-9 a-f");
  std::copy(seed->begin(), seed->end(), ticket.drawSeed.begin());
  return {};
}

base::Result<void> writeTicket(const Options& options) {
  const auto keyText = base::readTextFile(options.keyFile);
  if (!keyText) return base::fail(keyText.error());
  const auto key = crypto::PrivateKey::fromPem(*keyText);
  if (!key) return base::failAt(options.keyFile, key.error());
  const auto bank = base::readFile(options.bankFile);
  if (!bank) return base::fail(bank.error());

  credential::Ticket ticket;
  ticket.number = options.number;
  ticket.centre = options.centre;
  ticket.kind = options.kind == "real" ? credential::TicketKind::real : credential::TicketKind::demonstration;
  ticket.issuedAtMs = base::SystemClock().now().wallMs / 1000 * 1000;
  // An hour earlier, so that a centre whose clock is a little late may open its session at once.
  ticket.validFromMs = options.from.empty() ? ticket.issuedAtMs - 3'600'000 : base::parseUtc(options.from);
  ticket.validUntilMs = ticket.validFromMs + options.days * 86'400'000;
  ticket.bankDigest = crypto::sha256(*bank);
  if (!options.testFile.empty()) {
    const auto test = base::readFile(options.testFile);
    if (!test) return base::fail(test.error());
    ticket.testDigest = crypto::sha256(*test);
  }
  if (const auto seeded = fillSeed(options, ticket); !seeded) return seeded;
  // No registry remembers these tickets: each begins its places in the status list anywhere and goes on from there.
  const auto first =
      static_cast<std::uint32_t>(base::readBigEndian64(crypto::randomBytes(8)) % credential::kStatusEntries);
  for (std::uint32_t i = 0; i < options.codes; ++i) {
    ticket.codes.push_back(credential::newVerificationCode());
    ticket.statusIndexes.push_back((first + i) % credential::kStatusEntries);
  }
  if (options.sessionLeaf >= 0) ticket.sessionLeaf = static_cast<std::uint64_t>(options.sessionLeaf);

  const std::string text = credential::signTicket(ticket, *key);
  // What no centre could open must not leave this program.
  if (const auto read = credential::verifyTicket(text, key->publicKey()); !read) return base::fail(read.error());
  return base::writeFileDurably(options.out, base::bytesOf(text));
}

}  // namespace
}  // namespace vigie

int main(int argc, char** argv) {
  vigie::Options options;
  CLI::App app("Writes a session ticket signed with the registry's ticket key.");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("--key", options.keyFile, "Private ticket key of the registry, PEM, P-256")->required();
  app.add_option("--bank", options.bankFile, "bank.cal whose digest the ticket binds")->required();
  app.add_option("--test", options.testFile, "Test definition whose digest the ticket binds (a demonstration: any)");
  app.add_option("--out", options.out, "Ticket file to write")->required();
  app.add_option("--number", options.number, "Ticket number, e.g. T-2026-000123")->required();
  app.add_option("--centre", options.centre, "Centre id, e.g. centre-0042")->required();
  app.add_option("--kind", options.kind, "real or demonstration")->check(CLI::IsMember({"real", "demonstration"}));
  app.add_option("--codes", options.codes, "How many verification codes")->check(CLI::Range(1U, 10'000U));
  app.add_option("--from", options.from, "First moment of validity, e.g. 2026-11-21T08:00:00Z (an hour ago)");
  app.add_option("--days", options.days, "Days of validity")->check(CLI::Range(1, 400));
  app.add_option("--seed", options.seedHex, "Draw seed, 64 hex digits (random)");
  app.add_option("--session-leaf", options.sessionLeaf, "Index of the session's log leaf (not declared)");
  CLI11_PARSE(app, argc, argv);
  if (const auto done = vigie::writeTicket(options); !done) {
    std::cerr << "make-ticket: " << done.error().detail << '\n';
    return 1;
  }
  return 0;
}
