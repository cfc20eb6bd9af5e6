#include "candidate-client/preview/Screenshots.hpp"

#include <QApplication>
#include <QEventLoop>
#include <QImage>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <algorithm>
#include <map>

#include "candidate-client/ui/Window.hpp"

namespace vigie::candidate {
namespace {

constexpr QSize kScreen = {1366, 768};
constexpr std::size_t kColours = 32;
constexpr int kPatienceMs = 10'000;

QRgb coarse(QRgb colour) {
  return qRgb(qRed(colour) & 0xF8, qGreen(colour) & 0xF8, qBlue(colour) & 0xF8);
}

int distance(QRgb one, QRgb other) {
  const int red = qRed(one) - qRed(other);
  const int green = qGreen(one) - qGreen(other);
  const int blue = qBlue(one) - qBlue(other);
  return red * red + green * green + blue * blue;
}

// The most frequent colours as they are, every other one as the nearest of them.
QImage withPalette(const QImage& picture) {
  std::map<QRgb, std::size_t> counts;
  std::map<QRgb, std::map<QRgb, std::size_t>> exact;
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const QRgb colour = picture.pixel(x, y);
      ++counts[coarse(colour)];
      ++exact[coarse(colour)][colour];
    }
  }
  std::vector<std::pair<std::size_t, QRgb>> order;
  for (const auto& [colour, count] : counts) order.emplace_back(count, colour);
  std::sort(order.rbegin(), order.rend());
  std::map<QRgb, QRgb> usual;  // of each bucket
  for (const auto& [bucket, shades] : exact) {
    usual[bucket] = std::max_element(shades.begin(), shades.end(), [](const auto& one, const auto& other) {
                      return one.second < other.second;
                    })->first;
  }
  QList<QRgb> palette;
  for (std::size_t i = 0; i < std::min(order.size(), kColours); ++i) palette << usual[order[i].second];
  std::map<QRgb, uchar> nearest;
  for (const auto& [colour, count] : counts) {
    const QRgb wanted = usual[colour];
    const auto best = std::min_element(palette.begin(), palette.end(), [wanted](QRgb one, QRgb other) {
      return distance(one, wanted) < distance(other, wanted);
    });
    nearest[colour] = static_cast<uchar>(best - palette.begin());
  }
  QImage out(picture.size(), QImage::Format_Indexed8);
  out.setColorTable(palette);
  for (int y = 0; y < picture.height(); ++y) {
    uchar* line = out.scanLine(y);
    for (int x = 0; x < picture.width(); ++x) line[x] = nearest[coarse(picture.pixel(x, y))];
  }
  return out;
}

void settle() {
  for (int i = 0; i < 5; ++i) QCoreApplication::sendPostedEvents();
  QCoreApplication::processEvents();
}

// Until the documents are decoded; the clock only ends a wait that would never end.
void awaitComplete(const Window& window) {
  QEventLoop loop;
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    if (window.question().isComplete()) loop.quit();
  });
  QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
  look.start(20);
  settle();
  if (!window.question().isComplete()) loop.exec();
  settle();
  // A window that has just come up goes where the keyboard is; people look at the first words.
  for (QScrollArea* area : window.question().findChildren<QScrollArea*>()) area->verticalScrollBar()->setValue(0);
  settle();
}

struct Shot {
  const content::Item& item;
  ui::Language language;
  ui::Look look;
};

base::Result<void> save(Window& window, const std::filesystem::path& file) {
  awaitComplete(window);
  const QImage picture = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
  if (withPalette(picture).save(QString::fromStdString(file.string()), "PNG", 0)) return {};
  return base::fail("screenshot-unwritable", "cannot write " + file.string());
}

base::Result<std::size_t> take(const Shot& shot, const std::filesystem::path& folder) {
  const std::string language(ui::codeOf(shot.language));
  auto question = questionOf(shot.item, language, 5);
  if (!question) return base::fail(question.error());
  Actions actions;
  WindowSettings settings;
  settings.language = shot.language;
  settings.look = shot.look;
  Window window(actions, settings);
  window.setWorkstation("Poste 4");
  window.resize(kScreen);
  window.show();
  session::View view;
  view.screen = session::Screen::question;
  view.displayName = "Camille Lefebvre";
  view.progress = 5;
  view.questions = 32;
  view.remainingMs = 72 * 60'000;
  view.question = std::make_shared<const session::ShownQuestion>(std::move(*question));
  window.present(view, {});
  const std::string name = shot.item.id + "-" + language + "-" + std::string(ui::codeOf(shot.look.scheme)) + "-" +
                           std::to_string(shot.look.zoom);
  if (auto saved = save(window, folder / (name + ".png")); !saved) return base::fail(saved.error());
  if (!shot.item.timerSeconds) return 1;
  window.question().begin();
  if (auto saved = save(window, folder / (name + "-begun.png")); !saved) return base::fail(saved.error());
  return 2;
}

}  // namespace

base::Result<std::size_t> takeScreenshots(const ItemsFile& source, const std::filesystem::path& folder) {
  const auto items = readItemsFile(source);
  if (!items) return base::fail(items.error());
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  std::size_t count = 0;
  for (const content::Item& item : *items) {
    for (const ui::Language language : ui::kLanguages) {
      for (const ui::Scheme scheme : ui::kSchemes) {
        for (const int zoom : {100, 200}) {
          const auto taken = take({item, language, {scheme, zoom}}, folder);
          if (!taken) return base::fail(taken.error());
          count += *taken;
        }
      }
    }
  }
  return count;
}

}  // namespace vigie::candidate
