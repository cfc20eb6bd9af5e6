// candidate-client: the window in which a candidate sits the exam.
#include <CLI/CLI.hpp>
#include <iostream>

#include "candidate-client/app/Application.hpp"
#include "candidate-client/app/Authoring.hpp"
#include "candidate-client/app/Enrolment.hpp"
#include "candidate-client/app/SignalWaiter.hpp"

namespace {

using vigie::candidate::Configuration;

struct Options {
  std::string config;
  std::string machine, host, trust, camera, enrol;
  std::uint16_t port = 0, enrolmentPort = 0;
  bool checkOnly = false;
  bool window = false;
  // of authors
  std::string preview, check;
  bool isCheck = false;
  bool isStrict = false;
  std::string screenshots;
  vigie::candidate::ItemsFile items;
  std::string language, colours;
  std::int64_t zoom = 0;
};

int failed(const vigie::base::Error& error) {
  std::cerr << "candidate-client: " << error.detail << '\n';
  return 1;
}

// The command line wins over the file.
vigie::base::Result<Configuration> configurationOf(const Options& options) {
  Configuration out;
  if (!options.config.empty()) {
    auto read = vigie::candidate::readConfiguration(options.config);
    if (!read) return read;
    out = std::move(*read);
  }
  if (!options.machine.empty()) out.machine = options.machine;
  if (!options.host.empty()) out.host = options.host;
  if (!options.trust.empty()) out.trust = options.trust;
  if (!options.camera.empty()) out.camera = options.camera;
  if (options.port != 0) out.port = options.port;
  if (options.enrolmentPort != 0) out.enrolmentPort = options.enrolmentPort;
  if (!options.language.empty()) out.language = options.language;
  if (!options.colours.empty()) out.colours = options.colours;
  if (options.zoom != 0) out.zoom = options.zoom;
  return out;
}

// Models are loaded and run here as they will be at the first picture.
vigie::base::Result<void> checkEyes(const Configuration& configuration) {
  const auto& models = configuration.models;
  if (configuration.camera.empty() && models.yunet.empty() && models.sface.empty()) return {};
  const auto eyes = vigie::vision::openDetectors(models);
  if (!eyes) return vigie::base::fail(eyes.error());
  if (!eyes->notice.empty()) return vigie::base::fail("model-unusable", eyes->notice);
  return {};
}

void describe(CLI::App& app, Options& options) {
  app.set_version_flag("--version", std::string("candidate-client ") + VIGIE_VERSION);
  app.footer(vigie::candidate::configurationHelp());
  app.add_option("--config", options.config, "Configuration file, TOML");
  app.add_flag("--check-config", options.checkOnly, "Only read the configuration and say what is wrong with it");
  app.add_option("--machine", options.machine, "Folder of this workstation's key and of what it keeps");
  app.add_option("--enrol", options.enrol, "Link this workstation to its centre with this code, then end");
  app.add_option("--host", options.host, "Name or address of the centre's server, to enrol");
  app.add_option("--port", options.port, "Its port");
  app.add_option("--enrolment-port", options.enrolmentPort, "Its port of enrolment");
  app.add_option("--trust", options.trust, "centre.trust: the centre's authority, PEM; a code has 8 characters then");
  app.add_option("--camera", options.camera, "Camera: a device number, a file or a folder");
  app.add_flag("--window", options.window, "In a window that can be closed, instead of the full screen");
  app.add_option("--language", options.language, "First language")->check(CLI::IsMember({"fr", "en"}));
  app.add_option("--colours", options.colours, "First colours")->check(CLI::IsMember({"light", "dark", "contrast"}));
  app.add_option("--zoom", options.zoom, "First size of the text, percent")
      ->check(CLI::Range(vigie::candidate::kSmallestZoom, vigie::candidate::kLargestZoom));
}

void describeAuthoring(CLI::App& app, Options& options) {
  auto* preview =
      app.add_option("--preview", options.preview,
                     "For authors: show the items of FILE (JSON, or a folder with bank.cal and bank.items), "
                     "answer them, see the verdicts; no centre");
  auto* check = app.add_option("--check", options.check,
                               "For authors: judge every example and build every question of FILE without a window; "
                               "alone after --preview FILE it means that file")
                    ->expected(0, 1);
  app.add_flag("--strict", options.isStrict,
               "With --check: an item that this client cannot show is a fault, too, exit 1")
      ->needs(check);
  app.add_option("--screenshots", options.screenshots,
                 "For authors: pictures of the items of --preview into this folder")
      ->needs(preview);
  app.add_option("--item", options.items.onlyItems, "Only this item; may be repeated");
  app.add_option("--bank-key", options.items.bankKey, "Of a folder: the public key that signed the bank, PEM");
  app.add_option("--content-key", options.items.contentKey, "Of a folder: the content key that opens bank.items");
  app.parse_complete_callback([&options, preview, check] {
    options.isCheck = check->count() > 0;
    options.items.file = options.check.empty() ? options.preview : options.check;
    if (options.isCheck && options.items.file.empty()) throw CLI::RequiredError("--check FILE");
    if (options.isCheck && preview->count() > 0 && !options.check.empty()) {
      throw CLI::ValidationError("--check", "either --check FILE or --preview FILE --check");
    }
  });
}

int runProgram(int argc, char** argv) {
  Options options;
  CLI::App app("The window in which a candidate sits the exam.");
  describe(app, options);
  describeAuthoring(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto configuration = configurationOf(options);
  if (!configuration) return failed(configuration.error());
  if (options.checkOnly) {
    if (const auto seen = checkEyes(*configuration); !seen) return failed(seen.error());
    std::cout << (options.config.empty() ? "the command line" : options.config) << ": correct\n";
    return 0;
  }
  if (!options.enrol.empty()) {
    const auto enrolled = vigie::candidate::enrolWorkstation(*configuration, options.enrol, {});
    return enrolled ? 0 : failed(enrolled.error());
  }
  int qtArguments = 1;
  if (options.isCheck) {
    using vigie::candidate::Unshowable;
    const auto unshowable = options.isStrict ? Unshowable::refused : Unshowable::told;
    return vigie::candidate::runCheck(qtArguments, argv, options.items, unshowable);
  }
  if (!options.screenshots.empty()) {
    return vigie::candidate::runScreenshots(qtArguments, argv, options.items, options.screenshots);
  }
  vigie::candidate::blockSignals();
  if (!options.preview.empty()) return vigie::candidate::runPreview(qtArguments, argv, options.items, *configuration);
  const auto display = options.window ? vigie::candidate::Display::window : vigie::candidate::Display::fullScreen;
  return vigie::candidate::runWindow(qtArguments, argv, *configuration, display);
}

}  // namespace

int main(int argc, char** argv) try { return runProgram(argc, argv); } catch (const std::exception& error) {
  std::cerr << "candidate-client: " << error.what() << '\n';
  return 70;
}
