#include "candidate-client/ui/activity/web/Browser.hpp"

#include "candidate-client/ui/activity/parts/Build.hpp"

namespace vigie::activity {

QPushButton* addAddressLine(QVBoxLayout& column, const QString& address, const QString& backWords,
                            std::function<void()> back) {
  auto* row = new QHBoxLayout;
  auto* button = makeAct(QStringLiteral("←  ") + backWords, std::move(back));
  button->setAccessibleName(backWords);
  row->addWidget(button);
  row->addWidget(makeWords(address, "address"), 1);
  column.addLayout(row);
  return button;
}

}  // namespace vigie::activity
