#include "candidate-client/session/EvidenceLink.hpp"

#include "common/protocol/Codec.hpp"

namespace vigie::session {

EvidenceLink::EvidenceLink(link::IoThreads& threads, const link::Machine& machine, const base::Clock& clock, Post post)
    : threads_(threads), machine_(machine), clock_(clock), post_(std::move(post)), dates_(machine.authority) {}

void EvidenceLink::connect(Evidence& evidence) {
  const std::uint64_t attempt = ++attempt_;
  link_.reset();
  client_.reset();
  const auto down = [this, attempt, &evidence] {
    post_([this, attempt, &evidence] {
      if (attempt_ != attempt) return;
      ++attempt_;  // its end is told once
      link_.reset();
      evidence.linkDown(clock_.now());
    });
  };
  if (!context_ || certificate_ != machine_.certificate.der()) {
    auto context = link::TlsContext::clientMutual(machine_.credentials(), machine_.authority, link::CentreDates::atWelcome());
    if (!context) return down();
    context_ = std::move(*context);
    certificate_ = machine_.certificate.der();
  }
  link::ClientSettings settings;
  settings.host = machine_.host;
  settings.port = machine_.port;
  settings.caps = [](std::uint16_t number) { return protocol::capOf(protocol::Sender::centre, number); };
  settings.reconnect.reset();
  link::LinkEvents events;
  events.onOpen = [this, attempt, &evidence](link::LinkId link, const link::PeerIdentity& peer) {
    post_([this, attempt, link, peer, &evidence] {
      if (attempt_ != attempt) return;
      link_ = link;
      dates_.opened(peer);
      evidence.linkUp(clock_.now());
    });
  };
  events.onFrame = [this, attempt, &evidence](link::LinkId, link::Frame frame) {
    auto message = std::make_shared<base::Result<protocol::Message>>(
        protocol::decode(protocol::Sender::centre, frame.type, frame.body));
    post_([this, attempt, message, &evidence] {
      if (attempt_ != attempt || !*message) return;
      const auto* welcome = std::get_if<protocol::message::Welcome>(&**message);
      if (welcome != nullptr && link_ && !dates_.judge(welcome->wall_ms())) return client_->abort(*link_);
      evidence.receive(**message, clock_.now());
    });
    return link::Reading::goOn;
  };
  events.onEnd = [down](link::LinkId, link::End, const std::string&) { down(); };
  events.onRefused = [down](const base::Error&) { down(); };
  client_ = std::make_unique<link::Client>(threads_, context_, settings);
  client_->start(std::move(events));
}

void EvidenceLink::send(const protocol::Message& message) {
  if (link_) client_->send(*link_, {protocol::numberOf(message), protocol::encode(message)});
}

}  // namespace vigie::session
