#include "candidate-client/ui/Catalogue.hpp"

#include <algorithm>
#include <array>

namespace vigie::candidate {
namespace {

using ui::Language;
using ui::Phrase;

struct Row {
  Text text;
  Phrase phrase;
};

constexpr auto kRows = std::to_array<Row>({
    {Text::otherLanguage, {"English", "Français"}},
    {Text::textSmaller, {"Texte plus petit", "Smaller text"}},
    {Text::textLarger, {"Texte plus grand", "Larger text"}},
    {Text::textSize, {"Taille du texte : %1 %", "Text size: %1%"}},
    {Text::spacing, {"Espacer les lettres et les lignes", "Space letters and lines"}},
    {Text::spacingUsual, {"Resserrer les lettres et les lignes", "Close up letters and lines"}},
    {Text::colours, {"Couleurs : %1", "Colours: %1"}},
    {Text::coloursLight, {"claires", "light"}},
    {Text::coloursDark, {"sombres", "dark"}},
    {Text::coloursContrast, {"contraste", "contrast"}},
    {Text::demonstration, {"Démonstration", "Demonstration"}},
    {Text::windowTitle, {"Vigie, poste de certification", "Vigie, certification workstation"}},
    {Text::messageFromStaff, {"Message du surveillant : %1", "Message from the invigilator: %1"}},
    {Text::messageRead, {"J’ai lu", "I have read it"}},

    {Text::enrolTitle, {"Relier ce poste au centre", "Link this workstation to the centre"}},
    {Text::enrolLead,
     {"Cette étape est pour le personnel du centre. Tapez les 20 caractères affichés par la console.",
      "This step is for the centre’s staff. Type the 20 characters that the console shows."}},
    {Text::enrolCode, {"Code du poste", "Workstation code"}},
    {Text::enrolTrusted,
     {"Cette étape est pour le personnel du centre. Ce poste connaît déjà son centre : tapez seulement les 8 premiers "
      "caractères.",
      "This step is for the centre’s staff. This workstation knows its centre already: type the first 8 characters "
      "only."}},
    {Text::enrolHost, {"Adresse du serveur du centre", "Address of the centre’s server"}},
    {Text::enrolGo, {"Relier ce poste", "Link this workstation"}},
    {Text::enrolBusy, {"Un instant…", "One moment…"}},

    {Text::connectingTitle, {"Connexion au centre", "Connecting to the centre"}},
    {Text::connectingLead,
     {"Cela prend quelques secondes. Vous n’avez rien à faire.", "This takes a few seconds. There is nothing to do."}},

    {Text::codeTitle, {"Bonjour", "Welcome"}},
    {Text::codeLead,
     {"Tapez le code écrit sur votre papier. Les majuscules et les espaces ne comptent pas.",
      "Type the code that is on your slip of paper. Capitals and spaces do not matter."}},
    {Text::codeLabel, {"Votre code", "Your code"}},
    {Text::codeGo, {"Continuer", "Continue"}},
    {Text::codeBusy, {"Un instant…", "One moment…"}},
    {Text::nameTitle, {"Est-ce bien vous ?", "Is this you?"}},
    {Text::nameLead,
     {"Ce code appartient à cette personne. Vérifiez le nom.", "This code belongs to this person. Check the name."}},
    {Text::nameYes, {"C’est bien moi", "It is me"}},
    {Text::nameNo, {"Ce n’est pas moi", "It is not me"}},
    {Text::nameNoTitle, {"Appelez le surveillant", "Call the invigilator"}},
    {Text::nameNoLead,
     {"Levez la main. Montrez votre papier : le code n’est peut-être pas le vôtre. Ne continuez pas sans aide.",
      "Raise your hand. Show your slip: the code may not be yours. Do not go on without help."}},
    {Text::nameBack, {"Revenir au nom", "Back to the name"}},
    {Text::recordTitle, {"Ce qui est enregistré, et pourquoi", "What is recorded, and why"}},
    {Text::recordLead,
     {"Votre certificat doit prouver que c’est vous qui avez répondu, sans aide.",
      "Your certificate must prove that it was you who answered, without help."}},
    {Text::recordAnswers, {"Vos réponses", "Your answers"}},
    {Text::recordAnswersWhy,
     {"Chaque réponse est gardée et signée. C’est ce qui donne votre résultat.",
      "Each answer is kept and signed. They make your result."}},
    {Text::recordCamera, {"La caméra", "The camera"}},
    {Text::recordCameraWhy,
     {"Une photo de temps en temps, chiffrée. Seul le personnel du centre peut la voir. Pas de son. Elle est effacée "
      "après le délai légal.",
      "A picture from time to time, encrypted. Only the centre’s staff can see it. No sound. It is erased after the "
      "legal period."}},
    {Text::recordScreen, {"Ce poste", "This workstation"}},
    {Text::recordScreenWhy,
     {"L’heure de vos réponses et les incidents du poste, par exemple une coupure du réseau.",
      "The time of your answers and what happens to the workstation, for example a network cut."}},
    {Text::recordWho,
     {"Personne d’autre ne voit ces photos. Une fraude est toujours jugée par une personne.",
      "Nobody else sees these pictures. Fraud is always judged by a person."}},
    {Text::recordRefusal,
     {"Vous pouvez refuser la caméra. Vous passez le même test, avec la même note : un surveillant vous regarde.",
      "You may refuse the camera. You sit the same test, for the same result: an invigilator watches instead."}},
    {Text::recordAccept, {"J’accepte la caméra", "I accept the camera"}},
    {Text::recordRefuse, {"Je refuse la caméra", "I refuse the camera"}},
    {Text::recordNoCamera,
     {"Ce poste n’a pas de caméra. Un surveillant vous regarde, cela ne change pas votre note.",
      "This workstation has no camera. An invigilator watches instead; it does not change your result."}},
    {Text::recordContinue, {"J’ai compris", "I understand"}},
    {Text::waitTitle, {"Un surveillant arrive", "An invigilator is coming"}},
    {Text::waitLead,
     {"Il vérifie que vous êtes là. Ensuite, c’est vous qui commencez, quand vous êtes prêt.",
      "They check that you are here. Then you start, when you are ready."}},
    {Text::waitTips, {"Pendant le test", "During the test"}},
    {Text::waitTipQuestion,
     {"Une question par écran. On ne revient pas en arrière.", "One question on each screen. There is no way back."}},
    {Text::waitTipTime,
     {"Si le poste ou le réseau s’arrête, le temps perdu vous est rendu.",
      "If the workstation or the network stops, the lost time is given back to you."}},
    {Text::waitTipProblem,
     {"Une question s’affiche mal ? Appuyez sur « Signaler un problème ».",
      "A question does not show well? Press “Report a problem”."}},
    {Text::waitTipKeys,
     {"Au clavier : Tab pour avancer, Espace pour choisir, Ctrl + Entrée pour valider. Ctrl + et Ctrl - changent la "
      "taille du texte.",
      "By keyboard: Tab to move, Space to choose, Ctrl + Enter to confirm. Ctrl + and Ctrl - change the text size."}},
    {Text::beginTitle, {"Tout est prêt", "Everything is ready"}},
    {Text::beginLead,
     {"Le temps commence quand vous appuyez sur le bouton. Respirez, puis commencez.",
      "Time starts when you press the button. Take a breath, then go."}},
    {Text::beginGo, {"Je commence", "I am ready"}},
    {Text::beginBusy, {"Un instant…", "One moment…"}},
    {Text::practiceTitle, {"Entraînement", "Practice"}},
    {Text::practiceGo, {"M’entraîner d’abord (2 minutes)", "Practise first (2 minutes)"}},
    {Text::practiceNothingCounts,
     {"Entraînement : rien n’est compté ni gardé. Essayez, cliquez, écrivez.",
      "Practice: nothing is counted or kept. Try, click, type."}},
    {Text::practiceMayBegin,
     {"Entraînement : rien n’est compté. Le surveillant est passé : vous commencez le test quand vous voulez.",
      "Practice: nothing is counted. The invigilator was here: you start the test when you like."}},
    {Text::practiceStop, {"Arrêter l’entraînement", "Stop the practice"}},

    {Text::questionOf, {"Question %1 sur %2", "Question %1 of %2"}},
    {Text::questionOfAtMost, {"Question %1 sur %2 au plus", "Question %1 of at most %2"}},
    {Text::timeLeft, {"Il reste %1", "%1 left"}},
    {Text::timeHour, {"%1 h %2 min", "%1 h %2 min"}},
    {Text::timeMinutes, {"%1 min", "%1 min"}},
    {Text::timeSeconds, {"%1 min %2 s", "%1 min %2 s"}},
    {Text::timeShow, {"Voir le temps", "Show the time"}},
    {Text::timeHide, {"Cacher le temps", "Hide the time"}},
    {Text::answersGroup, {"Réponses possibles", "Possible answers"}},
    {Text::oneAnswer, {"Choisissez une réponse.", "Choose one answer."}},
    {Text::severalAnswers, {"Vous pouvez choisir plusieurs réponses.", "You can choose several answers."}},
    {Text::typeAnswer, {"Tapez votre réponse.", "Type your answer."}},
    {Text::fillFields, {"Remplissez chaque champ.", "Fill in each field."}},
    {Text::listChoose, {"Choisissez…", "Choose…"}},
    {Text::fieldAnswer, {"Votre réponse", "Your answer"}},
    {Text::validate, {"Valider et continuer", "Confirm and go on"}},
    {Text::validating, {"Envoi de la réponse…", "Sending the answer…"}},
    {Text::validateEmpty,
     {"Vous n’avez pas répondu. Pour passer cette question sans réponse, appuyez encore une fois sur « Valider et "
      "continuer ».",
      "You have not answered. To leave this question without an answer, press “Confirm and go on” once more."}},
    {Text::report, {"Signaler un problème", "Report a problem"}},
    {Text::listen, {"Écouter", "Listen"}},
    {Text::readEach, {"Lire chaque question", "Read each question"}},
    {Text::readNoMore, {"Ne plus lire chaque question", "Stop reading each question"}},
    {Text::cannotShow, {"Cette question ne peut pas s’afficher ici", "This question cannot be shown here"}},
    {Text::cannotShowReport,
     {"Ce n’est pas votre faute. Signalez-le : un surveillant la remplace, et le temps vous est rendu.",
      "It is not your fault. Report it: an invigilator replaces it, and the time is given back to you."}},
    {Text::cannotShowReported,
     {"Ce n’est pas votre faute. Ce poste a prévenu le surveillant : il la remplace, et le temps vous est rendu.",
      "It is not your fault. This workstation has told the invigilator: they replace it, and the time is given back to "
      "you."}},
    {Text::choiceNumber, {"%1 sur %2", "%1 of %2"}},
    {Text::numberHint, {"en chiffres", "in figures"}},
    {Text::numberUnread, {"Écrivez un nombre, en chiffres.", "Write a number, in figures."}},
    {Text::dateHint, {"par exemple 7/3/2026 ou 7 mars 2026", "for example 7/3/2026 or 7 March 2026 (day first)"}},
    {Text::dateUnread,
     {"Cette date n’est pas comprise. Exemple : 7/3/2026", "This date is not understood. Example: 7/3/2026"}},
    {Text::timeHint, {"par exemple 14:30 ou 14 h 30", "for example 14:30 or 2:30 pm"}},
    {Text::timeUnread,
     {"Cette heure n’est pas comprise. Exemple : 14:30", "This time is not understood. Example: 14:30"}},
    {Text::tooLong,
     {"Ce texte est trop long : %1 caractères. Il y a de la place pour %2. Rien n’a été changé.",
      "This text is too long: %1 characters. There is room for %2. Nothing was changed."}},
    {Text::timedTitle, {"Question chronométrée", "Timed question"}},
    {Text::timedLead,
     {"Vous aurez %1 pour cette question. Le temps part quand vous appuyez sur le bouton.",
      "You will have %1 for this question. Time starts when you press the button."}},
    {Text::timedKeep,
     {"À la fin du temps, ce que vous avez répondu est gardé.", "When time is up, what you answered is kept."}},
    {Text::timedGo, {"Voir la question", "Show the question"}},
    {Text::timedLeft, {"Cette question : %1", "This question: %1"}},
    {Text::timedOver,
     {"Le temps de cette question est fini. Votre réponse est gardée. Appuyez sur « Valider et continuer ».",
      "Time is up for this question. Your answer is kept. Press “Confirm and go on”."}},
    {Text::focusStay, {"Restez dans cette fenêtre", "Stay in this window"}},
    {Text::focusLeft,
     {"Vous avez quitté cette fenêtre. Cette question se fait sans aide : votre réponse ne comptera pas. Vous n’y êtes "
      "pour rien ? Signalez un problème.",
      "You left this window. This question is to be done without help: your answer will not count. Was it not you? "
      "Report a problem."}},

    {Text::documents, {"Documents de la question", "Documents of the question"}},
    {Text::documentOne, {"Document : %1", "Document: %1"}},
    {Text::pictureLarger, {"Agrandir", "Enlarge"}},
    {Text::pictureSmaller, {"Réduire", "Reduce"}},
    {Text::describeShow, {"Décrire l’image", "Describe the picture"}},
    {Text::describeHide, {"Cacher la description", "Hide the description"}},
    {Text::pageOf, {"Page %1 sur %2", "Page %1 of %2"}},
    {Text::pagePrevious, {"Page précédente", "Previous page"}},
    {Text::pageNext, {"Page suivante", "Next page"}},
    {Text::pageWords, {"Lire en texte", "Read as text"}},
    {Text::pagePicture, {"Voir la page", "Show the page"}},

    {Text::reportTitle, {"Signaler un problème", "Report a problem"}},
    {Text::reportLead,
     {"Un surveillant vient vous aider. La question se cache et le temps s’arrête. Ce que vous avez tapé reste.",
      "An invigilator comes to help. The question is hidden and time stops. What you typed stays."}},
    {Text::reportDisplay, {"La question s’affiche mal", "The question does not show well"}},
    {Text::reportCannot,
     {"Je ne peux pas répondre (clavier, souris, bouton)", "I cannot answer (keyboard, mouse, button)"}},
    {Text::reportAccess, {"Elle n’est pas accessible pour moi", "It is not accessible to me"}},
    {Text::reportOther, {"Autre chose", "Something else"}},
    {Text::reportComment, {"Si vous voulez, expliquez en quelques mots", "If you like, explain in a few words"}},
    {Text::reportSend, {"Appeler le surveillant", "Call the invigilator"}},
    {Text::reportCancel, {"Revenir à la question", "Back to the question"}},
    {Text::reportChoose, {"Choisissez d’abord ce qui ne va pas.", "First choose what is wrong."}},

    {Text::silentTitle, {"Un instant, la liaison est coupée", "One moment, the link is down"}},
    {Text::silentLead,
     {"Rien n’est perdu. Ce que vous avez tapé est gardé et la question revient toute seule. Ce temps vous est rendu.",
      "Nothing is lost. What you typed is kept and the question comes back by itself. This time is given back to "
      "you."}},
    {Text::unguardedTitle,
     {"Levez la main : ce poste doit être vérifié", "Raise your hand: this workstation must be checked"}},
    {Text::unguardedLead,
     {"Sa protection s’est arrêtée. Vos réponses sont gardées, et la question revient dès qu’elle repart. Le "
      "surveillant "
      "peut vous rendre ce temps.",
      "Its protection has stopped. Your answers are kept, and the question comes back as soon as it is at work again. "
      "The "
      "invigilator can give this time back to you."}},
    {Text::pausedTitle, {"Pause", "Pause"}},
    {Text::pausedLead,
     {"Un surveillant a mis le test en pause. Votre temps est arrêté et ce que vous avez tapé est gardé.",
      "An invigilator paused the test. Your time has stopped and what you typed is kept."}},
    {Text::alertTitle, {"Un surveillant vient vous aider", "An invigilator is coming to help you"}},
    {Text::alertLead,
     {"Votre signalement est arrivé. Le temps est arrêté. Vous n’avez rien d’autre à faire.",
      "Your report has arrived. Time has stopped. There is nothing else to do."}},
    {Text::helpTitle, {"Appelez le surveillant", "Call the invigilator"}},
    {Text::helpLead,
     {"Levez la main. Ce poste s’est arrêté pour protéger vos réponses. Elles sont gardées.",
      "Raise your hand. This workstation has stopped to protect your answers. They are kept."}},
    {Text::helpCode, {"Pour le surveillant : %1", "For the invigilator: %1"}},
    {Text::endedTitle, {"C’est terminé", "You have finished"}},
    {Text::endedLead,
     {"Toutes vos réponses sont enregistrées. Merci, et bravo d’être allé au bout.",
      "All your answers are recorded. Thank you, and well done for going to the end."}},
    {Text::endedNext,
     {"Votre résultat vous sera donné par le centre après vérification.",
      "The centre gives you your result after it was checked."}},
    {Text::endedLeave, {"Quitter ce poste", "Leave this workstation"}},

    {Text::cameraOn, {"Caméra allumée : une photo de temps en temps", "Camera on: a picture from time to time"}},
    {Text::cameraRefused, {"Caméra éteinte : vous l’avez refusée", "Camera off: you refused it"}},
    {Text::cameraNone, {"Caméra éteinte : ce poste n’en a pas", "Camera off: this workstation has none"}},
    {Text::cameraFailed, {"Caméra éteinte : elle ne marche pas", "Camera off: it does not work"}},
});

constexpr bool inOrder() {
  for (std::size_t row = 0; row < kRows.size(); ++row) {
    if (static_cast<std::size_t>(kRows[row].text) != row) return false;
  }
  return kRows.size() == static_cast<std::size_t>(Text::count);
}
static_assert(inOrder(), "every text stands once, in the order of the enumeration");

}  // namespace

QString say(Text text, Language language) {
  return kRows[static_cast<std::size_t>(text)].phrase.in(language);
}

QString sayTime(std::int64_t ms, Language language) {
  constexpr std::int64_t kShowSeconds = 300;
  const std::int64_t seconds = std::max<std::int64_t>(0, ms) / 1000;
  const auto two = [](std::int64_t number) { return QString::number(number).rightJustified(2, '0'); };
  if (seconds < kShowSeconds) return say(Text::timeSeconds, language).arg(seconds / 60).arg(two(seconds % 60));
  if (seconds < 3600) return say(Text::timeMinutes, language).arg(seconds / 60);
  return say(Text::timeHour, language).arg(seconds / 3600).arg(two(seconds / 60 % 60));
}

}  // namespace vigie::candidate
