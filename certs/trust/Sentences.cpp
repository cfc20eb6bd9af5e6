#include "certs/trust/Sentences.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/base/Clock.hpp"

namespace vigie::trust {
namespace {

using Json = nlohmann::json;

struct Phrase {
  Reason reason;
  std::string_view english;
  std::string_view french;
};

// {} is the finding's `about`.
constexpr std::array kPhrases = {
    Phrase{Reason::expired, "expired since {}.", "expiré depuis {}."},
    Phrase{Reason::notYetValid, "not established: it is valid only from {}.",
           "non établi : il n'est valable qu'à partir de {}."},
    Phrase{Reason::revoked, "revoked, as the registry's list of {} says.",
           "révoqué, selon la liste du registre du {}."},
    Phrase{Reason::suspended, "suspended, as the registry's list of {} says.",
           "suspendu, selon la liste du registre du {}."},
    Phrase{Reason::fileMissing, "not established: there is no file {}.", "non établi : le fichier {} n'existe pas."},
    Phrase{Reason::fileUnreadable, "not established: {} cannot be read.", "non établi : {} ne peut pas être lu."},
    Phrase{Reason::notACertificate, "forged or damaged: {} is not a certificate in its one form.",
           "faux ou abîmé : {} n'est pas un certificat dans sa forme unique."},
    Phrase{Reason::jsonDamaged, "forged or damaged: the proof inside {} does not verify.",
           "faux ou abîmé : la preuve contenue dans {} ne se vérifie pas."},
    Phrase{Reason::jsonDiffers, "forged or damaged: {} says something else than the .jwt of the same name.",
           "faux ou abîmé : {} ne dit pas la même chose que le .jwt du même nom."},
    Phrase{Reason::rootMissing, "not established: {} is missing from the trust folder (--trust).",
           "non établi : {} manque dans le dossier de confiance (--trust)."},
    Phrase{Reason::rootDamaged, "forged or damaged: {} is not one root certificate in its one form.",
           "faux ou abîmé : {} n'est pas un certificat racine dans sa forme unique."},
    Phrase{Reason::logKeyMissing, "not established: {} is missing from the trust folder (--trust).",
           "non établi : {} manque dans le dossier de confiance (--trust)."},
    Phrase{Reason::logKeyDamaged, "forged or damaged: {} is not the key of a log.",
           "faux ou abîmé : {} n'est pas la clé d'un journal public."},
    Phrase{Reason::witnessKeyDamaged, "forged or damaged: {} is not the key of a witness.",
           "faux ou abîmé : {} n'est pas la clé d'un témoin."},
    Phrase{Reason::chainMissing, "not established: {}, which accredits the centre's key, is missing.",
           "non établi : il manque {}, qui accrédite la clé du centre."},
    Phrase{Reason::chainDamaged, "forged or damaged: {} does not hold certificates in their one form.",
           "faux ou abîmé : {} ne contient pas des certificats dans leur forme unique."},
    Phrase{Reason::signatureWrong, "forged or damaged: the signature does not verify with the key that {} names.",
           "faux ou abîmé : la signature ne se vérifie pas avec la clé que nomme {}."},
    Phrase{Reason::notAccredited, "forged or damaged: {} does not lead from this issuer to the trusted root.",
           "faux ou abîmé : {} ne mène pas de cet émetteur à la racine de confiance."},
    Phrase{Reason::didMissing, "not established: {}, which names the issuer's keys, is missing.",
           "non établi : il manque {}, qui nomme les clés de l'émetteur."},
    Phrase{Reason::didDamaged, "forged or damaged: {} is not a document of keys in its one form.",
           "faux ou abîmé : {} n'est pas un document de clés dans sa forme unique."},
    Phrase{Reason::didDiffers, "forged or damaged: {} does not belong to this certificate.",
           "faux ou abîmé : {} n'appartient pas à ce certificat."},
    Phrase{Reason::proofMissing, "not established: {}, which proves that the public log holds it, is missing.",
           "non établi : il manque {}, qui prouve que le journal public le contient."},
    Phrase{Reason::proofDamaged, "forged or damaged: {} is not a proof in its one form.",
           "faux ou abîmé : {} n'est pas une preuve dans sa forme unique."},
    Phrase{Reason::proofOfAnother, "forged or damaged: {} proves another certificate than this one.",
           "faux ou abîmé : {} prouve un autre certificat que celui-ci."},
    Phrase{Reason::notInLog, "forged or damaged: {} does not lead to the log's root.",
           "faux ou abîmé : {} ne mène pas à la racine du journal public."},
    Phrase{Reason::checkpointWrong, "forged or damaged: the checkpoint in {} is not signed by the trusted log.",
           "faux ou abîmé : le point de contrôle de {} n'est pas signé par le journal de confiance."},
    Phrase{Reason::witnessMissing, "not established: the checkpoint in {} lacks the trusted witness's signature.",
           "non établi : il manque au point de contrôle de {} la signature du témoin de confiance."},
    Phrase{Reason::witnessWrong, "forged or damaged: the witness's signature in {} does not verify.",
           "faux ou abîmé : la signature du témoin dans {} ne se vérifie pas."},
    Phrase{Reason::statusMissing,
           "not established: the status list {} is missing, so nobody can tell whether it was revoked.",
           "non établi : il manque la liste d'état {}, nul ne peut dire s'il a été révoqué."},
    Phrase{Reason::statusDamaged, "forged or damaged: the status list {} does not verify.",
           "faux ou abîmé : la liste d'état {} ne se vérifie pas."},
    Phrase{Reason::statusKeyUnknown, "forged or damaged: the status key in {} is not the registry's.",
           "faux ou abîmé : la clé d'état de {} n'est pas celle du registre."},
    Phrase{Reason::statusOfAnother, "forged or damaged: {} is the status list of other certificates.",
           "faux ou abîmé : {} est la liste d'état d'autres certificats."},
    Phrase{Reason::statusOld, "not established: the status list of {} is more than 30 days old; get the newest one.",
           "non établi : la liste d'état du {} a plus de 30 jours ; procurez-vous la dernière."},
    Phrase{Reason::statusFromFuture,
           "not established: the status list is dated {}, in the future; check this machine's clock.",
           "non établi : la liste d'état est datée du {}, dans l'avenir ; vérifiez l'horloge de cette machine."},
};

std::string phrase(const Finding& finding, Language language) {
  const auto row =
      std::find_if(kPhrases.begin(), kPhrases.end(), [&](const Phrase& one) { return one.reason == finding.reason; });
  if (row == kPhrases.end()) return {};
  std::string text(language == Language::french ? row->french : row->english);
  const std::size_t at = text.find("{}");
  return at == std::string::npos ? text : text.replace(at, 2, finding.about);
}

std::string validPhrase(const Verdict& verdict, Language language) {
  const credential::CredentialSummary& certificate = *verdict.certificate;
  const bool french = language == Language::french;
  std::string text = (french ? "valable : « " : "valid: \"") + certificate.achievement + (french ? " »" : "\"");
  if (!certificate.score.empty()) text += (french ? ", score " : ", score ") + certificate.score;
  text += (french ? ", code " : ", code ") + certificate.code;
  text += (french ? ", délivré par " : ", issued by ") + certificate.issuerName;
  text += (french ? " le " : " on ") + base::formatUtc(certificate.validFromMs).substr(0, 10);
  if (verdict.logIndex)
    text += (french ? ", inscrit au journal public à l'indice " : ", at index ") + std::to_string(*verdict.logIndex);
  if (verdict.logIndex && !french) text += " of the public log";
  if (verdict.statusMs)
    text += (french ? ", non révoqué au " : ", not revoked as of ") + base::formatUtc(*verdict.statusMs);
  return text + ".";
}

// "Not established" outranks "revoked", but whoever reads it must hear both.
std::string alsoEnded(const Verdict& verdict, Language language) {
  if (verdict.outcome() != Outcome::notEstablished) return {};
  for (const Finding& finding : verdict.findings) {
    if (outcomeOf(finding.reason) != Outcome::ended) continue;
    return (language == Language::french ? " De plus : " : " Moreover: ") + phrase(finding, language);
  }
  return {};
}

// What an attacker wrote must not move the cursor of whoever reads the verdict on a terminal.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f; }, ' ');
  return text;
}

std::string_view verdictName(const Verdict& verdict) {
  switch (verdict.outcome()) {
    case Outcome::good:
      return "valid";
    case Outcome::ended:
      return reasonName(verdict.decisive().reason);
    case Outcome::notEstablished:
      return "not-established";
    case Outcome::forged:
      return "forged";
  }
  return "forged";
}

Json certificateJson(const credential::CredentialSummary& certificate) {
  Json json = {{"id", certificate.id},
               {"code", certificate.code},
               {"issuer", certificate.issuer},
               {"issuerName", certificate.issuerName},
               {"achievement", certificate.achievement},
               {"score", certificate.score},
               {"validFrom", base::formatUtc(certificate.validFromMs)}};
  if (certificate.validUntilMs) json["validUntil"] = base::formatUtc(*certificate.validUntilMs);
  return json;
}

}  // namespace

