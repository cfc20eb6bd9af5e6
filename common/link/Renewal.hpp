// A machine's certificate lasts 90 days and is renewed at half of them (design.md 3): the centre makes another one for
// the same key, on the machine's own link. Whether it is due is judged by the centre's time, never by this machine's.
// An expired machine gets a Welcome that allows nothing but the renewal, and then connects anew.
//   if (renewal.takes(message, client, link)) return;   // before the owner looks at the message itself
// Thread: one at a time. Ownership: the machine must outlive it.
#pragma once

#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::link {

inline constexpr std::int64_t kMachineTermMs = 90LL * 24 * 3600 * 1000;

bool renewalIsDue(const crypto::Certificate& certificate, std::int64_t wallMs);

// The certificate that came, if it is one for this machine: same key, same role and id, of the same authority, longer.
// Error "renewal-wrong".
base::Result<crypto::Certificate> checkRenewed(const Machine& machine, base::ByteView der);

class Renewal {
 public:
  // What a renewal met, for the people who keep the machine: "renewal-wrong", "file-unwritable", those of TlsContext.
  // The machine goes on with what it has, and asks again on its next link.
  using OnTrouble = std::function<void(const base::Error&)>;

  // `options`: as for the context that the client was made with; contexts made here judge the centre likewise.
  Renewal(Machine& machine, OnTrouble onTrouble, JudgeOptions options = {})
      : machine_(machine), onTrouble_(std::move(onTrouble)), options_(std::move(options)) {}

  // True: the message is dealt with. What a Renewed brings is kept in the machine's folder, and in the machine.
  bool takes(const protocol::Message& message, Client& client, LinkId link);

 private:
  base::Result<void> keep(const protocol::message::Renewed& renewed, Client& client);

  Machine& machine_;
  OnTrouble onTrouble_;
  JudgeOptions options_;
  bool mustReconnect_ = false;  // this link is for the renewal alone
};

}  // namespace vigie::link
