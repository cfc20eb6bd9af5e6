// What a session is bound to by its first record: the centre's head, the ticket, bank, test definition and issuing
// chain, each led back to an anchor. Thread: any.
#pragma once

#include <optional>
#include <vector>

#include "certs/credential/Ticket.hpp"
#include "certs/verify/CentreHistory.hpp"
#include "certs/verify/SessionFiles.hpp"
#include "common/content/Bank.hpp"
#include "common/exam/Environment.hpp"

namespace vigie::verify {

struct Binding {
  std::optional<crypto::Certificate> root;
  std::optional<credential::Ticket> ticket;
  std::vector<crypto::Certificate> chain;  // of the issuing key, leaf first; empty: none is known
  std::optional<content::TestDefinition> test;
  std::optional<exam::Environment> environment;  // none: the course cannot be decided again
  bool withChoices = false;                      // a bank was given: choices and their order are known
};

struct BindingInput {
  const SessionFiles& files;
  const Streams& streams;
  const CentreHistory& history;
  const Anchors& anchors;
  const content::Bank* bank = nullptr;  // may be null
};

Binding bind(const BindingInput& input, Findings& findings);

// The certificates that the registry's root gives to keys of one purpose: no authority, no role, no host.
inline constexpr std::string_view kTicketSubject = "Vigie session tickets";
inline constexpr std::string_view kBankSubject = "Vigie item banks";

// Signatures, purposes and names hold up to the root at some moment (else `untrusted` is found), and the dates hold at
// `atMs` (else chainExpired).
bool checkChain(const std::vector<crypto::Certificate>& chain, const crypto::Certificate& root, std::int64_t atMs,
                Code untrusted, const Place& place, Findings& findings);

}  // namespace vigie::verify
