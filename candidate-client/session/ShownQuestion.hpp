// A question as it stands on the screen, read from the centre's message and checked. Immutable once made. Thread: any.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/content/PublicContent.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::session {

struct ShownQuestion {
  std::uint32_t number = 0;
  content::PublicItem item;
  std::string language;
  std::vector<std::string> order;  // of the choices, top to bottom
  crypto::Digest shown{};          // what an answer to it signs
  crypto::Digest previous{};       // of the newest Signed answer the centre has, zero when there is none

  const content::PublicBlock& text() const { return item.locales.find(language)->second; }
};

// Error "question-wrong": content that is not canonical, another item or version than announced, a language it is not
// written in, an order that is not of its choices.
base::Result<ShownQuestion> readQuestion(const protocol::message::Question& message);

// Whether an answer speaks of this question: known choices and fields, one choice at most for a QCU. Nothing selected
// is an answer too. Errors: those of content::checkForm, "answer-unknown-choice", "answer-unknown-field",
// "answer-two-choices".
base::Result<void> checkFits(const ShownQuestion& question, const content::Answer& answer);

}  // namespace vigie::session
