// center-server: the local server of a certification centre. `init` makes a centre's data folder, `run` serves it,
// `restored` records that a backup of it was put back.
#include <CLI/CLI.hpp>
#include <google/protobuf/stubs/logging.h>
#include <iostream>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "center-server/app/Application.hpp"
#include "center-server/app/DataFolder.hpp"

namespace {

int failed(const vigie::base::Error& error) {
  std::cerr << "center-server: " << error.detail << '\n';
  return 1;
}

int initialise(const vigie::centre::Configuration& configuration) {
  const auto code = vigie::centre::initialise(configuration, vigie::base::SystemClock());
  if (!code) return failed(code.error());
  std::cout << "The centre " << configuration.number << " was made in " << configuration.data.string() << ".\n"
            << "Signing request for the certifying body: " << (configuration.data / "issuing.csr").string() << "\n"
            << "Code of the first console, for one day:\n"
            << *code << '\n';
  return 0;
}

int sayRestored(const vigie::centre::Configuration& configuration) {
  const auto epoch = vigie::centre::beginRestoredEpoch(configuration, vigie::base::SystemClock());
  if (!epoch) return failed(epoch.error());
  std::cout << "It is recorded that " << configuration.data.string() << " was restored from a backup: epoch "
            << epoch->hex()
            << ".\nStart the server. Seats send again what the backup lacks of the running tests; orders of staff "
               "since then\n"
               "must be given again.\n";
  return 0;
}

int runProgram(int argc, char** argv) {
  CLI::App app("The local server of a certification centre.");
  app.set_version_flag("--version", std::string("center-server ") + VIGIE_VERSION);
  app.footer(vigie::centre::configurationHelp());
  app.require_subcommand(1);
  std::string file;
  bool checkOnly = false;
  CLI::App* init = app.add_subcommand("init", "Make the data folder, the centre's authority and the first console's code");
  CLI::App* run = app.add_subcommand("run", "Serve seats and consoles until SIGTERM");
  CLI::App* restored =
      app.add_subcommand("restored", "Say that the data folder is a backup that was put back; then run");
  for (CLI::App* command : {init, run, restored}) {
    command->add_option("--config", file, "Configuration file, TOML")->required();
    command->add_flag("--check-config", checkOnly, "Only read the configuration and say what is wrong with it");
  }
  bool dateIsRight = false;
  run->add_flag("--date-is-right", dateIsRight, "After more than a year without a record: this machine's date is right");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto configuration = vigie::centre::readConfiguration(file);
  if (!configuration) return failed(configuration.error());
  if (checkOnly) {
    std::cout << file << ": correct\n";
    return 0;
  }
  if (init->parsed()) return initialise(*configuration);
  if (restored->parsed()) return sayRestored(*configuration);
  google::protobuf::SetLogHandler(nullptr);  // what is wrong with a message is said by its refusal
  spdlog::set_default_logger(spdlog::stderr_color_mt("center-server"));
  const auto ended = vigie::centre::runCentre(
      *configuration, dateIsRight ? vigie::centre::DateTrust::isRight : vigie::centre::DateTrust::askWhenItLeaps);
  return ended ? 0 : failed(ended.error());
}

}  // namespace

int main(int argc, char** argv) try {
  return runProgram(argc, argv);
} catch (const std::exception& error) {
  std::cerr << "center-server: " << error.what() << '\n';
  return 70;
}
