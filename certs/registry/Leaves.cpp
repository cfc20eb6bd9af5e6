#include "certs/registry/Leaves.hpp"

#include <nlohmann/json.hpp>

#include "common/jcs/Jcs.hpp"

namespace vigie::registry {
namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;

}  // namespace

std::string writeLeaf(const AccreditLeaf& leaf) {
  return jcs::canonicalText({{"v", kVersion},
                             {"t", "centre-accredit"},
                             {"n", leaf.number},
                             {"ts", leaf.timeSeconds},
                             {"centre", leaf.centre},
                             {"did", leaf.did},
                             {"cert", base::toHex(leaf.certificate)}});
}

std::string writeLeaf(const KeyLeaf& leaf) {
  return jcs::canonicalText({{"v", kVersion},
                             {"t", "key-add"},
                             {"n", leaf.number},
                             {"ts", leaf.timeSeconds},
                             {"kid", leaf.keyId},
                             {"use", leaf.use},
                             {"key", base::toHex(leaf.key)}});
}

std::string writeLeaf(const AnchorLeaf& leaf) {
  return jcs::canonicalText({{"v", kVersion},
                             {"t", "anchor"},
                             {"n", leaf.number},
                             {"ts", leaf.timeSeconds},
                             {"centre", leaf.centre},
                             {"ticket", leaf.ticket},
                             {"sess", leaf.sessionLeaf ? Json(std::to_string(*leaf.sessionLeaf)) : Json()},
                             {"session", leaf.session.hex()},
                             {"position", leaf.position},
                             {"head", base::toHex(leaf.head)},
                             {"bundle", base::toHex(leaf.bundle)},
                             {"certificates", leaf.certificates}});
}

}  // namespace vigie::registry
