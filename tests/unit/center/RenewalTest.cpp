// A machine's certificate: renewed at half of its term, for the same key; an expired one opens nothing else.
#include <gtest/gtest.h>

#include "common/link/Renewal.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {
namespace {

namespace message = protocol::message;
using link::kMachineTermMs;
using link::Validity;

class CentreRenewal : public testing::Test {
 protected:
  CentreRenewal() {
    session_.create();
    session_.open();
  }
  SyntheticCentre& centre() { return session_.centre(); }
  SyntheticSeat& seat() { return session_.seatOf(0); }

  // The date moves on while nobody is there: a tick for each second of 90 days would be long.
  void days(int count) { centre().clock().pass(count * 86'400'000LL); }

  link::LinkId linkAs(Validity validity, const char* connection = "control") {
    const link::LinkId link =
        centre().open({crypto::Role::seat, seat().workstation().hex()}, seat().machineKey().publicKey(), validity);
    message::Hello hello;
    hello.set_protocol(protocol::kProtocolVersion);
    hello.set_program("test");
    hello.set_connection(connection);
    centre().send(link, hello);
    return link;
  }

  template <class Message>
  std::optional<Message> takeFrom(link::LinkId link) {
    for (const protocol::Message& one : centre().take(link)) {
      if (const auto* found = std::get_if<Message>(&one)) return *found;
    }
    return std::nullopt;
  }

  std::optional<crypto::Certificate> renew(link::LinkId link) {
    centre().send(link, message::Renew());
    const auto renewed = takeFrom<message::Renewed>(link);
    if (!renewed) return std::nullopt;
    return must(crypto::Certificate::fromDer(base::bytesOf(renewed->certificate())));
  }

  std::size_t renewals() {
    std::size_t count = 0;
    must(centre().store().read(journal::kCentreStream, 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
      const journal::Record one = must(journal::decode(entry.blob));
      const auto content = must(exam::readCentreRecord({one.type, one.typeVersion}, one.payload));
      count += std::holds_alternative<exam::record::MachineRenewed>(content) ? 1 : 0;
      return journal::Visit::more;
    }));
    return count;
  }

  SyntheticSession session_{{.candidates = 1}};
};

TEST_F(CentreRenewal, GivesAnotherTermForTheSameKeyAtHalfOfTheFirst) {
  days(46);
  const auto certificate = renew(linkAs(Validity::valid));
  ASSERT_TRUE(certificate);
  EXPECT_EQ(certificate->publicKey().spki(), seat().machineKey().publicKey().spki());
  EXPECT_EQ(certificate->role()->id, seat().workstation().hex());
  EXPECT_EQ(certificate->notAfterMs(), (centre().clock().now().wallMs + kMachineTermMs) / 1000 * 1000);
  EXPECT_LE(certificate->notBeforeMs(), centre().clock().now().wallMs);
  EXPECT_EQ(renewals(), 1U);
}

TEST_F(CentreRenewal, SendsTheSameCertificateAgainWhenTheAnswerWasLost) {
  days(46);
  const auto first = renew(linkAs(Validity::valid));
  const auto again = renew(linkAs(Validity::valid));
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->der(), again->der());
  EXPECT_EQ(renewals(), 1U);
}

TEST_F(CentreRenewal, RecordsNothingBeforeItIsDue) {
  days(44);
  const auto certificate = renew(linkAs(Validity::valid));
  ASSERT_TRUE(certificate);
  EXPECT_LT(certificate->notAfterMs(), centre().clock().now().wallMs + kMachineTermMs / 2 + 2 * 86'400'000LL);
  EXPECT_EQ(renewals(), 0U);
}

TEST_F(CentreRenewal, SurvivesARestart) {
  days(46);
  const auto certificate = renew(linkAs(Validity::valid));
  centre().kill();
  must(centre().restart());
  const auto again = renew(linkAs(Validity::valid));
  ASSERT_TRUE(certificate && again);
  EXPECT_EQ(certificate->der(), again->der());
}

TEST_F(CentreRenewal, WelcomesAnExpiredMachineForNothingElse) {
  seat().checkIn(session_.candidates()[0].code);
  days(91);
  const link::LinkId link = linkAs(Validity::expired);
  const auto welcome = takeFrom<message::Welcome>(link);
  ASSERT_TRUE(welcome);
  EXPECT_TRUE(welcome->renew_only());
  EXPECT_FALSE(welcome->has_sitting()) << "who holds an old key must not learn who sits there";
  ASSERT_TRUE(renew(link));
  EXPECT_TRUE(centre().isFinished(link));
  EXPECT_FALSE(takeFrom<message::Welcome>(linkAs(Validity::valid))->renew_only());
}

TEST_F(CentreRenewal, RefusesEverythingElseFromAnExpiredMachine) {
  days(91);
  const link::LinkId link = linkAs(Validity::expired);
  centre().send(link, message::Heartbeat());
  const auto refused = takeFrom<message::Refused>(link);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code(), "certificate-expired");
  EXPECT_TRUE(centre().isFinished(link));
}

TEST_F(CentreRenewal, RefusesAnExpiredMachinesEvidence) {
  days(91);
  const link::LinkId link = linkAs(Validity::expired, "evidence");
  EXPECT_EQ(takeFrom<message::Refused>(link)->code(), "certificate-expired");
  EXPECT_TRUE(centre().isFinished(link));
}

TEST_F(CentreRenewal, RefusesARevokedMachineWhateverItsCertificateSays) {
  session_.give(console::revokeMachine(seat().workstation()));
  days(91);
  const link::LinkId link = linkAs(Validity::expired);
  EXPECT_EQ(takeFrom<message::Refused>(link)->code(), "machine-revoked");
  EXPECT_TRUE(centre().isFinished(link));
}

// The date of a server that wakes up in 2040 would otherwise be written into everybody's certificate.
TEST_F(CentreRenewal, RefusesExpiredMachinesAfterTheServersDateLeapt) {
  centre().kill();
  days(14 * 365);
  must(centre().restart());
  const link::LinkId link = linkAs(Validity::expired);
  EXPECT_EQ(takeFrom<message::Refused>(link)->code(), "certificate-expired");
  EXPECT_EQ(renewals(), 0U);
}

}  // namespace
}  // namespace vigie::support
