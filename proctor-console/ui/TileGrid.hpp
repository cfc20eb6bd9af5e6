// The tiles of a room in rows, all equally wide, those of a row equally high. Arrow keys go from tile to tile.
// Thread: Qt's main one.
#pragma once

#include <QWidget>
#include <map>
#include <vector>

#include "proctor-console/ui/Tile.hpp"

namespace vigie::window {

class TileGrid : public QWidget {
 public:
  explicit TileGrid(QWidget* parent = nullptr);

  Tile* tile(const base::CandidateRef& candidate) const;
  Tile& put(const base::CandidateRef& candidate);  // makes it when it is not there
  // Which tiles are shown, in this order; the others are hidden.
  void arrange(const std::vector<base::CandidateRef>& order);
  std::size_t count() const { return order_.size(); }
  void tick();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void place();
  int tileWidth() const;

  std::map<base::CandidateRef, Tile*> tiles_;
  std::vector<base::CandidateRef> order_;
  int columns_ = 1;
};

}  // namespace vigie::window
