// What refusals and notices mean, in plain words.
#include <algorithm>
#include <array>

#include "candidate-client/ui/Catalogue.hpp"

namespace vigie::candidate {
namespace {

using ui::Language;
using ui::Phrase;

struct Code {
  std::string_view code;
  Phrase phrase;
};

constexpr auto kCodes = std::to_array<Code>({
    // codes that are typed
    {"code-malformed",
     {"Un code compte 8 caractères, des lettres et des chiffres. Regardez bien votre papier.",
      "A code has 8 characters, letters and digits. Look at your slip again."}},
    {"code-unknown",
     {"Ce code n’est pas connu. Vérifiez chaque caractère, ou appelez le surveillant.",
      "This code is not known. Check each character, or call the invigilator."}},
    {"code-expired",
     {"Ce code n’est plus valable. Demandez-en un autre.", "This code is not valid any more. Ask for another one."}},
    {"code-used", {"Ce code a déjà servi. Demandez-en un autre.", "This code was used already. Ask for another one."}},
    {"code-in-use",
     {"Ce code est déjà utilisé sur un autre poste. Appelez le surveillant.",
      "This code is in use at another workstation. Call the invigilator."}},
    {"session-not-open",
     {"La séance n’est pas encore ouverte. Attendez le signal du surveillant, puis recommencez.",
      "The session is not open yet. Wait for the invigilator’s signal, then try again."}},
    {"session-paused",
     {"La séance est en pause. Attendez le surveillant.", "The session is paused. Wait for the invigilator."}},
    {"session-phase",
     {"Ce n’est pas possible à ce moment de la séance. Appelez le surveillant.",
      "This is not possible at this point of the session. Call the invigilator."}},
    {"workstation-taken",
     {"Quelqu’un passe déjà son test sur ce poste. Appelez le surveillant.",
      "Somebody is sitting their test at this workstation already. Call the invigilator."}},
    {"workstation-unknown",
     {"Le centre ne connaît plus ce poste. Appelez le surveillant.",
      "The centre does not know this workstation any more. Call the invigilator."}},
    {"candidate-unknown",
     {"Cette personne n’est pas inscrite à la séance. Appelez le surveillant.",
      "This person is not registered for the session. Call the invigilator."}},
    {"test-ended", {"Le test de cette personne est terminé.", "This person’s test has ended."}},
    {"ticket-expired",
     {"La date de cette séance est passée. Appelez le surveillant.",
      "The date of this session has passed. Call the invigilator."}},
    {"clock-wrong",
     {"La date du serveur n’est pas bonne. Appelez le surveillant.",
      "The server’s date is wrong. Call the invigilator."}},
    {"identity-not-confirmed", {"Confirmez d’abord votre nom.", "Confirm your name first."}},
    {"presence-not-confirmed",
     {"Le surveillant doit d’abord confirmer que vous êtes là.",
      "The invigilator must first confirm that you are here."}},
    {"not-now", {"Un instant, puis recommencez.", "One moment, then try again."}},
    {"busy", {"Le centre est très occupé. Cela reprend tout seul.", "The centre is very busy. It goes on by itself."}},
    // answers and reports
    {"answer-too-large",
     {"Votre réponse est trop longue. Raccourcissez-la.", "Your answer is too long. Make it shorter."}},
    {"answer-not-text",
     {"Votre réponse contient des caractères illisibles. Effacez-les.",
      "Your answer holds characters that cannot be read. Delete them."}},
    {"answer-two-choices", {"Choisissez une seule réponse.", "Choose one answer only."}},
    {"question-not-open", {"Cette question n’est plus ouverte.", "This question is not open any more."}},
    {"test-not-running", {"Le test n’est pas en cours.", "The test is not running."}},
    {"alert-open", {"Un surveillant est déjà prévenu.", "An invigilator has been told already."}},
    {"alert-malformed",
     {"Votre explication est trop longue. Raccourcissez-la.", "Your explanation is too long. Make it shorter."}},
    // the seat
    {"no-lease",
     {"Votre test continue sur un autre poste. Si ce n’est pas le cas, appelez le surveillant.",
      "Your test goes on at another workstation. If it does not, call the invigilator."}},
    {"lease-stale",
     {"Votre test continue sur un autre poste. Si ce n’est pas le cas, appelez le surveillant.",
      "Your test goes on at another workstation. If it does not, call the invigilator."}},
    {"keep-unwritable",
     {"Ce poste ne peut plus enregistrer votre réponse. Appelez le surveillant.",
      "This workstation cannot keep your answer any more. Call the invigilator."}},
    {"centre-restored",
     {"Le serveur du centre a été remis en route d’après une sauvegarde. Le surveillant est prévenu.",
      "The centre’s server was restored from a backup. The invigilator knows."}},
    {"past-changed",
     {"Le serveur du centre ne montre plus le même passé. Personne ne doit continuer avant une vérification.",
      "The centre’s server does not show the same past any more. Nobody goes on before it was checked."}},
    {"answers-differ",
     {"Le serveur n’a pas les mêmes réponses que ce poste.",
      "The server does not have the same answers as this workstation."}},
    {"protocol",
     {"Ce programme et le serveur ne sont pas de la même version.",
      "This program and the server are of different versions."}},
    {"protocol-version",
     {"Ce programme et le serveur ne sont pas de la même version.",
      "This program and the server are of different versions."}},
    {"simulated-seat",
     {"Un poste simulé n’est admis que dans une démonstration.",
      "A simulated seat is admitted to a demonstration only."}},
    {"question-wrong", {"Une question est arrivée abîmée.", "A question arrived damaged."}},
    // the workstation comes to its centre
    {"enrolment-code",
     {"Ce code compte 20 caractères, des lettres et des chiffres. Vérifiez-le sur la console.",
      "This code has 20 characters, letters and digits. Check it on the console."}},
    {"enrolment-unreachable",
     {"Le serveur ne répond pas. Vérifiez l’adresse, le câble réseau, et qu’un code est ouvert sur la console.",
      "The server does not answer. Check the address, the network cable, and that a code is open on the console."}},
    {"centre-unknown",
     {"Le serveur qui répond n’est pas celui du code. Rien n’a été envoyé. Vérifiez l’adresse et le code.",
      "The server that answers is not the one of the code. Nothing was sent. Check the address and the code."}},
    {"enrolment-broken",
     {"La liaison s’est coupée. Demandez un nouveau code à la console.",
      "The link broke off. Ask the console for a new code."}},
    {"file-unwritable", {"Ce poste ne peut rien écrire sur son disque.", "This workstation cannot write to its disk."}},
});

}  // namespace

bool isExplained(const std::string& code) {
  return std::any_of(kCodes.begin(), kCodes.end(), [&](const Code& one) { return one.code == code; });
}

QString sayCode(const std::string& code, Language language) {
  if (code.empty()) return {};
  const auto found = std::find_if(kCodes.begin(), kCodes.end(), [&](const Code& one) { return one.code == code; });
  if (found != kCodes.end()) return found->phrase.in(language);
  constexpr Phrase kUnknown{"Ce n’est pas possible. Appelez le surveillant et montrez-lui ceci : %1.",
                            "This is not possible. Call the invigilator and show them this: %1."};
  return kUnknown.in(language).arg(QString::fromStdString(code));
}

}  // namespace vigie::candidate
