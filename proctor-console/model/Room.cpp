#include "proctor-console/model/Room.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "common/exam/Records.hpp"

namespace vigie::console {
namespace {

namespace message = protocol::message;

template <class View>
bool differs(const View& before, const View& after) {
  return exam::bytesOf(before) != exam::bytesOf(after);
}

template <class Key, class View>
bool put(std::map<Key, View>& views, const Key& key, const View& view) {
  const auto [place, isNew] = views.try_emplace(key, view);
  if (isNew) return true;
  if (!differs(place->second, view)) return false;
  place->second = view;
  return true;
}

}  // namespace

std::optional<exam::CandidatePhase> candidatePhase(std::string_view name) {
  using enum exam::CandidatePhase;
  for (const exam::CandidatePhase phase : {added, seated, identified, ready, running, ended}) {
    if (exam::phaseName(phase) == name) return phase;
  }
  return std::nullopt;
}

std::optional<exam::SessionPhase> sessionPhase(std::string_view name) {
  using enum exam::SessionPhase;
  for (const exam::SessionPhase phase : {none, created, open, ended, finalised}) {
    if (exam::phaseName(phase) == name) return phase;
  }
  return std::nullopt;
}

void Room::replace(const message::Reply& view) {
  session_.reset();
  candidates_.clear();
  alerts_.clear();
  merge(view);
}

RoomChange Room::merge(const message::Reply& change) {
  RoomChange out;
  for (const message::SessionView& view : change.sessions()) {
    if (view.session() != id_.bytes() || (session_ && !differs(*session_, view))) continue;
    session_ = view;
    out.session = true;
  }
  for (const message::CandidateView& view : change.candidates()) {
    const auto ref = base::CandidateRef::fromBytes(view.candidate());
    if (ref && put(candidates_, *ref, view)) out.candidates.insert(*ref);
  }
  for (const message::AlertView& view : change.alerts()) {
    if (put(alerts_, view.alert(), view)) out.alerts.insert(view.alert());
  }
  return out;
}

const message::CandidateView* Room::find(const base::CandidateRef& candidate) const {
  const auto found = candidates_.find(candidate);
  return found == candidates_.end() ? nullptr : &found->second;
}

std::vector<const message::CandidateView*> Room::byName() const {
  std::vector<const message::CandidateView*> out;
  for (const auto& [ref, view] : candidates_) out.push_back(&view);
  std::sort(out.begin(), out.end(), [](const auto* left, const auto* right) {
    return std::tie(left->family_name(), left->given_name(), left->candidate()) <
           std::tie(right->family_name(), right->given_name(), right->candidate());
  });
  return out;
}

std::vector<const message::AlertView*> Room::openAlerts() const {
  std::vector<const message::AlertView*> out;
  for (const auto& [number, view] : alerts_) {
    if (view.open()) out.push_back(&view);
  }
  return out;
}

Attention Room::attention(const message::CandidateView& candidate) const {
  const auto phase = candidatePhase(candidate.phase());
  if (!phase || *phase == exam::CandidatePhase::ended) return Attention::none;
  const auto open = openAlerts();
  const bool hasAlert = std::any_of(open.begin(), open.end(),
                                    [&](const auto* alert) { return alert->candidate() == candidate.candidate(); });
  if (hasAlert) return Attention::openAlert;
  if (*phase != exam::CandidatePhase::added && !candidate.linked()) return Attention::linkLost;
  return *phase == exam::CandidatePhase::identified ? Attention::confirmPresence : Attention::none;
}

bool Room::allReached(exam::CandidatePhase phase) const {
  if (candidates_.empty()) return false;
  return std::all_of(candidates_.begin(), candidates_.end(), [&](const auto& entry) {
    const auto reached = candidatePhase(entry.second.phase());
    return reached && *reached >= phase;
  });
}

bool Room::sessionReached(exam::SessionPhase phase) const {
  const auto reached = session_ ? sessionPhase(session_->phase()) : std::nullopt;
  return reached && *reached >= phase;
}

}  // namespace vigie::console
