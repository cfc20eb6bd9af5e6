#include "common/link/End.hpp"

namespace vigie::link {

std::string_view endName(End end) {
  switch (end) {
    case End::peerDone:
      return "peer-done";
    case End::closed:
      return "closed";
    case End::truncated:
      return "truncated";
    case End::timeout:
      return "timeout";
    case End::cancelled:
      return "cancelled";
    case End::tooBig:
      return "too-big";
    case End::unknownType:
      return "unknown-type";
    case End::slowPeer:
      return "slow-peer";
    case End::tls:
      return "tls";
    case End::io:
      return "io";
  }
  return "io";
}

}  // namespace vigie::link
