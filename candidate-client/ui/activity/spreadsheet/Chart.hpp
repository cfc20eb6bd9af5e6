// Bars with their names below and their numbers above; read out as a list of both. Ownership: the layout's.
// Thread: the window's.
#pragma once

#include <QWidget>
#include <vector>

namespace vigie::activity {

struct Bar {
  QString name;
  double height = 0;
};

class Chart : public QWidget {
 public:
  Chart(const QString& title, std::vector<Bar> bars);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Bar> bars_;
};

}  // namespace vigie::activity
