#include "FakeCentre.hpp"

#include <stdexcept>

#include "common/base/Clock.hpp"
#include "common/protocol/Codec.hpp"

namespace vigie::test {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t nowMs() {
  return base::SystemClock().now().wallMs;
}

crypto::Certificate selfSigned(const crypto::PrivateKey& key) {
  crypto::CertificateTemplate content;
  content.subject = "Test centre";
  content.authority = true;
  content.notBeforeMs = nowMs() - kDayMs;
  content.notAfterMs = nowMs() + kDayMs;
  return crypto::issueCertificate(content, key.publicKey(), key, std::nullopt);
}

std::unique_ptr<link::Server> listen(link::IoThreads& threads, std::shared_ptr<const link::TlsContext> context,
                                     std::uint16_t port, protocol::Sender sender) {
  link::ServerSettings settings;
  settings.port = port;
  settings.caps = [sender](std::uint16_t type) { return protocol::capOf(sender, type); };
  auto server = link::Server::listen(threads, std::move(context), std::move(settings));
  if (!server) throw std::runtime_error(server.error().detail);
  return std::move(*server);
}

}  // namespace

Authority::Authority() : key_(crypto::PrivateKey::generate(crypto::KeyKind::p256)), certificate_(selfSigned(key_)) {}

crypto::Certificate Authority::sign(const crypto::PublicKey& key, crypto::Role role, const std::string& id,
                                    Dates dates) const {
  crypto::CertificateTemplate content;
  content.subject = "Test machine";
  content.role = crypto::RoleIdentity{role, id};
  content.notBeforeMs = nowMs() - kDayMs / 2;
  content.notAfterMs = dates == Dates::valid ? nowMs() + kDayMs : nowMs() - kDayMs / 4;
  return crypto::issueCertificate(content, key, key_, certificate_);
}

link::Credentials Authority::issue(crypto::Role role, const std::string& id, Dates dates) const {
  auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  auto certificate = sign(key.publicKey(), role, id, dates);
  return {std::move(certificate), {}, std::move(key)};
}

void FakeCentre::start() {
  if (!threads_) threads_ = std::make_unique<link::IoThreads>();
  const auto own = authority_.issue(crypto::Role::centre, std::string(32, 'c'));
  server_ = listen(*threads_, link::TlsContext::serverMutual(own, authority_.certificate()).value(), port_,
                   protocol::Sender::console);
  port_ = server_->boundPort();
  link::LinkEvents events;
  events.onFrame = [this](link::LinkId link, const link::Frame& frame) {
    const auto message = protocol::decode(protocol::Sender::console, frame.type, frame.body);
    if (message) handle(link, *message);
    return link::Reading::goOn;
  };
  server_->start(std::move(events));
}

void FakeCentre::startEnrolment() {
  if (!threads_) threads_ = std::make_unique<link::IoThreads>();
  const auto own = authority_.issue(crypto::Role::centre, std::string(32, 'c'));
  enrolment_ = listen(*threads_, link::TlsContext::serverForEnrolment(own, authority_.certificate()).value(), 0,
                      protocol::Sender::newcomer);
  link::LinkEvents events;
  events.onFrame = [this](link::LinkId link, const link::Frame& frame) {
    const auto message = protocol::decode(protocol::Sender::newcomer, frame.type, frame.body);
    if (!message) return link::Reading::goOn;
    {
      const std::lock_guard lock(mutex_);
      received_.push_back(*message);
    }
    const protocol::Message reply = enrol(std::get<message::EnrolRequest>(*message));
    enrolment_->send(link, {protocol::numberOf(reply), protocol::encode(reply)});
    enrolment_->finish(link);
    return link::Reading::goOn;
  };
  enrolment_->start(std::move(events));
}

void FakeCentre::stop() {
  server_.reset();
  enrolment_.reset();
}

void FakeCentre::send(link::LinkId link, const protocol::Message& message) {
  server_->send(link, {protocol::numberOf(message), protocol::encode(message)});
}

void FakeCentre::abort(link::LinkId link) {
  server_->abort(link);
}

message::Standing FakeCentre::standing() const {
  message::Standing out;
  out.set_stream(std::string(16, '\0'));
  out.set_epoch(epoch.bytes());
  out.set_position(position);
  out.set_head(std::string(32, static_cast<char>(headFill != 0 ? headFill : position)));
  return out;
}

message::CheckpointToSign FakeCentre::checkpoint() const {
  exam::record::CheckpointBody body;
  const message::Standing now = standing();
  body.set_stream(now.stream());
  body.set_epoch(now.epoch());
  body.set_position(now.position());
  body.set_head(now.head());
  message::CheckpointToSign out;
  *out.mutable_checkpoint() = exam::toRecord(crypto::signMessage(checkpointKey, "checkpoint", exam::bytesOf(body)));
  return out;
}

exam::record::StaffBody FakeCentre::commandBody(std::size_t index) const {
  exam::record::StaffBody body;
  if (!body.ParseFromString(received<message::StaffCommand>().at(index).signed_().body()))
    throw std::runtime_error("body");
  return body;
}

exam::record::StaffPrivate FakeCentre::commandPrivate(std::size_t index) const {
  exam::record::StaffPrivate secret;
  if (!secret.ParseFromString(received<message::StaffCommand>().at(index).private_part()))
    throw std::runtime_error("private");
  return secret;
}

void FakeCentre::handle(link::LinkId link, const protocol::Message& in) {
  {
    const std::lock_guard lock(mutex_);
    received_.push_back(in);
    arrived_.notify_all();
  }
  if (intercept && intercept(link, in)) return;
  if (std::holds_alternative<message::Hello>(in)) {
    message::Welcome welcome;
    welcome.set_protocol(protocol::kProtocolVersion);
    welcome.set_program("fake-centre");
    welcome.set_epoch(epoch.bytes());
    welcome.set_checkpoint_key(base::toString(checkpointKey.publicKey().spki()));
    send(link, welcome);
  } else if (const auto* query = std::get_if<message::Query>(&in)) {
    message::Reply reply = views;
    reply.set_id(query->id());
    *reply.add_standings() = standing();
    send(link, reply);
  } else if (const auto* command = std::get_if<message::StaffCommand>(&in)) {
    order(link, *command);
  } else if (std::holds_alternative<message::Heartbeat>(in)) {
    message::HeartbeatReply beat;
    *beat.mutable_standing() = standing();
    send(link, beat);
  }
}

void FakeCentre::order(link::LinkId link, const message::StaffCommand& command) {
  exam::record::StaffBody body;
  exam::record::StaffPrivate secret;
  body.ParseFromString(command.signed_().body());
  secret.ParseFromString(command.private_part());
  const auto refusal = decide ? decide(body, secret) : std::nullopt;
  if (refusal) {
    message::Refused refused;
    refused.set_code(refusal->code);
    refused.set_detail(refusal->detail);
    refused.set_command(body.command());
    send(link, refused);
    return;
  }
  ++position;
  message::StaffDone done;
  done.set_command(body.command());
  *done.mutable_standing() = standing();
  send(link, done);
}

}  // namespace vigie::test
