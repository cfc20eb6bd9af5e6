// Type web-site: pages joined by links, starting at the first. Summary: visited [page ids, the first page included],
// answers. Ownership: the question's. Thread: the window's.
#pragma once

#include "candidate-client/ui/activity/Interaction.hpp"
#include "candidate-client/ui/activity/parts/DropDown.hpp"

namespace vigie::activity {

class AnswerFields;
class Stage;

class WebSite final : public Interaction {
 public:
  explicit WebSite(const Spec& spec);

  QJsonObject summary() const override;
  void restore(const QJsonObject& summary) override;
  QWidget* firstInput() const override { return first_; }

 private:
  struct Page {
    QString id, title, text;
    std::vector<Option> links;  // id: the page it leads to
  };

  void show();
  void visit(const QString& id);
  const Page* find(const QString& id) const;

  std::vector<Page> pages_;
  Stage* stage_;
  AnswerFields* fields_;
  QWidget* first_ = nullptr;
  QStringList back_;  // pages before this one
  Events visited_;
};

}  // namespace vigie::activity
