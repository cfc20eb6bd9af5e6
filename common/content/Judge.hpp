// Right or wrong. Rules: reference of the certification (QCU, QCM: exactly the correct choices; typed fields: each
// must be right, or in the dependent mode each must match a set of accepted texts of its own; an activity: all checks
// on its summary), with the treatments of the item format. On a question that asks to stay, a right answer counts only
// when the person stayed (the reference's "focusedOut"). Pure: the same bytes give the same verdict in the centre and
// for an auditor. Thread: any.
#pragma once

#include <string_view>

#include "common/base/Result.hpp"
#include "common/content/Item.hpp"

namespace vigie::content {

enum class Verdict { right, wrong };

// Whether an answer speaks of this item: known choices, one at most for a QCU, known fields. Honest clients always do.
// Errors: those of checkForm, "answer-unknown-choice", "answer-unknown-field", "answer-two-choices".
base::Result<void> checkFits(const Item& item, const Answer& answer);

// An answer that does not fit is wrong. Error: "locale-unknown" (the item is not in that language).
base::Result<Verdict> judge(const Item& item, std::string_view locale, const Answer& answer);

}  // namespace vigie::content
