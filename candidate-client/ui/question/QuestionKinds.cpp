// The kinds of question that this window can show: one line each.
#include <algorithm>
#include <array>

#include "candidate-client/ui/activity/ActivityQuestion.hpp"
#include "candidate-client/ui/question/ChoiceQuestion.hpp"
#include "candidate-client/ui/question/TypedQuestion.hpp"

namespace vigie::candidate {
namespace {

template <class Widget>
std::unique_ptr<QuestionWidget> make(const session::ShownQuestion& question) {
  return std::make_unique<Widget>(question);
}

struct Registration {
  content::Kind kind;
  std::unique_ptr<QuestionWidget> (*make)(const session::ShownQuestion&);
};

constexpr auto kKinds = std::to_array<Registration>({
    {content::Kind::qcu, make<ChoiceQuestion>},
    {content::Kind::qcm, make<ChoiceQuestion>},
    {content::Kind::qroc, make<TypedQuestion>},
    {content::Kind::qrocm, make<TypedQuestion>},
    {content::Kind::abc, activity::makeActivityQuestion},
});

// An author's file may say one kind and bring the parts of another: what is there can be answered.
content::Kind shownAs(const content::PublicItem& item) {
  using content::Kind;
  const bool choice = item.kind == Kind::qcu || item.kind == Kind::qcm;
  const bool fits = choice                   ? !item.choiceIds.empty()
                    : item.kind == Kind::abc ? item.activity.has_value()
                                             : !item.fields.empty();
  if (fits) return item.kind;
  if (!item.choiceIds.empty()) return Kind::qcm;
  if (!item.fields.empty()) return Kind::qrocm;
  return item.activity ? Kind::abc : item.kind;
}

}  // namespace

bool isEmpty(const content::Answer& answer) {
  const auto blank = [](const auto& field) { return QString::fromStdString(field.second).trimmed().isEmpty(); };
  return answer.selected.empty() && std::all_of(answer.fields.begin(), answer.fields.end(), blank);
}

std::unique_ptr<QuestionWidget> makeQuestionWidget(const session::ShownQuestion& question) {
  for (const Registration& one : kKinds) {
    if (one.kind == shownAs(question.item)) return one.make(question);
  }
  return nullptr;
}

}  // namespace vigie::candidate
