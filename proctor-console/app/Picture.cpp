#include "proctor-console/app/Picture.hpp"

#include <QPixmap>
#include <QTimer>
#include <algorithm>
#include <iostream>

namespace vigie::console_app {

Picture::Picture(window::MainWindow& window, std::filesystem::path file) : window_(window), file_(std::move(file)) {
  if (!file_.empty()) window_.onShown([this] { look(); });
}

Picture::Worth Picture::worth() const {
  const window::RoomPage* page = window_.room();
  const console::Outlook* outlook = window_.outlook();
  if (page == nullptr || outlook == nullptr || !outlook->room) return Worth::nothing;
  if (!outlook->room->openAlerts().empty()) return Worth::report;
  const auto& people = outlook->room->candidates();
  const auto working =
      std::count_if(people.begin(), people.end(), [](const auto& one) { return one.second.question() > 0; });
  if (working == 0) return Worth::room;
  return static_cast<std::size_t>(working) == people.size() ? Worth::everybody : Worth::somebody;
}

void Picture::look() {
  const Worth now = worth();
  if (now <= kept_) return;
  kept_ = now;
  // Once it is drawn.
  QTimer::singleShot(0, &window_, [this, now] { keep(now); });
}

void Picture::keep(Worth worth) {
  static constexpr const char* kWords[] = {"", "room: shown", "picture: somebody works", "picture: everybody works",
                                           "picture: a report waits"};
  const std::filesystem::path beside = file_.string() + ".part";
  if (!window_.grab().save(QString::fromStdString(beside.string()), "PNG")) {
    std::cerr << "proctor-console: cannot write " << beside.string() << '\n';
    return;
  }
  std::error_code error;
  std::filesystem::rename(beside, file_, error);
  std::cout << kWords[static_cast<int>(worth)] << std::endl;
}

}  // namespace vigie::console_app
