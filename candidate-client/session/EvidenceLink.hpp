// The second connection of a seat, for its pictures: the machine's same certificate, one attempt at a time, each asked
// for by Evidence. Events come through `post`, on the thread that owns the sitting.
// Ownership: threads, machine and evidence must outlive it. Thread: the owner's; the destructor waits for callbacks.
#pragma once

#include <functional>
#include <memory>

#include "candidate-client/session/Evidence.hpp"
#include "common/link/CentreDates.hpp"
#include "common/link/Client.hpp"
#include "common/link/Machine.hpp"

namespace vigie::session {

class EvidenceLink {
 public:
  using Post = std::function<void(std::function<void()>)>;
  EvidenceLink(link::IoThreads& threads, const link::Machine& machine, const base::Clock& clock, Post post);

  void connect(Evidence& evidence);
  void send(const protocol::Message& message);
  void close() { client_.reset(); }

 private:
  link::IoThreads& threads_;
  const link::Machine& machine_;
  const base::Clock& clock_;
  Post post_;
  std::shared_ptr<const link::TlsContext> context_;  // one for all attempts: a cable cut resumes its TLS session…
  base::Bytes certificate_;                          // …until the machine has another certificate than this
  std::unique_ptr<link::Client> client_;
  link::CentreDates dates_;
  std::uint64_t attempt_ = 0;  // events of an earlier one are no news
  std::optional<link::LinkId> link_;
};

}  // namespace vigie::session
