#include "common/base/Clock.hpp"
#include "common/crypto/Random.hpp"
#include "common/exam/Centre.hpp"
#include "common/link/EnrolmentCode.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

struct CodeInput {
  std::string label;
  std::string role = "seat";
  std::string staffRole = "invigilator";
};

base::Result<Page> listMachines(Context& context) {
  message::Query query;
  query.set_machines(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  return Page{toJsonArray(reply->machines()), describe(context.text, reply->machines()), {}};
}

base::Result<Page> makeCode(Context& context, const CodeInput& input) {
  const link::EnrolmentCode code{crypto::randomCode(link::kSecretCharacters),
                                 link::fingerprintCharacters(context.centre->machine().authority.publicKey())};
  const auto person =
      input.staffRole == "administrator" ? console::StaffRole::administrator : console::StaffRole::invigilator;
  const auto done =
      context.centre->order(input.role == "console" ? console::issueConsoleCode(input.label, code.secret, person)
                                                    : console::issueSeatCode(input.label, code.secret));
  if (!done) return base::fail(done.error());
  const std::int64_t until = context.clock.now().wallMs + exam::kEnrolmentCodeMs;
  const std::int64_t minutes = exam::kEnrolmentCodeMs / 60'000;
  const std::string shown = link::formatEnrolmentCode(code);
  Page page{{{"code", shown},
             {"label", input.label},
             {"role", input.role},
             {"validMinutes", minutes},
             {"validUntil", base::formatUtc(until)}},
            context.text({"Code de « {} » : {}\nValable {} minutes, pour une machine ; 5 essais.\n",
                          "Code of \"{}\": {}\nValid for {} minutes, for one machine; 5 tries.\n"},
                         {input.label, shown, std::to_string(minutes)}),
            {}};
  if (input.role == "console") page.json["staffRole"] = input.staffRole;
  return page;
}

base::Result<Page> revoke(Context& context, const std::string& named) {
  const auto machine = resolveMachine(context, named, "");
  if (!machine) return base::fail(machine.error());
  const auto done = context.centre->order(console::revokeMachine(*machine));
  if (!done) return base::fail(done.error());
  return Page{
      {{"workstation", machine->hex()}}, context.text({"La machine est révoquée.\n", "The machine is revoked.\n"}), {}};
}

}  // namespace

void addWorkstationNoun(Menu& menu) {
  CLI::App& noun = menu.noun("workstation", {"Postes et consoles enrôlés", "Enrolled seats and consoles"});
  menu.verb(noun, "list", {"Montre les machines", "Show the machines"}, {Needs::answers, AtFork::stop, listMachines});

  const auto input = std::make_shared<CodeInput>();
  CLI::App& code =
      menu.verb(noun, "code", {"Ouvre l'enrôlement d'une machine", "Open the enrolment of a machine"},
                {Needs::commands, AtFork::stop, [input](Context& context) { return makeCode(context, *input); }});
  code.add_option("--label", input->label,
                  menu.text({"Nom de la machine, « Poste 4 »", "Label of the machine, \"Poste 4\""}))
      ->required();
  code.add_option("--role", input->role, menu.text({"seat (par défaut) ou console", "seat (default) or console"}))
      ->check(CLI::IsMember({"seat", "console"}));
  code.add_option("--staff-role", input->staffRole,
                  menu.text({"De la personne à la console : invigilator (par défaut) ou administrator",
                             "Of the console's person: invigilator (default) or administrator"}))
      ->check(CLI::IsMember({"invigilator", "administrator"}));

  const auto named = std::make_shared<std::string>();
  menu.verb(noun, "revoke", {"Retire une machine du centre", "Take a machine out of the centre"},
            {Needs::commands, AtFork::stop, [named](Context& context) { return revoke(context, *named); }})
      .add_option("machine", *named, menu.text({"Nom, identifiant ou son début", "Label, id or the start of it"}))
      ->required();
}

}  // namespace vigie::cli
