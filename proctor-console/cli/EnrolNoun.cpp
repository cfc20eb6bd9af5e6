#include "common/base/File.hpp"
#include "common/link/Enrolment.hpp"
#include "proctor-console/cli/Arguments.hpp"

namespace vigie::cli {
namespace {

constexpr std::size_t kShortestPassword = 8;
constexpr const char* kNameFile = "staff.name";

struct EnrolInput {
  std::string code;
  std::filesystem::path trust;
  std::string host;
  std::uint16_t port = link::kCentrePort;
  std::uint16_t enrolmentPort = 0;  // 0: the one behind the main port
  std::string name;
};

// Whom to believe: the end of the 20 characters, or the authority that came with the package.
base::Result<void> readCode(const EnrolInput& input, link::EnrolmentOrder& order) {
  if (input.trust.empty()) {
    const auto code = link::parseEnrolmentCode(input.code);
    if (!code) return base::fail(code.error());
    order.secret = code->secret;
    order.trust = code->fingerprint;
    return {};
  }
  const auto pem = base::readTextFile(input.trust);
  if (!pem) return base::failAt("--trust", pem.error());
  auto authority = crypto::Certificate::fromPem(*pem);
  if (!authority) return base::failAt(input.trust.string(), authority.error());
  const auto secret = link::parseSecret(input.code);
  if (!secret) return base::fail(secret.error());
  order.secret = *secret;
  order.trust = std::move(*authority);
  return {};
}

// Before anything is sent: a key that cannot be kept must not be registered.
base::Result<crypto::PrivateKey> makeStaffKey(Context& context) {
  const auto password = passwordOf(context.configuration, context.prompt, context.text, Asking::twice);
  if (!password) return base::fail(password.error());
  if (password->reveal().size() < kShortestPassword) {
    return base::fail("password-wrong", "a password has at least " + std::to_string(kShortestPassword) + " characters");
  }
  std::error_code error;
  std::filesystem::create_directories(context.configuration.machine, error);
  std::filesystem::permissions(context.configuration.machine, std::filesystem::perms::owner_all, error);
  auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  const std::string pem = key.encryptedPem(base::textOf(password->reveal()));
  const auto kept =
      base::writeFileDurably(context.configuration.staffKey, base::bytesOf(pem), base::FileMode::ownerOnly);
  if (!kept) return base::fail(kept.error());
  return key;
}

base::Result<Page> enrolConsole(Context& context, const EnrolInput& input) {
  const std::filesystem::path& folder = context.configuration.machine;
  if (link::hasMachine(folder))
    return base::fail("machine-exists", "there is a machine in " + folder.string() + " already");
  link::EnrolmentOrder order;
  if (const auto read = readCode(input, order); !read) return base::fail(read.error());
  const auto key = makeStaffKey(context);
  if (!key) return base::fail(key.error());
  order.host = input.host;
  order.port = input.port;
  order.enrolmentPort = input.enrolmentPort != 0 ? input.enrolmentPort : static_cast<std::uint16_t>(input.port + 1);
  order.role = crypto::Role::console;
  order.staffKey = &*key;
  const auto machine = link::enrol(order);
  if (!machine) return base::fail(machine.error());
  if (const auto saved = link::saveMachine(folder, *machine); !saved) return base::fail(saved.error());
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
                   {Needs::nothing, AtFork::goOn, [input](Context& context) { return enrolConsole(context, *input); }});
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
