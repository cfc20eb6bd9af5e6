// What a screen reader is told of a tile, and what it may ask of it.
#include <QAccessible>
#include <QAccessibleWidget>

#include "candidate-client/ui/activity/parts/Tile.hpp"

namespace vigie::activity {
namespace {

class TileFace final : public QAccessibleWidget {
 public:
  explicit TileFace(Tile& tile) : QAccessibleWidget(&tile, QAccessible::Button), tile_(tile) {}

  QAccessible::State state() const override {
    QAccessible::State state = QAccessibleWidget::state();
    state.selectable = true;
    state.selected = tile_.isMarked() || tile_.isChecked();
    state.hasPopup = static_cast<bool>(tile_.acts().menu);
    return state;
  }

  QStringList actionNames() const override {
    QStringList names{pressAction(), setFocusAction()};
    if (tile_.acts().open) names << openAction();
    if (tile_.acts().menu) names << showMenuAction();
    return names;
  }

  QString localizedActionName(const QString& name) const override {
    return name == openAction() ? name : QAccessibleWidget::localizedActionName(name);
  }

  void doAction(const QString& name) override {
    if (name == pressAction()) {
      tile_.press();
    } else if (name == openAction()) {
      tile_.open();
    } else if (name == showMenuAction()) {
      tile_.menu();
    } else {
      QAccessibleWidget::doAction(name);
    }
  }

 private:
  static QString openAction() { return QStringLiteral("open"); }

  Tile& tile_;
};

QAccessibleInterface* makeFace(const QString&, QObject* object) {
  auto* tile = dynamic_cast<Tile*>(object);
  return tile == nullptr ? nullptr : new TileFace(*tile);
}

}  // namespace

void guardTiles() {
  static const bool kOnce = [] {
    QAccessible::installFactory(makeFace);
    return true;
  }();
  static_cast<void>(kOnce);
}

}  // namespace vigie::activity
