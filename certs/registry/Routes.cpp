#include "certs/registry/Routes.hpp"

namespace vigie::registry {
namespace {

std::string_view pathOf(std::string_view target) {
  return target.substr(0, target.find('?'));
}

}  // namespace

Route routeOf(const RequestHead& head) {
  using Kind = Route::Kind;
  const std::string_view path = pathOf(head.target);
  const bool isGet = head.method == "GET";
  constexpr std::string_view kSessions = "/v1/sessions/";
  constexpr std::string_view kBundle = "/bundle";
  constexpr std::string_view kVerifier = "/verifier/";
  constexpr std::string_view kProof = "/proof";
  if (path.starts_with(kSessions) && path.ends_with(kBundle) && path.size() > kSessions.size() + kBundle.size()) {
    const std::string_view id = path.substr(kSessions.size(), path.size() - kSessions.size() - kBundle.size());
    return {head.method == "POST" ? Kind::bundle : Kind::wrongMethod, std::string(id)};
  }
  Route route;
  if (path == "/v1/tickets") {
    route.kind = Kind::tickets;
  } else if (path == "/" || path == "/verifier") {
    route.kind = Kind::search;
  } else if (path == "/style.css") {
    route.kind = Kind::style;
  } else if (path.starts_with(kVerifier) && path.ends_with(kProof) && path.size() > kVerifier.size() + kProof.size()) {
    route = {Kind::proof, std::string(path.substr(kVerifier.size(), path.size() - kVerifier.size() - kProof.size()))};
  } else if (path.starts_with(kVerifier)) {
    route = {Kind::verifier, std::string(path.substr(kVerifier.size()))};
  } else {
    route = {Kind::file, std::string(path)};
  }
  if (!isGet) route.kind = Kind::wrongMethod;
  return route;
}

}  // namespace vigie::registry
