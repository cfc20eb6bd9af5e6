#include "candidate-client/ui/question/Showable.hpp"

#include "candidate-client/ui/activity/ActivityQuestion.hpp"
#include "candidate-client/ui/question/QuestionWidget.hpp"

namespace vigie::candidate {
namespace {

std::unexpected<base::Error> unshowable(std::string detail) {
  return base::fail("item-unshowable", std::move(detail));
}

}  // namespace

base::Result<void> checkShowable(const session::ShownQuestion& question) {
  if (question.item.choiceIds.empty() && question.item.fields.empty() && !question.item.activity) {
    return unshowable("fields: there is nothing to choose, to type or to do");
  }
  if (makeQuestionWidget(question) != nullptr) return {};
  if (question.item.activity) {
    if (const auto made = activity::ActivityQuestion::make(question); !made) {
      // A report to the centre is short.
      return unshowable("activity: " + QString::fromStdString(made.error().detail).left(200).toStdString());
    }
  }
  return unshowable("kind: this version shows no " + std::string(content::kindName(question.item.kind)));
}

}  // namespace vigie::candidate
