#include "candidate-client/guard/control/NetworkControl.hpp"

#include "candidate-client/guard/control/PacketFilterPlace.hpp"

namespace vigie::control {
namespace {

std::string logRule(std::string_view prefix) {
  return "\t\tlimit rate 10/second burst 20 packets log prefix \"" + std::string(prefix) + "\" group " +
         std::to_string(kLogGroup) + "\n";
}

bool anyV6(const std::vector<guard::Endpoint>& centre) {
  for (const auto& one : centre) {
    if (one.v6) return true;
  }
  return false;
}

std::string endpointRules(const std::vector<guard::Endpoint>& centre, std::string_view side) {
  std::string out;
  const std::string port = side == "daddr" ? "dport" : "sport";
  for (const auto& one : centre) {
    out += std::string("\t\t") + (one.v6 ? "ip6 " : "ip ") + std::string(side) + " " + one.address + " tcp " + port +
           " " + std::to_string(one.port) + " accept\n";
  }
  return out;
}

// Without neighbour discovery there is no IPv6 at all; hop limit 255 means that it came from this wire.
constexpr auto kNeighbours = "\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept\n";

// What the kernel says by itself as soon as a wire is there: which groups it hears, where a router is. Refused like all
// the rest, but nobody at the seat did it, so it is no incident.
std::string kernelsOwn(std::string_view verdict) {
  return "\t\ticmpv6 type { mld-listener-report, mld-listener-done, nd-router-solicit, mld2-listener-report } " +
         std::string(verdict) + "\n\t\tip protocol 2 " + std::string(verdict) + "\n";
}

}  // namespace

std::string filterRules(const std::vector<guard::Endpoint>& centre, guard::Mode mode) {
  const bool drop = mode == guard::Mode::on;
  const std::string policy = drop ? "drop" : "accept";
  const std::string neighbours = anyV6(centre) ? kNeighbours : "";
  std::string out = std::string("table inet ") + kFilterTable + " {\n";
  out += "\tchain input {\n\t\ttype filter hook input priority filter; policy " + policy + ";\n";
  out += "\t\tiif \"lo\" accept\n" + neighbours + endpointRules(centre, "saddr") + logRule("in") + "\t}\n\n";
  out += "\tchain forward {\n\t\ttype filter hook forward priority filter; policy " + policy + ";\n" +
         logRule("forward") + "\t}\n\n";
  out += "\tchain output {\n\t\ttype filter hook output priority filter; policy " + policy + ";\n";
  out += "\t\toif \"lo\" accept\n" + neighbours + endpointRules(centre, "daddr") + kernelsOwn(policy) + logRule("out");
  if (drop) out += "\t\tmeta l4proto 6 reject with tcp reset\n\t\treject\n";
  return out + "\t}\n}\n";
}

guard::Ability NetworkControl::ability() {
  const auto read = filter_.read(kFilterTable);
  if (!read) return {false, false, read.error().detail};
  return {true, true, {}};
}

base::Result<std::vector<guard::Step>> NetworkControl::steps(const guard::Policy& policy, guard::Mode mode) {
  if (policy.centre.empty()) {
    return base::fail("network-no-centre",
                      "the policy switches the network control on and names no endpoint of the centre: the seat could "
                      "never be reached again");
  }
  return std::vector<guard::Step>{
      {id(), std::string(PacketFilterPlace::kKind), kFilterTable, base::toBytes(filterRules(policy.centre, mode))}};
}

base::Result<void> NetworkControl::start(const guard::Policy&, guard::Mode, const guard::Report& report) {
  report_ = report;
  auto log = PacketLog::open();
  if (log) {
    log_.emplace(std::move(*log));
  } else {
    report_({id(),
             "no-packet-log",
             "start",
             guard::Severity::notice,
             "This kernel does not tell refused packets: they are refused all the same",
             "nothing",
             {{"why", log.error().detail}}});
  }
  return {};
}

void NetworkControl::stop() {
  log_.reset();
}

void NetworkControl::ready() {
  if (!log_) return;
  for (const LoggedPacket& packet : log_->read()) {
    // What comes in unasked is the room's noise (broadcasts, a neighbour's discovery); what goes out is this seat's.
    const bool outward = packet.prefix != "in";
    guard::Sighting seen;
    seen.control = id();
    seen.reason = outward ? "packet-refused" : "packet-from-outside";
    seen.subject = outward ? packet.protocol + " to " + packet.to : packet.protocol + " from " + packet.from;
    seen.severity = outward ? guard::Severity::warning : guard::Severity::notice;
    seen.seen = outward ? "A program of this seat tried to reach something else than the centre"
                        : "Something else than the centre tried to reach this seat";
    seen.mayDo = outward ? "look at the screen; a single attempt is often a program of the system looking for its "
                           "updates"
                         : "nothing, unless many seats say so";
    seen.facts = {{"protocol", packet.protocol}, {"from", packet.from}, {"to", packet.to}};
    if (packet.uid) seen.facts.emplace_back("uid", std::to_string(*packet.uid));
    report_(seen);
  }
}

}  // namespace vigie::control
