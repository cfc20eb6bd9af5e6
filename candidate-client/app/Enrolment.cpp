#include "candidate-client/app/Enrolment.hpp"

#include "common/base/File.hpp"
#include "common/link/EnrolmentCode.hpp"

namespace vigie::candidate {
namespace {

// Whom to believe: the end of the 20 characters, or the authority that came with the package.
base::Result<void> readCode(const Configuration& configuration, const std::string& code, link::EnrolmentOrder& order) {
  if (configuration.trust.empty()) {
    const auto parsed = link::parseEnrolmentCode(code);
    if (!parsed) return base::fail(parsed.error());
    order.secret = parsed->secret;
    order.trust = parsed->fingerprint;
    return {};
  }
  const auto pem = base::readTextFile(configuration.trust);
  if (!pem) return base::fail(pem.error());
  auto authority = crypto::Certificate::fromPem(*pem);
  if (!authority) return base::failAt(configuration.trust.string(), authority.error());
  const auto secret = link::parseSecret(code);
  if (!secret) return base::fail(secret.error());
  order.secret = *secret;
  order.trust = std::move(*authority);
  return {};
}

}  // namespace

base::Result<void> enrolWorkstation(const Configuration& configuration, const std::string& code,
                                    const std::string& host) {
  link::EnrolmentOrder order;
  order.host = host.empty() ? configuration.host : host;
  order.port = configuration.port;
  order.enrolmentPort = configuration.enrolmentPort;
  order.role = crypto::Role::seat;
  if (const auto read = readCode(configuration, code, order); !read) return read;
  auto machine = link::enrol(order);
  if (!machine) return base::fail(machine.error());
  return link::saveMachine(configuration.machine, *machine);
}

}  // namespace vigie::candidate
