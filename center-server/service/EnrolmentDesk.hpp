// The enrolment port's side: a newcomer with an open code gets a certificate for the key it made. Nothing else is
// possible there, and nobody listens while no code is open. On its own link an enrolled machine gets another term.
// Thread: the state thread's.
#pragma once

#include "center-server/service/Centre.hpp"

namespace vigie::centre {

class EnrolmentDesk {
 public:
  explicit EnrolmentDesk(Centre& centre) : centre_(centre) {}

  void handle(link::LinkId link, const protocol::Message& message);
  void renew(const Peer& peer);  // answered at once; before it is due, with the certificate that it has
  bool isOpen() const;  // some code can still be used

 private:
  base::Result<protocol::message::Enrolled> enrol(const protocol::message::EnrolRequest& request);

  Centre& centre_;
};

}  // namespace vigie::centre
