// Who sits this session: adding people one by one or from a list, their codes, and the slips to print.
// Thread: Qt's main one.
#pragma once

#include <QWidget>
#include <array>
#include <filesystem>

#include "proctor-console/model/CandidateFile.hpp"
#include "proctor-console/ui/Action.hpp"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QScrollArea;
class QSpinBox;
class QTableWidget;
class QVBoxLayout;

namespace vigie::window {

class CandidatesPage : public QWidget {
 public:
  CandidatesPage(const Context& context, const base::SessionId& session, std::function<void()> back,
                 QWidget* parent = nullptr);

  void show(const console::Outlook& outlook);
  void importFrom(const std::filesystem::path& file);  // a list as CandidateFile.hpp says
  const base::SessionId& session() const { return session_; }

 private:
  QWidget* buildForm();
  void buildAgreed(QWidget& card, QVBoxLayout& column);
  QWidget* buildList();
  std::optional<console::NewCandidate> typed();
  void add(console::NewCandidate person, std::size_t line, int draws);
  void printOrSave(bool toFile);
  void tell(const QString& words, const char* style);

  const Context& context_;
  base::SessionId session_;
  QLineEdit* family_;
  QLineEdit* given_;
  QLineEdit* birth_;
  QComboBox* language_;
  QSpinBox* minutes_;
  QCheckBox* accessible_;
  std::vector<QCheckBox*> agreed_;  // an accommodation each, by object name
  Action* add_;
  QLabel* importOutcome_;
  QScrollArea* form_ = nullptr;
  QLabel* title_;
  QTableWidget* table_;
  std::size_t imported_ = 0;
  std::size_t toImport_ = 0;
  QStringList importFaults_;
};

}  // namespace vigie::window
