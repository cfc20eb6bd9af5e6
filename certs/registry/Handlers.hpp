// What each address of the API does (API.md). Thread: any, several at once. Ownership: refers to the composition
// root's parts.
#pragma once

#include <atomic>

#include "certs/registry/Archive.hpp"
#include "certs/registry/Exchange.hpp"
#include "certs/registry/Intake.hpp"
#include "certs/registry/Pages.hpp"
#include "certs/registry/RateLimit.hpp"

namespace vigie::registry {

struct HandlerLimits {
  RateLimit::Rule requests;
  RateLimit::Rule lookups;
  std::size_t bundleBytes = 0;
  int uploadsAtOnce = 4;  // bodies in memory
};

struct HandlerParts {
  const Layout& layout;
  Archive& archive;
  Intake& intake;
  crypto::PublicKey statusKey;
  tlog::NoteKey logKey;
  const base::Clock& clock;
};

class Handlers final : public Service {
 public:
  Handlers(HandlerParts parts, const HandlerLimits& limits)
      : parts_(std::move(parts)), limits_(limits), requests_(limits.requests), lookups_(limits.lookups) {}

  Admission admit(const RequestHead& head) override;
  Answer answer(const RequestHead& head, base::Bytes body) override;

 private:
  struct Route;
  static Route routeOf(const RequestHead& head);
  base::Result<Centre> centreOf(const RequestHead& head);
  Answer tickets(const RequestHead& head);
  Answer bundle(const RequestHead& head, const std::string& session, base::Bytes body);
  Answer verifier(const RequestHead& head, const std::string& code);
  Answer proof(const std::string& code);
  Answer publicFile(const std::string& path) const;
  base::Result<std::optional<CodeFacts>> factsOf(const std::string& code);

  HandlerParts parts_;
  HandlerLimits limits_;
  RateLimit requests_;
  RateLimit lookups_;
  std::atomic<int> uploads_ = 0;
};

}  // namespace vigie::registry
