// One field of a typed question, by its `input`: a line ("text", and any word that is not known), several lines
// ("paragraph"), a list ("select", or options), a "number", a "date", a "time". Thread: the window's.
#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "candidate-client/ui/Catalogue.hpp"
#include "common/content/Answer.hpp"
#include "common/content/Item.hpp"

class QLabel;

namespace vigie::ui {
class LineField;
class ListField;
class TextField;
}  // namespace vigie::ui

namespace vigie::candidate {

inline constexpr int kLongestTyped = static_cast<int>(content::kLongestText / 4);  // characters, of four bytes at most

class FieldInput final : public QWidget {
 public:
  // `after`: words behind the field; `language`: of the question.
  FieldInput(std::string name, const content::Field& field, const std::string& language, const QString& after);

  const std::string& name() const { return name_; }
  std::string value() const;
  void restore(const std::string& value);
  QWidget* control() const;
  bool isTyped() const { return list_ == nullptr; }
  void speak(ui::Language language);

  std::function<void()> onChanged;
  std::function<void(qsizetype characters)> onTooLong;
  std::function<void()> onReturn;

 private:
  enum class Sort { line, paragraph, list, number, date, time };
  static Sort sortOf(const content::Field& field);

  QWidget* makeControl(const content::Field& field, const std::string& language);
  QString understood() const;
  void changed();

  const std::string name_;
  const std::string questionLanguage_;
  const Sort sort_;
  ui::Language language_ = ui::Language::french;
  ui::LineField* line_ = nullptr;  // one of the three
  ui::TextField* text_ = nullptr;
  ui::ListField* list_ = nullptr;
  std::vector<std::string> options_;  // ids, in the order of the list, which begins with an empty line
  QLabel* echo_ = nullptr;            // how it was understood
};

}  // namespace vigie::candidate
