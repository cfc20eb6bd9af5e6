// national-registry: tickets, the transparency log, proofs and public pages of the certifying body.
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "certs/registry/VerifyingJudge.hpp"
#include "certs/registry/app/Administration.hpp"
#include "certs/registry/app/Application.hpp"
#include "certs/registry/app/Initialise.hpp"
#include "common/base/File.hpp"

namespace vigie::registry {
namespace {

struct Options {
  std::string config;
  std::string out;
  std::uint16_t port = 8443;
  bool checkOnly = false;
  AccreditRequest accredit;
  TicketRequest ticket;
};

int failed(const base::Error& error) {
  std::cerr << "national-registry: " << error.detail << '\n';
  return 1;
}

int initialiseDemonstration(const Options& options) {
  if (!std::filesystem::exists(options.config)) {
    const auto written = writeFile(options.config, demonstrationConfiguration(options.out, options.port));
    if (!written) return failed(written.error());
  }
  const auto configuration = readConfiguration(options.config);
  if (!configuration) return failed(configuration.error());
  const auto same = [](const std::filesystem::path& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path));
  };
  if (same(configuration->folder) != same(options.out)) {
    return failed({"folder-differs",
                   options.config + " names the folder " + configuration->folder.string() + ", not " + options.out});
  }
  const auto made = initialise(*configuration, base::SystemClock());
  if (!made) return failed(made.error());
  std::cout << "A demonstration registry was made in " << options.out << ".\nVerifiers trust: " << options.out
            << "/trust\nCentres configure: " << options.out << "/for-centres\n";
  return 0;
}

int run(const Configuration& configuration) {
  const auto judge = VerifyingJudge::load(Layout{configuration.folder});
  if (!judge) return failed(judge.error());
  spdlog::set_default_logger(spdlog::stderr_color_mt("national-registry"));
  const auto ended = runRegistry(configuration, *judge, [&](std::uint16_t port) {
    std::cout << "listening on " << configuration.address << ':' << port << std::endl;
  });
  return ended ? 0 : failed(ended.error());
}

void describeAccredit(CLI::App& command, AccreditRequest& request) {
  command.add_option("--number", request.number, "Number of the centre, e.g. 0042")->required();
  command.add_option("--did", request.did, "The centre's DID, did:web:<host>")->required();
  command.add_option("--request", request.issuingRequest, "Signing request of its issuing key (PKCS#10, DER)")
      ->required();
  command.add_option("--out", request.chainFile, "chain.pem to write")->required();
  auto* client =
      command.add_option("--client-request", request.clientRequest, "Signing request of its TLS key towards us");
  auto* out = command.add_option("--client-out", request.clientFile, "TLS client certificate to write, PEM");
  client->needs(out);
  out->needs(client);
}

void describeTicket(CLI::App& command, TicketRequest& request) {
  command.add_option("--centre", request.centre, "Number of the centre")->required();
  command.add_option("--bank", request.bankFile, "bank.cal that the session must use")->required();
  command.add_option("--test", request.testFile, "Test definition that it must be held with (a demonstration: any)");
  command.add_option("--kind", request.kind, "real or demonstration")->check(CLI::IsMember({"real", "demonstration"}));
  command.add_option("--codes", request.codes, "How many verification codes")->required();
  command.add_option("--days", request.days, "Days of validity");
  command.add_option("--out", request.ticketFile, "Ticket file to write")->required();
}

int program(int argc, char** argv) {
  CLI::App app("The national registry of a certifying body.");
  app.set_version_flag("--version", std::string("national-registry ") + VIGIE_VERSION);
  app.footer(configurationHelp());
  app.require_subcommand(1);
  Options options;
  CLI::App* init = app.add_subcommand("init", "Make every key of a DEMONSTRATION registry anew, and begin its log");
  init->add_option("--out", options.out, "Folder to make; [registry] folder of the configuration")->required();
  init->add_option("--port", options.port, "Port to write into a configuration that is not there yet");
  CLI::App* accredit = app.add_subcommand("accredit", "Accredit a centre: its issuing key, its DID, its status list");
  describeAccredit(*accredit, options.accredit);
  CLI::App* ticket = app.add_subcommand("ticket", "Declare a session in the log and write its ticket");
  describeTicket(*ticket, options.ticket);
  CLI::App* serve = app.add_subcommand("run", "Serve until SIGTERM");
  for (CLI::App* command : {init, accredit, ticket, serve}) {
    command->add_option("--config", options.config, "Configuration file, TOML")->required();
  }
  for (CLI::App* command : {accredit, ticket, serve}) {
    command->add_flag("--check-config", options.checkOnly, "Only read the configuration and say what is wrong with it");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  if (init->parsed()) return initialiseDemonstration(options);
  const auto configuration = readConfiguration(options.config);
  if (!configuration) return failed(configuration.error());
  if (options.checkOnly) {
    std::cout << options.config << ": correct\n";
    return 0;
  }
  if (serve->parsed()) return run(*configuration);
  const base::SystemClock clock;
  const auto done = accredit->parsed() ? accreditCentre(*configuration, options.accredit, clock)
                                       : writeTicket(*configuration, options.ticket, clock);
  return done ? 0 : failed(done.error());
}

}  // namespace
}  // namespace vigie::registry

int main(int argc, char** argv) try {
  return vigie::registry::program(argc, argv);
} catch (const std::exception& error) {
  std::cerr << "national-registry: " << error.what() << '\n';
  return 70;
}
