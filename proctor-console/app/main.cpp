// proctor-console: what staff see and do at a centre, in a window.
#include <CLI/CLI.hpp>
#include <QApplication>
#include <csignal>
#include <iostream>

#include "common/ui/Accessibility.hpp"
#include "proctor-console/app/FolderDoor.hpp"
#include "proctor-console/app/Picture.hpp"
#include "proctor-console/app/Stop.hpp"
#include "proctor-console/cli/Password.hpp"
#include "proctor-console/ui/MainWindow.hpp"

namespace {

using namespace vigie;

struct Options {
  std::filesystem::path config;
  bool checkConfig = false;
  std::string language;
  std::string session;
  std::filesystem::path picture;
};

int complain(const base::Error& error, const console::Text& text) {
  std::cerr << "proctor-console: " << text(console::explanationOf(error.code).sentence) << "\n[" << error.code << "] "
            << error.detail << '\n';
  return 64;
}

base::Result<void> check(const cli::Configuration& configuration) {
  if (const auto machine = link::loadMachine(configuration.machine); !machine) return base::fail(machine.error());
  if (const auto book = console::StandingBook::load(configuration.machine); !book) return base::fail(book.error());
  return {};
}

base::Result<void> unlockFromFile(window::MainWindow& window, const cli::Configuration& configuration,
                                  const console::Text& text) {
  const auto password = cli::passwordOf(configuration, cli::askAtTerminal, text, cli::Asking::once);
  if (!password) return base::fail(password.error());
  window.unlock(*password);
  return {};
}

int run(const Options& options, QApplication& application) {
  auto language =
      options.language.empty() ? console::languageOfEnvironment() : *console::languageNamed(options.language);
  const auto configuration = cli::readConfiguration(options.config);
  if (!configuration) return complain(configuration.error(), console::Text(language));
  if (options.language.empty() && configuration->language) language = *configuration->language;
  const console::Text text(language);
  if (options.checkConfig) {
    const auto checked = check(*configuration);
    if (!checked) return complain(checked.error(), text);
    std::cout << options.config.string() << text({" : correct\n", ": correct\n"});
    return 0;
  }
  const base::SystemClock clock;
  console_app::FolderDoor door(*configuration, clock);
  window::MainWindow window(door, language, clock);
  const console_app::Stop stop(application);
  window.show();
  if (configuration->passwordFile && door.isEnrolled()) {
    if (const auto opened = unlockFromFile(window, *configuration, text); !opened)
      return complain(opened.error(), text);
  }
  if (const auto session = base::SessionId::fromHex(options.session)) window.toRoom(*session);
  console_app::Picture picture(window, options.picture);
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) try {
  std::signal(SIGPIPE, SIG_IGN);
  Options options;
  CLI::App app("proctor-console: what staff see and do at a centre", "proctor-console");
  app.set_version_flag("--version", std::string("proctor-console ") + VIGIE_VERSION);
  app.add_option("--config", options.config, "Configuration file (TOML), as proctor-cli's")->required();
  app.add_flag("--check-config", options.checkConfig, "Check the configuration and the console's folder, then end");
  app.add_option("--lang", options.language, "fr or en")->check(CLI::IsMember({"fr", "en"}));
  app.add_option("--session", options.session, "Open the room of this session (32 hexadecimal digits)");
  app.add_option("--picture", options.picture,
                 "Keep a picture of the room in this file, at the first report and again when everybody works");
  CLI11_PARSE(app, argc, argv);
  QApplication application(argc, argv);
  vigie::ui::guardAccessibility();
  return run(options, application);
} catch (const std::exception& error) {
  std::cerr << "proctor-console: " << error.what() << '\n';
  return 70;
}
