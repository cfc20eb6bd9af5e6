#include <gmock/gmock.h>

#include "candidate-client/guard/control/NetworkControl.hpp"
#include "tests/support/Must.hpp"
#include "tests/unit/guard/GuardBench.hpp"

namespace vigie::control {
namespace {

using support::must;

// IPv4 10.77.0.2 -> 8.8.8.8, UDP 40000 -> 53.
const base::Bytes kDns{0x45, 0, 0, 28, 0, 0, 0,    0,    64, 17, 0, 0, 10, 77,
                       0,    2, 8, 8,  8, 8, 0x9c, 0x40, 0,  53, 0, 8, 0,  0};

TEST(Packet, IsDescribedFromItsHeaders) {
  const LoggedPacket dns = describePacket(kDns);
  EXPECT_EQ(dns.protocol, "UDP");
  EXPECT_EQ(dns.from, "10.77.0.2 port 40000");
  EXPECT_EQ(dns.to, "8.8.8.8 port 53");
  base::Bytes v6(44);
  v6[0] = 0x60;
  v6[6] = 6;
  v6[23] = 1;
  v6[39] = 2;
  v6[43] = 80;
  EXPECT_EQ(describePacket(v6).protocol, "TCP");
  EXPECT_EQ(describePacket(v6).from, "::1 port 0");
  EXPECT_EQ(describePacket(v6).to, "::2 port 80");
}

TEST(Packet, ThatIsCutGivesWhatCanBeRead) {
  for (std::size_t size = 0; size < kDns.size(); ++size) {
    const LoggedPacket cut = describePacket(base::ByteView(kDns).first(size));
    if (size < 20) EXPECT_EQ(cut.protocol, "");
    if (size >= 20 && size < 24) EXPECT_EQ(cut.to, "8.8.8.8");
  }
  EXPECT_EQ(describePacket(base::Bytes(20, 0xff)).protocol, "") << "a header longer than the packet";
}

TEST(Filter, NamesOnlyTheCentre) {
  const std::string rules = filterRules({{"10.77.0.1", false, 7443}, {"fd77::1", true, 7443}}, guard::Mode::on);
  EXPECT_THAT(rules, testing::HasSubstr("ip daddr 10.77.0.1 tcp dport 7443 accept"));
  EXPECT_THAT(rules, testing::HasSubstr("ip6 saddr fd77::1 tcp sport 7443 accept"));
  EXPECT_THAT(rules, testing::Not(testing::HasSubstr("udp")));
  EXPECT_THAT(rules, testing::HasSubstr("mld2-listener-report } drop")) << "the kernel's own words are no incident";
  EXPECT_LT(rules.find("mld2-listener-report"), rules.find("log prefix \"out\""));
  EXPECT_THAT(filterRules({{"10.77.0.1", false, 7443}}, guard::Mode::on),
              testing::Not(testing::HasSubstr("nd-neighbor")))
      << "no IPv6 at all when the centre has none";
}

TEST(Filter, ThatOnlyReportsRefusesNothing) {
  const std::string rules = filterRules({{"10.77.0.1", false, 7443}}, guard::Mode::report);
  EXPECT_THAT(rules, testing::Not(testing::HasSubstr("drop")));
  EXPECT_THAT(rules, testing::Not(testing::HasSubstr("reject")));
  EXPECT_THAT(rules, testing::HasSubstr("log prefix"));
}

TEST(Filter, RefusesALockThatCouldNeverHearTheCentreAgain) {
  guard::FakePlace place;
  NetworkControl control(place);
  const auto steps = control.steps({}, guard::Mode::on);
  ASSERT_FALSE(steps);
  EXPECT_EQ(steps.error().code, "network-no-centre");
}

}  // namespace
}  // namespace vigie::control