Language languageOf(std::string_view locale) {
  const bool french =
      locale.starts_with("fr") && (locale.size() == 2 || locale[2] == '_' || locale[2] == '.' || locale[2] == '-');
  return french ? Language::french : Language::english;
}

std::string sentenceOf(std::string_view fileName, const Verdict& verdict, Language language) {
  std::string text = verdict.occasion == credential::Occasion::demonstration ? "DEMONSTRATION " : "";
  text += std::string(fileName) + (language == Language::french ? " : " : ": ");
  const bool good = verdict.outcome() == Outcome::good;
  text += good ? validPhrase(verdict, language) : phrase(verdict.decisive(), language);
  return printable(text + alsoEnded(verdict, language));
}

std::string jsonOf(std::string_view fileName, const Verdict& verdict, Language language) {
  Json json = {{"file", fileName},
               {"status", static_cast<int>(verdict.outcome())},
               {"verdict", verdictName(verdict)},
               {"reason", reasonName(verdict.decisive().reason)},
               {"demonstration", verdict.occasion == credential::Occasion::demonstration},
               {"sentence", sentenceOf(fileName, verdict, language)},
               {"findings", Json::array()}};
  for (const Finding& finding : verdict.findings) {
    json["findings"].push_back({{"reason", reasonName(finding.reason)},
                                {"status", static_cast<int>(outcomeOf(finding.reason))},
                                {"about", finding.about},
                                {"detail", finding.detail}});
  }
  if (verdict.certificate) json["certificate"] = certificateJson(*verdict.certificate);
  if (verdict.logIndex) json["logIndex"] = *verdict.logIndex;
  if (verdict.leaf) json["logged"] = base::formatUtc(static_cast<std::int64_t>(verdict.leaf->timeSeconds) * 1000);
  if (verdict.statusMs) json["statusAsOf"] = base::formatUtc(*verdict.statusMs);
  // A file name need not be UTF-8; a replacement character says so better than an exception.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace vigie::trust
