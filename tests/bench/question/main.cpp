// question-bench: what a candidate waits for, measured on the whole certification bank in a window without a screen:
// from the arrival of a question's bytes to its pixels, the memory of the window, from the start of the program to the
// practice, and the bank loaded and verified. Prints, never judges.
#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "candidate-client/preview/ItemsFile.hpp"
#include "candidate-client/ui/Window.hpp"
#include "common/base/File.hpp"
#include "common/content/Bank.hpp"
#include "common/crypto/Seal.hpp"

namespace {

using namespace vigie;

// Seconds since the kernel made this process.
double sinceStart() {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream rest(text.substr(text.rfind(')') + 2));
  std::string word;
  for (int field = 3; field <= 22; ++field) rest >> word;
  double uptime = 0;
  std::ifstream("/proc/uptime") >> uptime;
  return uptime - std::stod(word) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double megabytesOf(const std::string& field) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(field)) return std::stod(line.substr(field.size() + 1)) / 1024;
  }
  return 0;
}

content::ItemSource readBank() {
  content::ItemSource source;
  source.bank = "vigie-certification";
  for (const auto& file : std::filesystem::directory_iterator(VIGIE_SOURCE_DIR "/common/content/bank")) {
    auto items = candidate::readItemsFile({.file = file.path(), .bankKey = {}, .contentKey = {}, .onlyItems = {}});
    if (items) std::move(items->begin(), items->end(), std::back_inserter(source.items));
  }
  return source;
}

void paint(candidate::Window& window) {
  for (int i = 0; i < 3; ++i) QCoreApplication::sendPostedEvents();
  window.repaint();
  QCoreApplication::processEvents();
}

void print(const char* what, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) { return values[static_cast<std::size_t>(share * double(values.size() - 1))]; };
  std::printf("%-46s p50 %6.1f ms   p99 %6.1f ms   most %6.1f ms   (%zu)\n", what, at(0.5), at(0.99), values.back(),
              values.size());
}

void measureQuestions(candidate::Window& window, const content::ItemSource& source) {
  std::vector<double> shown;
  std::vector<double> complete;
  std::uint32_t number = 0;
  for (const content::Item& item : source.items) {
    QElapsedTimer clock;
    clock.start();
    auto question = candidate::questionOf(item, "fr", ++number);  // as it comes: bytes, checked
    if (!question) continue;
    session::View view;
    view.screen = session::Screen::question;
    view.question = std::make_shared<const session::ShownQuestion>(std::move(*question));
    view.progress = 1;
    view.questions = 32;
    view.remainingMs = 3'600'000;
    window.present(view, {});
    window.question().begin();
    paint(window);
    shown.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    if (item.attachments.empty()) continue;
    while (!window.question().isComplete() && clock.elapsed() < 10'000) {
      QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    paint(window);
    complete.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  print("question, from its bytes to its pixels", shown);
  print("  with its documents decoded", complete);
}

void measureBank(const content::ItemSource& source) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const base::SecretBytes contentKey = crypto::newSealKey();
  const auto files = content::makeBank(source, 1, key, contentKey);
  if (!files) {
    std::printf("the bank was not built: %s\n", files.error().detail.c_str());
    return;
  }
  std::vector<double> loaded;
  for (int i = 0; i < 5; ++i) {
    QElapsedTimer clock;
    clock.start();
    const auto bank = content::Bank::load(files->cal, files->items, contentKey, key.publicKey());
    if (bank) loaded.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  std::printf("bank of %zu items: ", source.items.size());
  print("loaded and verified", loaded);
}

}  // namespace

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication qt(argc, argv);
  candidate::Actions actions;
  candidate::Window window(actions, {});
  window.resize(1366, 768);
  window.show();
  session::View waiting;
  waiting.screen = session::Screen::readyToBegin;
  session::Notes notes;
  notes.camera = session::CameraChoice::accepted;
  window.present(waiting, notes);
  window.practise();
  paint(window);
  std::printf("start of the program to the practice: %.2f s, on the screen: %s\n", sinceStart(),
              window.screenName().c_str());
  std::printf("memory of the window then: %.0f MB\n", megabytesOf("VmRSS:"));
  const content::ItemSource source = readBank();
  const double before = megabytesOf("VmRSS:");
  measureQuestions(window, source);
  std::printf("memory: %.0f MB at most, of which %.0f MB were the bank's source and the window before\n",
              megabytesOf("VmHWM:"), before);
  measureBank(source);
  return 0;
}
