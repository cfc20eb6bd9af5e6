#include "certs/registry/StatusDesk.hpp"

#include "certs/log/Leaf.hpp"
#include "certs/status/StatusList.hpp"

namespace vigie::registry {

base::Result<void> signList(Centre& centre, const crypto::Signer& statusKey, Store& store, Draft& draft) {
  status::StatusList list;
  if (!centre.statusJwt.empty()) {
    auto last = status::readStatusListJwt(centre.statusJwt, statusKey.publicKey());
    if (!last) return base::failAt("the status list of centre " + centre.number, last.error());
    list = std::move(*last);
  }
  list.id = centre.statusList;
  list.issuer = centre.did;
  list.validFromMs = draft.nowMs() / 1000 * 1000;
  status::PublishedList published = status::publishStatusList(list, statusKey);
  centre.statusJwt = std::move(published.jwt);
  centre.statusJson = std::move(published.json);
  centre.statusMs = list.validFromMs;
  tlog::StatusLeaf leaf{draft.next(), draft.seconds(), centre.statusList,
                        crypto::sha256(base::bytesOf(centre.statusJwt))};
  if (auto added = draft.add(store, tlog::writeLeaf(leaf)); !added) return added;
  return store.putCentre(centre);
}

base::Result<std::size_t> signOldLists(LogWriter& writer, const crypto::Signer& statusKey) {
  std::size_t made = 0;
  const auto done = writer.append([&](Store& store, Draft& draft) -> base::Result<void> {
    auto centres = store.centres();
    if (!centres) return base::fail(centres.error());
    for (Centre& centre : *centres) {
      if (centre.statusMs > draft.nowMs() - kResignAfterMs) continue;
      if (auto again = signList(centre, statusKey, store, draft); !again) return again;
      ++made;
    }
    return {};
  });
  if (!done) return base::fail(done.error());
  return made;
}

}  // namespace vigie::registry
