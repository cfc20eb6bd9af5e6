// What the certifying body's staff do at the command line: accredit a centre, give out a ticket. They may do it while
// the server runs: the log's writers take turns. Thread: any.
#pragma once

#include "certs/registry/Layout.hpp"
#include "certs/registry/app/Configuration.hpp"
#include "common/base/Clock.hpp"

namespace vigie::registry {

struct AccreditRequest {
  std::string number;
  std::string did;
  std::string issuingRequest;  // PKCS#10, DER
  std::string chainFile;
  std::string clientRequest;  // PKCS#10, DER; empty: no client certificate this time
  std::string clientFile;
};

struct TicketRequest {
  std::string centre;
  std::string bankFile;
  std::string testFile;  // empty: any test, of a demonstration
  std::string kind = "demonstration";
  std::uint64_t codes = 0;
  std::int64_t days = 30;
  std::string ticketFile;
};

base::Result<void> accreditCentre(const Configuration& configuration, const AccreditRequest& request,
                                  const base::Clock& clock);
base::Result<void> writeTicket(const Configuration& configuration, const TicketRequest& request,
                               const base::Clock& clock);

}  // namespace vigie::registry
