#include "common/exam/PrivateOwner.hpp"

#include <algorithm>

namespace vigie::exam {

PrivateOwner ownerOf(const SessionRecord& content, const SessionState& state) {
  PrivateOwner owner;
  owner.isAnswer = std::holds_alternative<record::AnswerAccepted>(content);
  if (const auto* resolved = std::get_if<record::AlertResolved>(&content)) {
    const auto alert = std::find_if(state.alerts.begin(), state.alerts.end(),
                                    [&](const Alert& one) { return one.number == resolved->alert(); });
    if (alert != state.alerts.end()) owner.candidate = alert->candidate;
    return owner;
  }
  std::visit(
      [&](const auto& message) {
        if constexpr (requires { message.candidate(); }) {
          owner.candidate = base::CandidateRef::fromBytes(message.candidate()).value_or(base::CandidateRef{});
        }
      },
      content);
  return owner;
}

}  // namespace vigie::exam
