// Keeps a picture of the window in a file when the room shows what is worth showing: everybody at work, and better
// still a report that waits. Written beside the file and renamed, so that whoever waits for it never reads half of one.
// Thread: Qt's main one.
#pragma once

#include <filesystem>

#include "proctor-console/ui/MainWindow.hpp"

namespace vigie::console_app {

class Picture {
 public:
  Picture(window::MainWindow& window, std::filesystem::path file);  // empty: nothing is kept

 private:
  enum class Worth { nothing, room, somebody, everybody, report };
  Worth worth() const;
  void look();
  void keep(Worth worth);

  window::MainWindow& window_;
  std::filesystem::path file_;
  Worth kept_ = Worth::nothing;
};

}  // namespace vigie::console_app
