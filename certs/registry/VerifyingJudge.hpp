// The registry's judge: the auditors' own library (certs/verify) under the registry's own anchors. What it does not
// find good is refused under the code of its gravest finding. Thread: any, several at once. Ownership: values.
#pragma once

#include "certs/registry/Layout.hpp"
#include "certs/registry/SessionJudge.hpp"

namespace vigie::registry {

class VerifyingJudge final : public SessionJudge {
 public:
  VerifyingJudge(crypto::Certificate root, crypto::PublicKey ticketKey)
      : root_(std::move(root)), ticketKey_(std::move(ticketKey)) {}

  // root.pem and the ticket certificate of the folder.
  static base::Result<VerifyingJudge> load(const Layout& layout);

  base::Result<HandedIn> judge(base::ByteView bundle) const override;

 private:
  crypto::Certificate root_;
  crypto::PublicKey ticketKey_;
};

}  // namespace vigie::registry
