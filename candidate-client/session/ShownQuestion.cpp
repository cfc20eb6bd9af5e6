#include "candidate-client/session/ShownQuestion.hpp"

#include <algorithm>

#include "common/content/Presentation.hpp"

namespace vigie::session {
namespace {

std::unexpected<base::Error> wrong(const protocol::message::Question& message, const std::string& what) {
  return base::fail("question-wrong",
                    "question " + std::to_string(message.number()) + " as the centre sent it: " + what);
}

}  // namespace

base::Result<ShownQuestion> readQuestion(const protocol::message::Question& message) {
  auto item = content::readPublicContent(message.content());
  if (!item) return wrong(message, item.error().detail);
  if (message.number() == 0 || item->id != message.item() || item->version != message.item_version()) {
    return wrong(message, "it is not the item that was announced");
  }
  if (!item->locales.contains(message.language())) return wrong(message, "it is not written in the test's language");
  ShownQuestion question;
  question.number = message.number();
  question.language = message.language();
  question.order.assign(message.order().begin(), message.order().end());
  if (!std::is_permutation(question.order.begin(), question.order.end(), item->choiceIds.begin(),
                           item->choiceIds.end())) {
    return wrong(message, "its order is not one of its choices");
  }
  if (!message.previous().empty() && !crypto::toDigest(message.previous(), question.previous)) {
    return wrong(message, "the previous answer's digest is damaged");
  }
  question.shown =
      content::shownDigest(content::publicContentDigest(message.content()), question.language, question.order);
  question.item = std::move(*item);
  return question;
}

base::Result<void> checkFits(const ShownQuestion& question, const content::Answer& answer) {
  if (auto form = content::checkForm(answer); !form) return form;
  const auto& choices = question.item.choiceIds;
  for (const std::string& id : answer.selected) {
    if (std::find(choices.begin(), choices.end(), id) == choices.end()) {
      return base::fail("answer-unknown-choice", "this question has no such choice");
    }
  }
  if (question.item.kind == content::Kind::qcu && answer.selected.size() > 1) {
    return base::fail("answer-two-choices", "this question takes one choice");
  }
  for (const auto& [name, text] : answer.fields) {
    const bool isSummary = question.item.activity && name == content::kSummaryField;
    if (!isSummary && !question.item.fields.contains(name)) {
      return base::fail("answer-unknown-field", "this question has no such field");
    }
  }
  return {};
}

}  // namespace vigie::session
