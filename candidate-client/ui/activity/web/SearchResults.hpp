// Type search-results: what a search engine gives; opening a result shows its page. Nothing is fetched. Summary: opened
// [ids], lastOpened (empty: none), answers, place (the page on screen). Ownership: the question's. Thread: the
// window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"

class QVBoxLayout;

namespace vigie::activity {

class AnswerFields;
class Stage;

class SearchResults final : public Interaction {
 public:
  explicit SearchResults(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  struct Result {
    QString id, title, address, text, page;
    bool isSponsored;
  };

  void show();
  void showList(QVBoxLayout& column);
  void open(const QString& id);

  QString query_;
  std::vector<Result> results_;
  Stage* stage_;
  AnswerFields* fields_;
  QWidget* first_ = nullptr;
  QString place_;
  Events opened_;
};

}  // namespace vigie::activity
