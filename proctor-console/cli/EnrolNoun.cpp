#include "common/base/File.hpp"
#include "proctor-console/cli/Arguments.hpp"
#include "proctor-console/model/StaffKey.hpp"

namespace vigie::cli {
namespace {

constexpr const char* kNameFile = "staff.name";

struct EnrolInput {
  std::string code;
  std::filesystem::path trust;
  std::string host;
  std::uint16_t port = link::kCentrePort;
  std::uint16_t enrolmentPort = 0;  // 0: the one behind the main port
  std::string name;
};

base::Result<Page> enrolThisConsole(Context& context, const EnrolInput& input) {
  const std::filesystem::path& folder = context.configuration.machine;
  const auto machine = console::enrolConsole(
      {folder, context.configuration.staffKey, input.code, input.trust, input.host, input.port, input.enrolmentPort},
      [&] { return passwordOf(context.configuration, context.prompt, context.text, Asking::twice); });
  if (!machine) return base::fail(machine.error());
  if (!input.name.empty()) {
    const auto kept =
        base::writeFileDurably(folder / kNameFile, base::bytesOf(input.name + "\n"), base::FileMode::ownerOnly);
    if (!kept) return base::fail(kept.error());
  }
  return Page{{{"machine", machine->id.hex()},
               {"staff", machine->staff ? Json(machine->staff->hex()) : Json(nullptr)},
               {"label", machine->label},
               {"folder", folder.string()}},
              context.text({"Cette console est enrôlée sous le nom « {} ».\n", "This console is enrolled as \"{}\".\n"},
                           {machine->label}),
              {}};
}

}  // namespace

void addEnrolNoun(Menu& menu) {
  const auto input = std::make_shared<EnrolInput>();
  CLI::App& verb =
      menu.command("enrol",
                   {"Première utilisation : enrôle cette console et crée la clé de la personne",
                    "First use: enrol this console and make the person's key"},
                   {Needs::nothing, AtFork::goOn, [input](Context& context) { return enrolThisConsole(context, *input); }});
  verb.add_option("--code", input->code,
                  menu.text({"Les 20 caractères (8 avec --trust)", "The 20 characters (8 with --trust)"}))
      ->required();
  verb.add_option("--host", input->host, menu.text({"Adresse du serveur du centre", "Address of the centre's server"}))
      ->required();
  verb.add_option("--port", input->port, menu.text({"Port du serveur (7410)", "The server's port (7410)"}))
      ->check(CLI::Range(1, 65'534));
  verb.add_option("--enrolment-port", input->enrolmentPort,
                  menu.text({"Port d'enrôlement (celui qui suit --port)", "Enrolment port (the one after --port)"}))
      ->check(CLI::Range(1, 65'535));
  verb.add_option("--trust", input->trust,
                  menu.text({"Autorité du centre, PEM, reçue à part", "The centre's authority, PEM, received apart"}))
      ->type_name(menu.text({"FICHIER", "FILE"}));
  verb.add_option(
      "--name", input->name,
      menu.text({"Qui utilise cette console ; reste dans son dossier", "Who uses this console; stays in its folder"}));
}

}  // namespace vigie::cli
