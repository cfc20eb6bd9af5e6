#include "certs/verify/SessionSentences.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "common/base/Clock.hpp"

namespace vigie::verify {
namespace {

using nlohmann::json;

struct Phrase {
  Code code;
  const char* english;
  const char* french;
};

// What is wrong, said for somebody who has never seen the formats. Place and detail follow.
constexpr Phrase kPhrases[] = {
    {Code::fileMissing, "a file is missing", "un fichier manque"},
    {Code::fileUnreadable, "a file cannot be read", "un fichier ne peut être lu"},
    {Code::bundleDamaged, "the bundle is damaged or not a bundle", "le dossier de séance est abîmé ou n'en est pas un"},
    {Code::bundleSignature, "the bundle's signature does not fit", "la signature du dossier de séance ne convient pas"},
    {Code::journalDamaged, "the journal is damaged", "le journal est abîmé"},
    {Code::sessionMissing, "the session is not there", "la séance n'est pas là"},
    {Code::rootMissing, "no root.pem in the trust folder", "pas de root.pem dans le dossier de confiance"},
    {Code::rootDamaged, "root.pem is damaged", "root.pem est abîmé"},
    {Code::recordDamaged, "a record is damaged or out of its place", "un enregistrement est abîmé ou déplacé"},
    {Code::recordNewer, "a record is of a newer version than this program knows", "un enregistrement est d'une version plus récente que ce programme"},
    {Code::streamBeginning, "the records do not begin as they must", "les enregistrements ne commencent pas comme ils doivent"},
    {Code::epochUnknown, "records belong to a life of the centre that its journal does not know", "des enregistrements viennent d'une époque que le journal du centre ignore"},
    {Code::epochChanged, "the centre's data were restored in between", "les données du centre ont été restaurées entre-temps"},
    {Code::authorityWrong, "the centre's own authority is not what it must be", "l'autorité propre au centre n'est pas ce qu'elle doit être"},
    {Code::machineWrong, "a machine's certificate is not the centre's", "le certificat d'une machine n'est pas du centre"},
    {Code::centreCourse, "the centre's records could not have come about this way", "les enregistrements du centre n'ont pas pu naître ainsi"},
    {Code::centreHead, "the session is bound to another past of the centre", "la séance est liée à un autre passé du centre"},
    {Code::sessionUnregistered, "the centre's journal does not know this session", "le journal du centre ignore cette séance"},
    {Code::ticketDamaged, "the ticket is damaged", "le ticket est abîmé"},
    {Code::ticketKeyMissing, "nothing here tells which key signs tickets", "rien ici ne dit quelle clé signe les tickets"},
    {Code::ticketKeyUntrusted, "the key of the tickets does not lead to the root", "la clé des tickets ne mène pas à la racine"},
    {Code::ticketSignature, "the ticket was not signed by the registry", "le ticket n'est pas signé par le registre"},
    {Code::ticketUnloaded, "the centre never loaded this ticket", "le centre n'a jamais chargé ce ticket"},
    {Code::ticketDates, "the session was opened outside the ticket's dates", "la séance a été ouverte hors des dates du ticket"},
    {Code::ticketSimulated, "a simulated seat sat under a real ticket", "un poste simulé a servi sous un ticket réel"},
    {Code::kindDiffers, "demonstration and real are mixed", "démonstration et réel sont mêlés"},
    {Code::bankMissing, "the bank's calibration is missing", "le calibrage de la banque manque"},
    {Code::bankDamaged, "the bank is damaged", "la banque est abîmée"},
    {Code::bankDiffers, "the bank is not the one that the ticket names", "la banque n'est pas celle que le ticket nomme"},
    {Code::bankUntrusted, "the bank's signature does not lead to the root", "la signature de la banque ne mène pas à la racine"},
    {Code::testDamaged, "the test definition is damaged or was exchanged", "la définition du test est abîmée ou a été échangée"},
    {Code::testDiffers, "the test definition is not the one that the ticket names", "la définition du test n'est pas celle que le ticket nomme"},
    {Code::arithmeticUnknown, "this program does not know the arithmetic of the scores", "ce programme ignore l'arithmétique des scores"},
    {Code::chainMissing, "the issuing key's certificate is missing", "le certificat de la clé d'émission manque"},
    {Code::chainUntrusted, "the issuing key does not lead to the root", "la clé d'émission ne mène pas à la racine"},
    {Code::chainExpired, "the issuing certificate had expired", "le certificat d'émission avait expiré"},
    {Code::chainRenewed, "the issuing certificate was renewed", "le certificat d'émission a été renouvelé"},
    {Code::headDisagrees, "somebody vouched for another past than this one", "quelqu'un s'est porté garant d'un autre passé que celui-ci"},
    {Code::headMissing, "somebody vouched for records that are not here", "quelqu'un s'est porté garant d'enregistrements qui ne sont pas là"},
    {Code::checkpointSignature, "a checkpoint's signature does not fit", "la signature d'un point de contrôle ne convient pas"},
    {Code::checkpointDiffers, "a checkpoint speaks of another past", "un point de contrôle parle d'un autre passé"},
    {Code::checkpointMissing, "no checkpoint covers the end of the session", "aucun point de contrôle ne couvre la fin de la séance"},
    {Code::notCountersigned, "no console countersigned the end of the session", "aucune console n'a contresigné la fin de la séance"},
    {Code::commandMissing, "a decision of staff is not signed by anybody", "une décision du personnel n'est signée par personne"},
    {Code::staffUnknown, "a command was signed by a key that is not registered", "un ordre est signé par une clé non enregistrée"},
    {Code::staffSignature, "a staff command's signature does not fit", "la signature d'un ordre du personnel ne convient pas"},
    {Code::staffRevoked, "a command came from a person whose console was revoked", "un ordre vient d'une personne dont la console était révoquée"},
    {Code::staffNotAllowed, "a person gave a command that they may not give", "une personne a donné un ordre qu'elle n'a pas le droit de donner"},
    {Code::commandElsewhere, "a command was given for something else", "un ordre a été donné pour autre chose"},
    {Code::commandRepeated, "one command stands twice", "un même ordre figure deux fois"},
    {Code::seatUnknown, "a seat is not a machine of this centre", "un poste n'est pas une machine de ce centre"},
    {Code::seatRevoked, "a seat was revoked before it was used", "un poste était révoqué avant de servir"},
    {Code::seatCertificate, "a seat's certificate does not fit", "le certificat d'un poste ne convient pas"},
    {Code::seatCertificateExpired, "a seat's certificate had expired", "le certificat d'un poste avait expiré"},
    {Code::seatKeyWrong, "a seat's key is not certified by its workstation", "la clé d'un poste n'est pas certifiée par sa machine"},
    {Code::seatConflict, "two people at one seat, or one person at two", "deux personnes à un poste, ou une à deux postes"},
    {Code::answerSignature, "an answer's signature does not fit", "la signature d'une réponse ne convient pas"},
    {Code::answerSeatKey, "an answer was signed by another seat", "une réponse est signée par un autre poste"},
    {Code::answerChain, "an answer does not follow the one before it", "une réponse ne suit pas la précédente"},
    {Code::answerMismatch, "a signed answer is not the one recorded", "une réponse signée n'est pas celle enregistrée"},
    {Code::questionContent, "a question's text is not the bank's", "le texte d'une question n'est pas celui de la banque"},
    {Code::questionShown, "a question was shown otherwise than recorded", "une question a été montrée autrement qu'enregistré"},
    {Code::questionChoice, "the rules and the draw choose another question", "les règles et le tirage choisissent une autre question"},
    {Code::answerJudged, "an answer was judged otherwise than its text deserves", "une réponse a été jugée autrement que son texte ne le mérite"},
    {Code::courseWrong, "the session could not have gone this way", "la séance n'a pas pu se dérouler ainsi"},
    {Code::resultDiffers, "the result is not what the answers are worth", "le résultat n'est pas ce que valent les réponses"},
    {Code::notFinalised, "the session was not finalised", "la séance n'a pas été finalisée"},
    {Code::certificateMissing, "a recorded certificate is not here", "un certificat enregistré n'est pas là"},
    {Code::certificateUnrecorded, "a certificate is here that no record speaks of", "un certificat est là dont aucun enregistrement ne parle"},
    {Code::certificateDiffers, "a certificate is not the one recorded", "un certificat n'est pas celui enregistré"},
    {Code::certificateSignature, "a certificate's signature does not fit", "la signature d'un certificat ne convient pas"},
    {Code::certificateContent, "a certificate says something else than the session", "un certificat dit autre chose que la séance"},
    {Code::certificateIssuer, "a certificate names another issuer", "un certificat nomme un autre émetteur"},
    {Code::certificateDate, "a certificate's date does not fit the session", "la date d'un certificat ne convient pas à la séance"},
    {Code::runTimeBack, "the server's running time went back", "le temps de marche du serveur a reculé"},
    {Code::clockSetBack, "the server's clock was set back", "l'horloge du serveur a été retardée"},
    {Code::clockSetForward, "the server's clock was set forward", "l'horloge du serveur a été avancée"},
    {Code::consoleClock, "a console's clock differed from the server's", "l'horloge d'une console différait de celle du serveur"},
    {Code::onScreenLonger, "a question was longer on screen than there was time", "une question est restée à l'écran plus longtemps qu'il n'y avait de temps"},
    {Code::privatePartDamaged, "a private part is not the one recorded", "une partie privée n'est pas celle enregistrée"},
    {Code::privatePartErased, "private parts were erased", "des parties privées ont été effacées"},
    {Code::identityDiffers, "a certificate is about another person than the candidate", "un certificat parle d'une autre personne que le candidat"},
    {Code::answersNotJudged, "answers were not judged again from their text: no bank, or no texts, here", "les réponses n'ont pas été rejugées d'après leur texte : pas de banque, ou pas de textes, ici"},
    {Code::pictureSignature, "the announcement of a picture was not signed by its seat", "l'annonce d'une image n'est pas signée par son poste"},
    {Code::pictureDamaged, "a picture in the vault is not the one that was announced", "une image du coffre n'est pas celle qui a été annoncée"},
    {Code::picturesMissing, "pictures were announced and never arrived", "des images ont été annoncées et ne sont jamais arrivées"},
    {Code::moreOfThese, "more of these were found", "d'autres ont été trouvés"},
};
static_assert(std::size(kPhrases) == kCodeCount);

constexpr bool isInOrder() {
  for (std::size_t i = 0; i < kCodeCount; ++i) {
    if (static_cast<std::size_t>(kPhrases[i].code) != i) return false;
  }
  return true;
}
static_assert(isInOrder());

std::string placeOf(const Place& place, Language language) {
  const bool french = language == Language::french;
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (place.stream == Place::Stream::centre) add(french ? "journal du centre" : "centre's stream");
  if (place.stream == Place::Stream::session) add(french ? "journal de la séance" : "session's stream");
  if (place.record > 0) add((french ? "enregistrement " : "record ") + std::to_string(place.record));
  if (!place.candidate.empty()) add((french ? "candidat " : "candidate ") + place.candidate);
  if (place.question > 0) add("question " + std::to_string(place.question));
  return text;
}

const char* streamWord(Place::Stream stream) {
  switch (stream) {
    case Place::Stream::centre: return "centre";
    case Place::Stream::session: return "session";
    case Place::Stream::none: return "";
  }
  return "";
}

std::string verdictOf(const Report& report, Language language) {
  const bool french = language == Language::french;
  switch (report.outcome()) {
    case Outcome::good: return french ? "tout tient" : "everything holds";
    case Outcome::ended: return french ? "tient, mais quelque chose avait expiré ou était révoqué" : "holds, but something had expired or was revoked";
    case Outcome::notEstablished: return french ? "non établi : il manque quelque chose" : "not established: something is missing";
    case Outcome::forged: return french ? "falsifié ou abîmé" : "forged or damaged";
  }
  return {};
}

std::string factsLine(const Facts& facts, Language language) {
  if (facts.session.isNull()) return {};
  const std::string session = facts.session.hex();
  const std::string candidates = std::to_string(facts.candidates);
  const std::string answers = std::to_string(facts.answers);
  const std::string certificates = std::to_string(facts.certificates.size());
  const std::string judged = std::to_string(facts.answersJudgedAgain);
  if (language == Language::french) {
    return "séance " + session + " du centre " + facts.centre + ", ouverte le " + base::formatUtc(facts.openedMs) + " : " + candidates +
           " candidats, " + answers + " réponses (" + judged + " rejugées), " + certificates + " certificats, " +
           std::to_string(facts.sessionRecords) + " enregistrements";
  }
  return "session " + session + " of centre " + facts.centre + ", opened " + base::formatUtc(facts.openedMs) + ": " + candidates +
         " candidates, " + answers + " answers (" + judged + " judged again), " + certificates + " certificates, " +
         std::to_string(facts.sessionRecords) + " records";
}

}  // namespace

std::string sentenceOf(const Finding& finding, Language language) {
  const Phrase& phrase = kPhrases[static_cast<std::size_t>(finding.code)];
  std::string text = language == Language::french ? phrase.french : phrase.english;
  const std::string place = placeOf(finding.place, language);
  if (!place.empty()) text += " (" + place + ")";
  if (!finding.about.empty()) text += ": " + finding.about;
  if (!finding.detail.empty()) text += (finding.about.empty() ? ": " : "; ") + finding.detail;
  return text + ".";
}

std::string textOf(std::string_view fileName, const Report& report, Language language) {
  std::string text;
  if (report.facts.demonstration) text += language == Language::french ? "DÉMONSTRATION " : "DEMONSTRATION ";
  text += std::string(fileName) + ": " + verdictOf(report, language);
  const std::string facts = factsLine(report.facts, language);
  text += facts.empty() ? "." : "; " + facts + ".";
  for (const Finding& finding : report.findings) {
    text += "\n  " + std::to_string(static_cast<int>(outcomeOf(finding.code))) + " " + std::string(codeName(finding.code)) + ": " +
            sentenceOf(finding, language);
  }
  return text;
}

std::string jsonOf(std::string_view fileName, const Report& report, Language language) {
  json findings = json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back({{"code", codeName(finding.code)},
                        {"status", static_cast<int>(outcomeOf(finding.code))},
                        {"stream", streamWord(finding.place.stream)},
                        {"record", finding.place.record},
                        {"candidate", finding.place.candidate},
                        {"question", finding.place.question},
                        {"about", finding.about},
                        {"detail", finding.detail},
                        {"sentence", sentenceOf(finding, language)}});
  }
  const Facts& facts = report.facts;
  const json whole = {{"file", fileName},
                      {"status", static_cast<int>(report.outcome())},
                      {"verdict", verdictOf(report, language)},
                      {"demonstration", facts.demonstration},
                      {"findings", findings},
                      {"facts",
                       {{"session", facts.session.hex()},
                        {"ticket", facts.ticket},
                        {"centre", facts.centre},
                        {"opened", base::formatUtc(facts.openedMs)},
                        {"arithmetic", facts.arithmetic},
                        {"candidates", facts.candidates},
                        {"answers", facts.answers},
                        {"answersJudgedAgain", facts.answersJudgedAgain},
                        {"countersignatures", facts.countersignatures},
                        {"incidents", facts.incidents},
                        {"records", facts.sessionRecords},
                        {"certificates", facts.certificates.size()}}}};
  return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace vigie::verify
