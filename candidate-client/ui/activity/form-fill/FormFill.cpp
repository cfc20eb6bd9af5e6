#include "candidate-client/ui/activity/form-fill/FormFill.hpp"

#include "candidate-client/ui/activity/form-fill/FormField.hpp"
#include "candidate-client/ui/activity/parts/Build.hpp"
#include "candidate-client/ui/activity/parts/FilePicker.hpp"
#include "common/ui/FlowLayout.hpp"

namespace vigie::activity {

FormFill::FormFill(const Spec& spec) : Interaction(spec) {
  auto* form = makePanel("stage");
  auto* places = new ui::FlowLayout(14);
  const std::vector<Option> files = readFiles(spec);
  for (const Spec& each : spec.parts("fields", 1)) {
    auto* field = new FormField(each, files);
    field->onChanged = [this, field] { typed(*field); };
    places->addWidget(field);
    fields_.push_back(field);
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    FormField* next = i + 1 < fields_.size() ? fields_[i + 1] : nullptr;
    fields_[i]->onReturn = [this, next] { next == nullptr ? send() : next->input()->setFocus(Qt::TabFocusReason); };
  }
  columnOf(*form)->addLayout(places);
  auto* row = new QHBoxLayout;
  const QString words = spec.has("submit") ? spec.words("submit") : say(Word::send);
  row->addWidget(makeAct(words, [this] { send(); }));
  state_ = makeWords({}, "quiet");
  row->addWidget(state_, 1);
  columnOf(*form)->addLayout(row);
  columnOf(*this)->addWidget(form);
  if (spec.flag("showErrors", false)) {
    for (FormField* field : fields_) {
      if (field->value() != QJsonValue(QString())) field->showFault(field->fault());
    }
  }
  showState();
}

void FormFill::showState() {
  state_->setText(say(submitted_ ? Word::formSent : Word::formNotSent));
}

void FormFill::send() {
  FormField* first = nullptr;
  for (FormField* field : fields_) {
    const QString fault = field->fault();
    field->showFault(fault);
    if (!fault.isEmpty() && first == nullptr) first = field;
  }
  submitted_ = first == nullptr;
  if (first != nullptr) {
    ++errorsShown_;
    first->input()->setFocus(Qt::OtherFocusReason);
  }
  showState();
  tell(say(submitted_ ? Word::formSent : Word::formHasFaults));
  changed();
}

void FormFill::typed(FormField& field) {
  if (isRestoring_) return;
  field.showFault({});
  if (submitted_) tell(say(Word::formChanged));
  submitted_ = false;
  showState();
  changed();
}

QJsonObject FormFill::summary() const {
  QJsonObject fields;
  for (const FormField* field : fields_) fields[field->id()] = field->value();
  QJsonObject out{{"fields", fields}, {"submitted", submitted_}};
  if (errorsShown_ > 0) out["errorsShown"] = errorsShown_;
  return out;
}

void FormFill::restore(const QJsonObject& summary) {
  isRestoring_ = true;
  const QJsonObject fields = summary.value("fields").toObject();
  for (FormField* field : fields_) field->setValue(fields.value(field->id()));
  isRestoring_ = false;
  submitted_ = summary.value("submitted").toBool();
  errorsShown_ = summary.value("errorsShown").toInt();
  showState();
}

QWidget* FormFill::firstInput() const {
  return fields_.empty() ? nullptr : fields_.front()->input();
}

}  // namespace vigie::activity
