#include "candidate-client/ui/question/Showable.hpp"

#include "candidate-client/ui/question/QuestionWidget.hpp"

namespace vigie::candidate {
namespace {

std::unexpected<base::Error> unshowable(std::string detail) {
  return base::fail("item-unshowable", std::move(detail));
}

}  // namespace

base::Result<void> checkShowable(const session::ShownQuestion& question) {
  const bool typed = question.item.kind == content::Kind::qroc || question.item.kind == content::Kind::qrocm;
  if (typed && question.item.fields.empty()) return unshowable("fields: there is nothing to type into");
  if (makeQuestionWidget(question) == nullptr) {
    return unshowable("kind: this version shows no " + std::string(content::kindName(question.item.kind)) +
                      (question.item.activity ? " with this activity.type" : ""));
  }
  return {};
}

}  // namespace vigie::candidate
