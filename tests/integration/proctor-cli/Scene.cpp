#include "Scene.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "common/base/File.hpp"
#include "common/link/Machine.hpp"

namespace vigie::test {

ProctorCliTest::ProctorCliTest() {
  showRoom();
  centre.start();
  enrolConsole(authority);
  configure();
}

void ProctorCliTest::showRoom() {
  message::SessionView& view = *centre.views.add_sessions();
  view.set_session(session.bytes());
  view.set_phase("open");
  view.set_kind("demonstration");
  for (const auto& [ref, name, code] : {std::tuple(ada, "Arnaud", "2346789B"), std::tuple(bob, "Zola", "CDFGHJKM")}) {
    message::CandidateView& candidate = *centre.views.add_candidates();
    candidate.set_candidate(ref.bytes());
    candidate.set_family_name(name);
    candidate.set_code(code);
    candidate.set_phase("identified");
    candidate.set_linked(true);
  }
  message::MachineView& machine = *centre.views.add_machines();
  machine.set_machine(seat.bytes());
  machine.set_role("seat");
  machine.set_label("Poste 4");
}

void ProctorCliTest::enrolConsole(const Authority& from, Dates dates) {
  const auto id = crypto::randomId<base::WorkstationId>();
  const auto own = from.issue(crypto::Role::console, id.hex(), dates);
  const link::Machine machine{id,          crypto::Role::console, "Accueil",
                              "127.0.0.1", centre.port(),         crypto::randomId<base::StaffId>(),
                              own.key,     own.certificate,       from.certificate()};
  if (const auto saved = link::saveMachine(machineFolder, machine); !saved)
    throw std::runtime_error(saved.error().detail);
  const std::string pem = staffKey.encryptedPem(kPassword);
  const auto kept =
      base::writeFileDurably(machineFolder / link::kStaffKeyFile, base::bytesOf(pem), base::FileMode::ownerOnly);
  if (!kept) throw std::runtime_error(kept.error().detail);
}

void ProctorCliTest::configure(const std::string& more) {
  const auto password = folder.path() / "password";
  if (!base::writeFileDurably(password, base::bytesOf(kPassword), base::FileMode::ownerOnly))
    throw std::runtime_error("password");
  std::ofstream(folder.path() / "cli.toml") << "machine = \"console\"\npassword_file = \"password\"\n" << more;
}

Outcome ProctorCliTest::run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), {"--config", (folder.path() / "cli.toml").string()});
  if (std::find(arguments.begin(), arguments.end(), "--lang") == arguments.end()) {
    arguments.insert(arguments.end(), {"--lang", "en"});
  }
  std::ostringstream out;
  std::ostringstream err;
  const auto prompt = [](const std::string&) -> base::Result<base::SecretBytes> {
    return base::fail("password-needed", "no terminal");
  };
  const cli::ExitStatus status = cli::runProgram(arguments, {out, err, prompt, clock});
  return {status, out.str(), err.str()};
}

Outcome ProctorCliTest::runJson(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "--json");
  return run(std::move(arguments));
}

}  // namespace vigie::test
