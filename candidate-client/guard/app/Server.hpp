// The guard's loop: its socket, the descriptors of its controls, a second's tick, signals. One thread.
// Who asks is what the kernel says (SO_PEERCRED). Errors: "socket-refused".
#pragma once

#include <deque>
#include <memory>

#include "candidate-client/guard/app/Questions.hpp"
#include "common/base/Descriptor.hpp"

namespace vigie::station {

class Server {
 public:
  static base::Result<std::unique_ptr<Server>> open(const Configuration& configuration, guard::Guard& guard);
  ~Server();

  // Until SIGTERM or SIGINT, which the caller has blocked.
  void run();

 private:
  struct Peer {
    base::Descriptor socket;
    std::int64_t uid = -1;
    std::string question;
    bool watching = false;
    bool gone = false;
    std::int64_t ticksLeft = 5;  // seconds to ask in
  };
  Server(const Configuration& configuration, guard::Guard& guard) : configuration_(configuration), guard_(guard) {}

  bool turn();  // false: it was asked to end
  void accept();
  void hear(Peer& peer);
  void say(Peer& peer, const std::string& line);
  void tellWatchers();
  void tick();

  const Configuration& configuration_;
  guard::Guard& guard_;
  base::Descriptor listener_, timer_, signals_;
  std::deque<Peer> peers_;
  std::uint64_t toldVersion_ = 0;
};

}  // namespace vigie::station
