#include "proctor-console/app/Picture.hpp"

#include <QPixmap>
#include <QTimer>

namespace vigie::console_app {

Picture::Picture(window::MainWindow& window, std::filesystem::path file) : window_(window), file_(std::move(file)) {
  if (!file_.empty()) window_.onShown([this] { look(); });
}

Picture::Worth Picture::worth() const {
  const window::RoomPage* page = window_.room();
  const console::Outlook* outlook = window_.outlook();
  if (page == nullptr || outlook == nullptr || !outlook->room) return Worth::nothing;
  const auto& people = outlook->room->candidates();
  const bool works =
      std::any_of(people.begin(), people.end(), [](const auto& one) { return one.second.question() > 0; });
  if (!works) return Worth::nothing;
  return outlook->room->openAlerts().empty() ? Worth::people : Worth::report;
}

void Picture::look() {
  if (worth() <= kept_) return;
  kept_ = worth();
  // Once it is drawn.
  QTimer::singleShot(0, &window_, [this] { keep(); });
}

void Picture::keep() {
  const std::filesystem::path beside = file_.string() + ".part";
  if (!window_.grab().save(QString::fromStdString(beside.string()), "PNG")) return;
  std::error_code error;
  std::filesystem::rename(beside, file_, error);
}

}  // namespace vigie::console_app
