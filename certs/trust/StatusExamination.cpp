// The part of an Examination that asks whether the certificate was taken back.
#include <algorithm>

#include "certs/trust/Accreditation.hpp"
#include "certs/trust/impl/Examination.hpp"
#include "common/base/Clock.hpp"

namespace vigie::trust {

void Examination::checkStatuses() {
  for (const credential::StatusReference& reference : verdict_.certificate->statuses) checkStatus(reference);
}

void Examination::checkStatus(const credential::StatusReference& reference) {
  const auto fileName = status::fileNameOf(reference.list);
  if (!fileName) return found(Reason::statusMissing, reference.list, fileName.error().detail);
  const std::string name = "status/" + *fileName;
  const auto list = readList(name);
  if (!list) return;
  const bool same = list->id == reference.list && list->issuer == verdict_.certificate->issuer &&
                    list->purpose == reference.purpose && reference.index < list->bits.count();
  if (!same) return found(Reason::statusOfAnother, name + ".jwt");
  checkStatusKeyAt(list->validFromMs);
  const std::string date = base::formatUtc(list->validFromMs);
  verdict_.statusMs = std::max(verdict_.statusMs.value_or(0), list->validFromMs);
  if (list->validFromMs > times_.nowMs + kClockSkewMs) return found(Reason::statusFromFuture, date);
  if (list->bits.isSet(reference.index)) {
    found(reference.purpose == credential::StatusPurpose::revocation ? Reason::revoked : Reason::suspended, date);
  }
  const bool ended = list->validUntilMs && times_.atMs > *list->validUntilMs;
  if (ended || times_.atMs - list->validFromMs > kOldestListMs) found(Reason::statusOld, date);
}

// The JWT; where only the JSON is there, that. Two of one place must say the same: one damaged twin is damage.
std::optional<status::StatusList> Examination::readList(const std::string& name) {
  const auto jwt = companions_.companion(name + ".jwt");
  const auto json = companions_.companion(name + ".json");
  const bool neither = !jwt && !json;
  if (neither) {
    const bool absent = jwt.error().code == "file-missing";
    found(absent ? Reason::statusMissing : Reason::fileUnreadable, name + ".jwt", jwt.error().detail);
    return std::nullopt;
  }
  if (!did_) {  // already noted: missing, damaged or another's; the form of the list can still be wrong
    const auto form = jwt ? credential::parseJws(jwt->content) : base::Result<credential::Jws>();
    if (!form) found(Reason::statusDamaged, name + ".jwt", form.error().detail);
    return std::nullopt;
  }
  if (!did_->status) {
    found(Reason::statusKeyUnknown, "did.json", "it holds no key #s");
    return std::nullopt;
  }
  const crypto::PublicKey& key = did_->status->key;
  const bool useJson = json && (!jwt || jwt->place == json->place);
  auto fromJwt = jwt ? status::readStatusListJwt(jwt->content, key) : base::fail(jwt.error());
  auto fromJson = useJson ? status::readStatusListJson(json->content, key) : base::fail("unused", "");
  if (jwt && !fromJwt) found(Reason::statusDamaged, name + ".jwt", fromJwt.error().detail);
  if (useJson && !fromJson) found(Reason::statusDamaged, name + ".json", fromJson.error().detail);
  if ((jwt && !fromJwt) || (useJson && !fromJson)) return std::nullopt;
  if (jwt && useJson && *fromJwt != *fromJson) {
    found(Reason::statusDamaged, name + ".json", "it says something else than the .jwt beside it");
    return std::nullopt;
  }
  return jwt ? std::move(*fromJwt) : std::move(*fromJson);
}

// did.json may be anybody's: the key that says what is revoked must lead to the root by its own certificate.
void Examination::checkStatusKeyAt(std::int64_t signedMs) {
  if (!root_) return;  // already noted
  const auto vouched = checkStatusKey(did_->status->chain, did_->status->key, *root_, signedMs);
  if (!vouched) found(Reason::statusKeyUnknown, "did.json", vouched.error().detail);
}

}  // namespace vigie::trust
