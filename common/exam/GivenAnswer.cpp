#include "common/exam/GivenAnswer.hpp"

namespace vigie::exam {

content::Answer toAnswer(const record::Answer& given) {
  content::Answer answer;
  answer.selected.assign(given.selected().begin(), given.selected().end());
  for (const record::AnswerField& field : given.fields()) answer.fields.emplace_back(field.name(), field.text());
  return answer;
}

content::Answer toAnswer(const record::Answer& given, const record::AnswerBody& body) {
  content::Answer answer = toAnswer(given);
  answer.leftScreen = body.left_screen();
  answer.outOfTime = body.out_of_time();
  return answer;
}

record::Answer toRecord(const content::Answer& answer) {
  record::Answer given;
  for (const std::string& id : answer.selected) given.add_selected(id);
  for (const auto& [name, text] : answer.fields) {
    record::AnswerField& field = *given.add_fields();
    field.set_name(name);
    field.set_text(text);
  }
  return given;
}

}  // namespace vigie::exam
