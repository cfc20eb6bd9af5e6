#include "candidate-client/app/Authoring.hpp"

#include <QApplication>
#include <iostream>

#include "candidate-client/app/SignalWaiter.hpp"
#include "candidate-client/preview/Check.hpp"
#include "candidate-client/preview/Preview.hpp"
#include "candidate-client/preview/Screenshots.hpp"
#include "common/ui/Accessibility.hpp"

namespace vigie::candidate {
namespace {

int failed(const base::Error& error) {
  std::cerr << "candidate-client: " << error.code << ": " << error.detail << '\n';
  return 1;
}

}  // namespace

int runPreview(int& argc, char** argv, const ItemsFile& source, const Configuration& configuration) {
  auto items = readItemsFile(source);
  if (!items) return failed(items.error());
  QApplication qt(argc, argv);
  QApplication::setApplicationName("candidate-client");
  ui::guardAccessibility();
  const SignalWaiter waiter;
  WindowSettings settings;
  settings.language = ui::languageOf(configuration.language).value_or(ui::Language::french);
  settings.look = {ui::schemeOf(configuration.colours).value_or(ui::Scheme::light),
                   static_cast<int>(configuration.zoom)};
  Preview preview(std::move(*items), settings);
  preview.window().resize(1366, 768);
  preview.window().show();
  preview.window().activateWindow();
  return QApplication::exec();
}

int runCheck(int& argc, char** argv, const ItemsFile& source, Unshowable unshowable) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication qt(argc, argv);
  const auto report = checkItemsFile(source);
  if (!report) return failed(report.error());
  for (const std::string& line : report->lines) std::cout << line << '\n';
  for (const std::string& fault : report->faults) std::cerr << source.file.string() << ": " << fault << '\n';
  for (const std::string& note : report->notes) std::cerr << source.file.string() << ": note: " << note << '\n';
  const bool good = report->faults.empty() && (unshowable == Unshowable::told || report->notes.empty());
  return good ? 0 : 1;
}

int runScreenshots(int& argc, char** argv, const ItemsFile& source, const std::filesystem::path& folder) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication qt(argc, argv);
  const auto taken = takeScreenshots(source, folder);
  if (!taken) return failed(taken.error());
  std::cout << *taken << " pictures in " << folder.string() << '\n';
  return 0;
}

}  // namespace vigie::candidate
