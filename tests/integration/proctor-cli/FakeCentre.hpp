// A centre that says what a test tells it to, over real mutual TLS on loopback.
// Thread: start, stop and the waiting calls are the test's; what a Script does runs on the I/O thread.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

#include "common/crypto/Random.hpp"
#include "common/exam/Records.hpp"
#include "common/link/Server.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::test {

namespace message = protocol::message;

enum class Dates { valid, past };

class Authority {
 public:
  Authority();
  link::Credentials issue(crypto::Role role, const std::string& id, Dates dates = Dates::valid) const;
  crypto::Certificate sign(const crypto::PublicKey& key, crypto::Role role, const std::string& id,
                           Dates dates = Dates::valid) const;
  const crypto::Certificate& certificate() const { return certificate_; }

 private:
  crypto::PrivateKey key_;
  crypto::Certificate certificate_;
};

class FakeCentre {
 public:
  explicit FakeCentre(const Authority& authority) : authority_(authority) {}
  ~FakeCentre() { stop(); }

  void start();  // again on the same port, when it ran before
  void stop();
  void startEnrolment();  // the enrolment port, which answers with `enrol`
  std::uint16_t port() const { return port_; }
  std::uint16_t enrolmentPort() const { return enrolment_->boundPort(); }

  // ---- what the centre shows and decides; set before start ----
  message::Reply views;         // every query is answered with all of it
  std::uint64_t position = 10;  // of the centre's stream, the same in every standing
  std::uint8_t headFill = 0;    // 0: the head follows from the position
  base::EpochId epoch = crypto::randomId<base::EpochId>();
  crypto::PrivateKey checkpointKey = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  std::function<std::optional<base::Error>(const exam::record::StaffBody&, const exam::record::StaffPrivate&)> decide;
  // First look at every message; true: it was dealt with.
  std::function<bool(link::LinkId, const protocol::Message&)> intercept;
  std::function<message::Enrolled(const message::EnrolRequest&)> enrol;

  void send(link::LinkId link, const protocol::Message& message);
  void abort(link::LinkId link);
  message::Standing standing() const;
  message::CheckpointToSign checkpoint() const;

  // ---- what arrived ----
  template <class Kind>
  std::vector<Kind> received() const {
    const std::lock_guard lock(mutex_);
    std::vector<Kind> out;
    for (const auto& one : received_) {
      if (const auto* kind = std::get_if<Kind>(&one)) out.push_back(*kind);
    }
    return out;
  }
  template <class Kind>
  bool waitFor(std::size_t count) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::minutes(1), [&] {
      return static_cast<std::size_t>(std::count_if(received_.begin(), received_.end(), [](const auto& one) {
               return std::holds_alternative<Kind>(one);
             })) >= count;
    });
  }
  exam::record::StaffBody commandBody(std::size_t index) const;
  exam::record::StaffPrivate commandPrivate(std::size_t index) const;

 private:
  void handle(link::LinkId link, const protocol::Message& message);
  void order(link::LinkId link, const message::StaffCommand& command);

  const Authority& authority_;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<protocol::Message> received_;
  std::unique_ptr<link::IoThreads> threads_;
  std::unique_ptr<link::Server> server_;
  std::unique_ptr<link::Server> enrolment_;
};

}  // namespace vigie::test
