// What staff order: verifies the person's signature and rights, then translates the command for the centre's stream or
// a session's. Thread: the state thread's.
#pragma once

#include "center-server/service/Centre.hpp"

namespace vigie::centre {

class StaffDesk {
 public:
  explicit StaffDesk(Centre& centre) : centre_(centre) {}

  void hello(Peer& peer);
  void handle(Peer& peer, const protocol::Message& message);

 private:
  struct Order {
    exam::StaffCommand command;
    exam::record::StaffPrivate secret;
    base::Bytes privatePlain;
  };
  base::Result<Order> verify(const protocol::message::StaffCommand& message) const;
  void order(Peer& peer, const protocol::message::StaffCommand& message);
  void answer(link::LinkId to, const protocol::message::Query& query);
  void done(link::LinkId to, const Order& order, const journal::StreamId& stream, bool repeated);
  void forCentre(Peer& peer, const Order& order);
  void dismiss(const std::string& machine);
  void forSession(Peer& peer, Order& order);
  void forClosed(const Peer& peer, const base::SessionId& session, const Order& order);
  void issue(Peer& peer, LiveSession& session, const Order& order);
  void audit(const Peer& peer, std::uint32_t query);
  void countersign(Peer& peer, const protocol::message::Countersign& message);

  Centre& centre_;
};

}  // namespace vigie::centre
