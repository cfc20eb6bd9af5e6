// A seat with a camera in a synthetic session: announces and brings pictures the way the protocol asks, or wrongly.
#pragma once

#include <gtest/gtest.h>

#include "common/crypto/PictureSeal.hpp"
#include "common/crypto/Random.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/SyntheticSession.hpp"

namespace vigie::support {

namespace message = protocol::message;
namespace record = exam::record;

// A candidate's pictures, on both links of their seat.
class Photographer {
 public:
  Photographer(SyntheticSession& session, std::size_t candidate)
      : session_(session), seat_(session.seatOf(candidate)), candidate_(session.candidates().at(candidate).ref) {
    connect();
  }

  void connect() {
    link_ = session_.centre().open({crypto::Role::seat, seat_.workstation().hex()}, seat_.machineKey().publicKey());
    message::Hello hello;
    hello.set_protocol(protocol::kProtocolVersion);
    hello.set_program("synthetic-seat");
    hello.set_connection("evidence");
    session_.centre().send(link_, hello);
    receive();
  }
  void disconnect() { session_.centre().end(link_); }

  // The newest key that a check-in gave.
  base::SecretBytes key() const {
    base::SecretBytes key;
    for (const protocol::Message& one : seat_.received()) {
      if (const auto* in = std::get_if<message::CheckedIn>(&one))
        key = base::SecretBytes(base::toBytes(in->evidence_key()));
    }
    return key;
  }

  base::Bytes seal(std::uint32_t number, const base::Bytes& jpeg) const {
    return crypto::sealPicture(key(), {session_.id(), candidate_, number}, jpeg);
  }

  record::PictureBody body(std::uint32_t number, const base::Bytes& sealed) const {
    record::PictureBody body;
    body.set_session(session_.id().bytes());
    body.set_candidate(candidate_.bytes());
    body.set_number(number);
    body.set_capture("pictures");
    body.set_source("device");
    body.set_digest(base::toString(crypto::sha256(sealed)));
    body.set_size(static_cast<std::uint32_t>(sealed.size()));
    body.set_taken_ms(session_.centre().clock().now().wallMs);
    body.mutable_facts()->set_width(640);
    body.set_position(seat_.standing().position());
    body.set_head(seat_.standing().head());
    return body;
  }

  // On the control link. The refusal's code, empty: noted.
  std::string announce(const record::PictureBody& body) { return announceSignedBy(body, seat_.seatKey()); }
  std::string announceSignedBy(const record::PictureBody& body, const crypto::Signer& key) {
    message::AnnouncePicture announce;
    announce.set_lease(seat_.lease());
    *announce.mutable_signed_() = exam::toRecord(crypto::signMessage(key, "picture", exam::bytesOf(body)));
    seat_.takeRefusal();
    seat_.send(announce);
    return seat_.takeRefusal();
  }

  message::Picture bring(std::uint32_t number, const base::Bytes& sealed) const {
    message::Picture picture;
    picture.set_session(session_.id().bytes());
    picture.set_candidate(candidate_.bytes());
    picture.set_number(number);
    picture.set_sealed(base::toString(sealed));
    return picture;
  }

  // On the evidence link. The refusal's code; "stored"; empty when there was no answer.
  std::string send(const protocol::Message& one) {
    answer_.clear();
    session_.centre().send(link_, one);
    receive();
    return answer_;
  }

  // Taken, announced, brought; returns what send() does.
  std::string picture(std::uint32_t number, const base::Bytes& jpeg) {
    const base::Bytes sealed = seal(number, jpeg);
    if (const std::string refused = announce(body(number, sealed)); !refused.empty()) return refused;
    return send(bring(number, sealed));
  }

  void receive() {
    for (const protocol::Message& one : session_.centre().take(link_)) {
      if (const auto* stored = std::get_if<message::PictureStored>(&one)) {
        answer_ = "stored";
        health_ = stored->health();
      } else if (const auto* refused = std::get_if<message::Refused>(&one)) {
        answer_ = refused->code();
      } else if (const auto* beat = std::get_if<message::HeartbeatReply>(&one)) {
        health_ = beat->health();
      } else if (const auto* welcome = std::get_if<message::Welcome>(&one)) {
        welcome_ = *welcome;
      }
    }
  }

  std::string takeAnswer() {
    receive();
    return std::exchange(answer_, {});
  }
  std::uint32_t beat() {
    send(message::Heartbeat());
    return health_;
  }
  const exam::Evidence& evidence() const { return session_.live().state().evidenceOf(candidate_); }
  const base::CandidateRef& candidate() const { return candidate_; }
  std::uint32_t health() const { return health_; }
  link::LinkId link() const { return link_; }
  const message::Welcome& welcome() const { return welcome_; }

 private:
  SyntheticSession& session_;
  SyntheticSeat& seat_;
  base::CandidateRef candidate_;
  link::LinkId link_{};
  std::string answer_;
  std::uint32_t health_ = 0;
  message::Welcome welcome_;
};

inline base::Bytes jpegOf(char byte, std::size_t size = 20'000) {
  return base::Bytes(size, static_cast<std::uint8_t>(byte));
}

// Two candidates at work; `pictures` of them.
class PictureTest : public ::testing::Test {
 protected:
  PictureTest() {
    session_.create();
    session_.open();
    session_.seat();
    first_.emplace(session_, 0);
    second_.emplace(session_, 1);
  }

  message::CandidateView view(std::size_t candidate) {
    return session_.console().view(session_.id(), session_.candidates().at(candidate).ref);
  }

  std::optional<message::Reply> ask(const std::function<void(message::Query&)>& about) {
    message::Query query;
    query.set_id(7);
    query.set_session(session_.id().bytes());
    about(query);
    return session_.console().ask(query);
  }

  message::VaultView audit(const base::CandidateRef& candidate = {}) {
    const auto reply = ask([&](message::Query& query) {
      query.set_vault(true);
      if (!candidate.isNull()) query.set_candidate(candidate.bytes());
    });
    return reply && reply->vaults_size() == 1 ? reply->vaults(0) : message::VaultView();
  }

  std::filesystem::path segment(std::uint32_t number = 1) {
    return journal::segmentFile(session_.centre().vaultFolder(), session_.id(), number);
  }

  std::size_t records(const std::string& name) {
    std::size_t count = 0;
    must(session_.centre().store().read(
        journal::streamOf(session_.id()), 1, [&](journal::Entry&& entry) -> base::Result<journal::Visit> {
          const auto one = must(journal::decode(entry.blob));
          if (exam::nameOf(must(exam::readSessionRecord({one.type, one.typeVersion}, one.payload))) == name) ++count;
          return journal::Visit::more;
        }));
    return count;
  }

  SyntheticSession session_{SessionPlan{.candidates = 2}};
  std::optional<Photographer> first_;
  std::optional<Photographer> second_;
};

}  // namespace vigie::support
