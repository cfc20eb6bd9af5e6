// hostile-peer: an enrolled workstation that keeps none of our rules, against a real centre. One link for each deed;
// prints what the centre said to it ("refused CODE", "welcome", …) and "ended" when the centre hung up.
#include <CLI/CLI.hpp>
#include <iostream>

#include "common/link/Enrolment.hpp"
#include "common/link/EnrolmentCode.hpp"
#include "common/protocol/Codec.hpp"
#include "tests/support/Must.hpp"
#include "tests/unit/link/RawPeer.hpp"

namespace vigie {
namespace {

using link::RawPeer;
namespace message = protocol::message;

base::Bytes frameOf(const protocol::Message& content) {
  return RawPeer::frame(protocol::numberOf(content), base::toString(protocol::encode(content)));
}

base::Bytes hello(std::uint32_t version) {
  message::Hello hello;
  hello.set_protocol(version);
  hello.set_program("hostile-peer");
  return frameOf(hello);
}

// Everything until the centre ends the link.
void listen(RawPeer& peer) {
  for (;;) {
    const base::Bytes header = peer.receive(6);
    if (header.size() < 6) break;
    const std::size_t size = (std::size_t{header[0]} << 24 | std::size_t{header[1]} << 16 |
                              std::size_t{header[2]} << 8 | std::size_t{header[3]}) -
                             2;
    const auto number = static_cast<std::uint16_t>(header[4] << 8 | header[5]);
    const auto said = protocol::decode(protocol::Sender::centre, number, peer.receive(size));
    if (!said) {
      std::cout << "undecodable" << std::endl;
    } else if (const auto* refused = std::get_if<message::Refused>(&*said)) {
      std::cout << "refused " << refused->code() << std::endl;
    } else {
      std::cout << protocol::nameOf(*said) << std::endl;
    }
  }
  std::cout << "ended" << std::endl;
}

const std::map<std::string, std::function<void(RawPeer&)>>& deeds() {
  static const std::map<std::string, std::function<void(RawPeer&)>> all = {
      {"frame-over-its-cap",
       [](RawPeer& peer) { peer.send(RawPeer::frame(0x7fffffff, protocol::numberOf(message::Hello()), "x")); }},
      {"frame-of-unknown-type", [](RawPeer& peer) { peer.send(RawPeer::frame(60'000, "x")); }},
      {"frame-without-type", [](RawPeer& peer) { peer.send(RawPeer::frame(1, 0, "")); }},
      {"old-protocol-version", [](RawPeer& peer) { peer.send(hello(0)); }},
      {"future-protocol-version", [](RawPeer& peer) { peer.send(hello(99)); }},
      {"no-hello", [](RawPeer& peer) { peer.send(frameOf(message::Heartbeat())); }},
      {"damaged-message",
       [](RawPeer& peer) {
         peer.send(hello(protocol::kProtocolVersion));
         peer.send(RawPeer::frame(protocol::numberOf(message::CheckIn()), "\xff\xff\xff\xff Durand"));
       }},
      {"wrong-role",
       [](RawPeer& peer) {
         peer.send(hello(protocol::kProtocolVersion));
         peer.send(frameOf(message::StaffCommand()));
       }},
      {"what-only-the-centre-says",
       [](RawPeer& peer) {
         peer.send(hello(protocol::kProtocolVersion));
         peer.send(frameOf(message::AnswerAcknowledged()));
       }},
  };
  return all;
}

struct Options {
  std::string machine;
  std::string enrol;
  std::string deed;
  std::uint16_t port = 0;
  std::uint16_t enrolmentPort = 0;
};

void enrolMachine(const Options& options) {
  const auto code = support::must(link::parseEnrolmentCode(options.enrol));
  link::EnrolmentOrder order;
  order.host = "127.0.0.1";
  order.port = options.port;
  order.enrolmentPort = options.enrolmentPort;
  order.secret = code.secret;
  order.trust = code.fingerprint;
  support::must(link::saveMachine(options.machine, support::must(link::enrol(order))));
}

int run(const Options& options) {
  if (!options.enrol.empty()) enrolMachine(options);
  if (options.deed.empty()) return 0;
  const auto machine = support::must(link::loadMachine(options.machine));
  const link::Credentials own = machine.credentials();
  RawPeer peer(machine.port, &own);
  if (!peer.handshake()) throw std::runtime_error("the handshake failed");
  deeds().at(options.deed)(peer);
  listen(peer);
  return 0;
}

}  // namespace
}  // namespace vigie

int main(int argc, char** argv) {
  vigie::Options options;
  CLI::App app("Breaks one rule at a centre and prints what it answers.");
  app.add_option("--machine", options.machine, "Machine folder")->required();
  app.add_option("--enrol", options.enrol, "The 20 characters of an enrolment, for an empty folder");
  app.add_option("--port", options.port, "Main port, with --enrol");
  app.add_option("--enrolment-port", options.enrolmentPort, "Enrolment port, with --enrol");
  app.add_option("DEED", options.deed, "Which rule");
  try {
    app.parse(argc, argv);
    return vigie::run(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  } catch (const std::exception& error) {
    std::cerr << "hostile-peer: " << error.what() << '\n';
    return 1;
  }
}
