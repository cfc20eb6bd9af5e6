// What the tests of links share: a centre's authority, an owner that records what it is told and waits for it, a server
// and clients on loopback.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/link/Client.hpp"
#include "common/link/Server.hpp"

namespace vigie::link {

inline constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;
std::int64_t nowMs();

// A certificate authority with what it has issued.
class Authority {
 public:
  explicit Authority(const std::string& name = "Test centre authority");

  Credentials issue(std::optional<crypto::Role> role, std::int64_t notBeforeMs, std::int64_t notAfterMs) const;
  Credentials issue(std::optional<crypto::Role> role) const { return issue(role, nowMs() - kDayMs, nowMs() + kDayMs); }
  crypto::Certificate certify(const crypto::PublicKey& key, const crypto::RoleIdentity& identity) const;
  const crypto::Certificate& certificate() const { return certificate_; }

 private:
  crypto::PrivateKey key_;
  crypto::Certificate certificate_;
};

// Records every event. Its waits end with false after a minute: only a failing test gets there.
class Owner {
 public:
  struct Ended {
    LinkId link;
    End end;
    std::string reason;
  };

  LinkEvents events();
  // Set before start().
  std::function<Reading(LinkId, const Frame&)> answer;
  std::function<void(LinkId, const PeerIdentity&)> welcome;
  std::function<void(LinkId)> peerDone;  // unset: onPeerDone stays unset

  bool waitForOpen(std::size_t count);
  bool waitForFrames(std::size_t count);
  bool waitForEnds(std::size_t count);
  bool waitForRefusals(std::size_t count);

  std::vector<Frame> frames() const;
  std::vector<Ended> ends() const;
  std::vector<base::Error> refusals() const;
  std::vector<PeerIdentity> peers() const;
  LinkId lastLink() const;

 private:
  bool waitUntil(const std::function<bool()>& holds);
  template <class Change>
  void note(Change change);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<LinkId> links_;
  std::vector<PeerIdentity> peers_;
  std::vector<Frame> frames_;
  std::vector<Ended> ends_;
  std::vector<base::Error> refusals_;
};

inline constexpr std::uint16_t kText = 7;      // up to 64 KiB
inline constexpr std::uint16_t kPicture = 8;   // up to 512 KiB
inline constexpr std::uint16_t kUnknown = 99;  // no cap: may not be sent
std::optional<std::size_t> testCaps(std::uint16_t type);

Frame textFrame(const std::string& text);
std::string textOf(const Frame& frame);

class LinkFixture : public testing::Test {
 protected:
  ServerSettings serverSettings() const;
  ClientSettings clientSettings() const;
  std::shared_ptr<TlsContext> serverContext(JudgeOptions options = {}) const;
  std::shared_ptr<TlsContext> seatContext(JudgeOptions options = {}) const;

  void startServer();  // with the settings, context and owner below
  std::unique_ptr<Client> startClient(Owner& owner, std::shared_ptr<TlsContext> context, ClientSettings settings);
  std::unique_ptr<Client> startClient(Owner& owner) { return startClient(owner, seatContext(), clientSettings()); }

  Authority centre;
  IoThreads threads{2};
  Owner serverOwner;
  Owner clientOwner;
  std::shared_ptr<TlsContext> context = serverContext();
  ServerSettings settings = serverSettings();
  std::unique_ptr<Server> server;
};

}  // namespace vigie::link
