// workstation-guard: the root service that locks a workstation by signed orders, and gives everything back.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/app/Ask.hpp"
#include "candidate-client/guard/app/Service.hpp"
#include "common/base/File.hpp"

namespace {

using vigie::base::Error;
using vigie::station::Configuration;

struct Options {
  std::string config = "/etc/vigie/guard.toml";
  std::string order, networkNamespace, code;
  bool checkOnly = false;
  bool giveUp = false;
};

int failed(const Error& error) {
  std::cerr << "workstation-guard: " << error.detail << '\n';
  return 1;
}

int say(const Configuration& configuration, const nlohmann::json& question, std::string_view done) {
  const auto answered = vigie::station::ask(configuration.socket, question);
  if (!answered) return failed(answered.error());
  std::cout << done << '\n';
  return 0;
}

int giveOrder(const Configuration& configuration, const std::string& file) {
  const auto text = vigie::base::readTextFile(file);
  if (!text) return failed(text.error());
  return say(configuration, {{"ask", "order"}, {"order", *text}}, "The order is carried out.");
}

int unlock(const Configuration& configuration, std::string code) {
  if (code.empty()) std::getline(std::cin, code);
  return say(configuration, {{"ask", "code"}, {"code", code}}, "This seat is open.");
}

int restore(const Configuration& configuration, bool giveUp) {
  const std::string_view given = giveUp ? "What can be read is given back. A damaged undo journal is kept beside as "
                                          "undo.journal.damaged and no longer counts."
                                        : "Everything is given back.";
  const nlohmann::json question{{"ask", "restore"}, {"damage", giveUp ? "give-up" : "keep"}};
  const auto answered = vigie::station::ask(configuration.socket, question);
  if (answered || answered.error().code != "no-guard") {
    return answered ? say(configuration, {{"ask", "status"}}, given) : failed(answered.error());
  }
  // Nobody answers: done here, with the guard's own files.
  const auto done = vigie::station::restoreAlone(configuration, giveUp);
  if (!done) return failed(done.error());
  std::cout << given << '\n';
  return 0;
}

int runProgram(int argc, char** argv) {
  Options options;
  CLI::App app("Locks this workstation by signed orders, and gives everything back.");
  app.set_version_flag("--version", std::string("workstation-guard ") + VIGIE_VERSION);
  app.footer(vigie::station::configurationHelp());
  app.add_option("--config", options.config, "Configuration file, TOML (/etc/vigie/guard.toml)");
  app.add_flag("--check-config", options.checkOnly, "Only read the configuration and say what is wrong with it");
  app.require_subcommand(0, 1);
  auto* run = app.add_subcommand("run", "The service");
  run->add_option("--network-namespace", options.networkNamespace,
                  "Lock this network namespace (a file); program starts are still told by the machine's own");
  auto* order = app.add_subcommand("order", "Give the running guard an order");
  order->add_option("file", options.order, "The order")->required();
  auto* code = app.add_subcommand("unlock", "Open this seat with its one-time local code");
  code->add_option("code", options.code, "The code; read from standard input when absent");
  auto* giveBack = app.add_subcommand("restore", "Give back everything a lock changed, by an administrator");
  giveBack->add_flag("--give-up-damage", options.giveUp, "Also forget what a damaged undo journal cannot tell");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto configuration = vigie::station::readConfiguration(options.config);
  if (!configuration) return failed(configuration.error());
  if (options.checkOnly) {
    std::cout << options.config << ": correct\n";
    return 0;
  }
  if (*order) return giveOrder(*configuration, options.order);
  if (*code) return unlock(*configuration, options.code);
  if (*giveBack) return restore(*configuration, options.giveUp);
  if (*run) return vigie::station::runService(*configuration, options.networkNamespace);
  std::cerr << app.help();
  return 64;
}

}  // namespace

int main(int argc, char** argv) try { return runProgram(argc, argv); } catch (const std::exception& error) {
  std::cerr << "workstation-guard: " << error.what() << '\n';
  return 70;
}
