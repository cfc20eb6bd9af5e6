// Many seats that only stand there: linked, greeted, silent but for what keeps a link alive. What an idle link costs,
// and how long a room takes to come back after the server died. Thread: one.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"

namespace vigie::load {

class StandingRoom {
 public:
  explicit StandingRoom(const std::vector<link::Machine>& machines);
  ~StandingRoom();

  void connect();       // all of them, coming back by themselves whenever their link ends
  void awaitGreeted();  // until each has had its Welcome since the last forgetGreetings()
  void awaitAllGone();  // until every link has ended
  void forgetGreetings();
  std::size_t size() const { return seats_.size(); }

 private:
  struct Seat {
    std::unique_ptr<link::Client> client;
    link::LinkId link{};
    bool linked = false;
    bool greeted = false;
  };
  void note(bool Seat::* what, Seat& seat, bool value);
  void await(bool Seat::* what, bool value);
  void beat();  // of everybody: the server ends a link that says nothing for 15 s

  link::IoThreads io_{1};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Seat> seats_;
  const std::vector<link::Machine>& machines_;
  std::condition_variable_any nextBeat_;
  std::jthread heart_;
};

}  // namespace vigie::load
