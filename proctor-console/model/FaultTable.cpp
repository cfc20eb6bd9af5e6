// What goes wrong before the centre has a say: usage, files, passwords, the link.
#include <array>

#include "proctor-console/model/ExplanationTables.hpp"

namespace vigie::console {
namespace {

using enum ExitStatus;

constexpr auto kFaults = std::to_array<Explanation>({
    {"usage",
     usage,
     {"Cette commande n'est pas correcte. --help montre ce qui est possible.",
      "This command is not correct. --help shows what is possible."}},
    {"config-wrong",
     usage,
     {"Le fichier de configuration est à corriger.", "The configuration file must be corrected."}},
    {"csv-wrong",
     usage,
     {"Le fichier de candidats est à corriger. Rien n'a été envoyé.",
      "The file of candidates must be corrected. Nothing was sent."}},
    {"candidate-wrong",
     usage,
     {"Les données du candidat sont à corriger. Rien n'a été envoyé.",
      "The candidate's data must be corrected. Nothing was sent."}},
    {"text-wrong",
     usage,
     {"Ce texte ne peut pas être envoyé. Raccourcissez-le ou corrigez-le.",
      "This text cannot be sent. Shorten or correct it."}},
    {"condition-unknown", usage, {"On ne peut pas attendre cela.", "This cannot be waited for."}},
    {"enrolment-code",
     usage,
     {"Un code d'enrôlement compte 20 caractères parmi 2346789BCDFGHJKMPQRTVWXY.",
      "An enrolment code has 20 characters out of 2346789BCDFGHJKMPQRTVWXY."}},
    {"machine-exists",
     usage,
     {"Ce dossier contient déjà une console enrôlée. Choisissez un autre dossier.",
      "This folder holds an enrolled console already. Choose another folder."}},
    {"machine-wrong",
     usage,
     {"Le dossier de cette console est abîmé, ou n'est pas celui d'une console. Enrôlez-la de nouveau dans un autre "
      "dossier.",
      "This console's folder is damaged, or not a console's. Enrol it again in another folder."}},
    {"machine-rights",
     usage,
     {"D'autres peuvent lire la clé de cette machine. Retirez-leur ce droit (chmod 600).",
      "Others may read this machine's key. Take this right away (chmod 600)."}},
    {"tls-credentials",
     usage,
     {"La clé et le certificat de cette console ne vont pas ensemble. Enrôlez-la de nouveau.",
      "This console's key and certificate do not belong together. Enrol it again."}},
    {"standings-damaged",
     usage,
     {"La mémoire de cette console est abîmée.", "This console's memory of the centre is damaged."}},
    {"password-wrong", usage, {"Le mot de passe ne convient pas.", "The password will not do."}},
    {"password-needed",
     usage,
     {"Il faut un mot de passe : indiquez password_file, ou lancez la commande dans un terminal.",
      "A password is needed: name a password_file, or run this at a terminal."}},
    {"wrong-passphrase",
     usage,
     {"Le mot de passe n'ouvre pas la clé de la personne.", "The password does not open the person's key."}},
    {"not-a-key", usage, {"Le fichier de clé n'est pas une clé.", "The key file is not a key."}},
    {"not-a-certificate", usage, {"Le fichier n'est pas un certificat.", "The file is not a certificate."}},
    {"file-missing", usage, {"Il manque un fichier.", "A file is missing."}},
    {"file-unreadable", usage, {"Un fichier ne peut pas être lu.", "A file cannot be read."}},
    {"file-too-large", usage, {"Un fichier est trop grand.", "A file is too large."}},
    {"renewal-wrong",
     usage,
     {"Le centre a renouvelé le certificat d'une autre machine. Celle-ci garde le sien ; si cela se répète, "
      "enrôlez-la de nouveau.",
      "The centre renewed another machine's certificate. This one keeps its own; if this happens again, enrol it "
      "again."}},
    {"file-unwritable", usage, {"Un fichier ne peut pas être écrit.", "A file cannot be written."}},
    {"message-too-big",
     usage,
     {"C'est trop long pour être envoyé au centre.", "This is too long to be sent to the centre."}},

    {"unreachable",
     ExitStatus::unreachable,
     {"Le centre ne répond pas. Vérifiez que le serveur est allumé, que le câble réseau est branché, et que l'adresse "
      "est la bonne.",
      "The centre does not answer. Check that the server is on, that the network cable is plugged in, and that the "
      "address is right."}},
    {"timeout",
     ExitStatus::unreachable,
     {"Le centre est relié mais ne répond pas à temps. Regardez l'état avant de recommencer : la "
      "commande a pu être exécutée.",
      "The centre is linked but does not answer in time. Look at the state before trying again: the "
      "command may have been carried out."},
     {"« session show » le montre.", "\"session show\" shows it."}},
    {"wait-timeout",
     ExitStatus::unreachable,
     {"Ce qui était attendu n'est pas arrivé à temps.", "What was waited for did not happen in time."}},
    {"centre-not-trusted",
     ExitStatus::unreachable,
     {"La machine qui répond à cette adresse n'est pas votre centre. Vérifiez l'adresse et le réseau ; rien n'a été "
      "envoyé.",
      "Who answers at this address is not your centre. Check the address and the network; nothing was sent."}},
    {"not-admitted",
     refused,
     {"Le centre refuse le certificat de cette console (expiré ou révoqué). Enrôlez-la de nouveau avec un nouveau "
      "code.",
      "The centre refuses this console's certificate (expired or revoked). Enrol it again with a new code."}},
    {"enrolment-unreachable",
     ExitStatus::unreachable,
     {"Personne ne répond au port d'enrôlement. Vérifiez l'adresse, le port, et qu'un code est ouvert en ce moment.",
      "Nobody answers at the enrolment port. Check address and port, and that a code is open at this moment."}},
    {"enrolment-broken",
     ExitStatus::unreachable,
     {"L'enrôlement s'est interrompu. Demandez un nouveau code et recommencez.",
      "The enrolment broke off. Ask for a new code and try again."}},
    {"protocol-version",
     refused,
     {"Le centre et ce programme ne sont pas de la même version. Mettez à jour le plus ancien.",
      "The centre and this program are of different versions. Update the older one."}},
    {"hello-missing",
     refused,
     {"Le centre n'a pas compris ce programme. Mettez-le à jour.",
      "The centre did not understand this program. Update it."}},
    {"message-unknown",
     refused,
     {"Le centre n'a pas compris ce programme. Mettez-le à jour.",
      "The centre did not understand this program. Update it."}},
    {"message-malformed",
     refused,
     {"Le centre et ce programme ne se comprennent pas. Mettez-les à la même version.",
      "The centre and this program do not understand each other. Bring them to the same version."}},
    {"signed-malformed",
     refused,
     {"Le centre et ce programme ne se comprennent pas. Mettez-les à la même version.",
      "The centre and this program do not understand each other. Bring them to the same version."}},
});

}  // namespace

std::span<const Explanation> faultTable() {
  return kFaults;
}

}  // namespace vigie::console
