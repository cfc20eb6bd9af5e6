// The enrolment port's side: a newcomer with an open code gets a certificate for the key it made. Nothing else is
// possible there, and nobody listens while no code is open. Thread: the state thread's.
#pragma once

#include "center-server/service/Centre.hpp"

namespace vigie::centre {

inline constexpr std::int64_t kMachineCertificateMs = 90LL * 24 * 3600 * 1000;

class EnrolmentDesk {
 public:
  explicit EnrolmentDesk(Centre& centre) : centre_(centre) {}

  void handle(link::LinkId link, const protocol::Message& message);
  bool isOpen() const;  // some code can still be used

 private:
  base::Result<protocol::message::Enrolled> enrol(const protocol::message::EnrolRequest& request);

  Centre& centre_;
};

}  // namespace vigie::centre
