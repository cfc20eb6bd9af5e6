// guard-status: what is enforced on this workstation, and why something is not.
#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "candidate-client/guard/Status.hpp"
#include "candidate-client/guard/app/Ask.hpp"

namespace {

int runProgram(int argc, char** argv) {
  std::string socket = "/run/vigie-guard/socket";
  bool json = false;
  CLI::App app("What is enforced on this workstation, and why something is not.");
  app.set_version_flag("--version", std::string("guard-status ") + VIGIE_VERSION);
  app.footer("Exit status: 0 open or locked as told, 1 unclear, 2 no guard answers, 64 wrong usage.");
  app.add_option("--socket", socket, "The guard's socket (/run/vigie-guard/socket)");
  app.add_flag("--json", json, "For scripts");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto answer = vigie::station::ask(socket, {{"ask", "status"}});
  if (!answer) {
    if (json) std::cout << nlohmann::json{{"state", "no-guard"}, {"detail", answer.error().detail}}.dump(2) << '\n';
    std::cerr << "guard-status: " << answer.error().detail << '\n';
    return 2;
  }
  const nlohmann::json& status = (*answer)["status"];
  std::cout << (json ? status.dump(2) + '\n' : vigie::guard::inWords(status));
  return status["state"] == "unclear" ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) try { return runProgram(argc, argv); } catch (const std::exception& error) {
  std::cerr << "guard-status: " << error.what() << '\n';
  return 70;
}
