#include "certs/registry/Pages.hpp"

#include "common/base/Clock.hpp"
#include "common/base/Text.hpp"

namespace vigie::registry {
namespace {

struct Texts {
  const char* language;
  const char* other;
  const char* otherName;
  const char* title;
  const char* ask;
  const char* hint;
  const char* check;
  const char* valid;
  const char* revoked;
  const char* demonstration;
  const char* code;
  const char* entry;
  const char* logged;
  const char* download;
  const char* explain;
  const char* unknown;
  const char* mistyped;
  const char* tooFast;
};

constexpr Texts kFrench = {"fr",
                           "en",
                           "English",
                           "Vérifier un certificat",
                           "Code de vérification",
                           "Il figure sur le certificat : P- suivi de neuf caractères.",
                           "Vérifier",
                           "Ce code est celui d’un certificat valable.",
                           "Ce certificat a été révoqué.",
                           "DÉMONSTRATION : ce certificat ne prouve aucune compétence.",
                           "Code",
                           "Entrée du journal national",
                           "Enregistré le",
                           "Télécharger la preuve d’inscription (.tlog-proof)",
                           "Cette page ne montre aucune donnée personnelle. Pour savoir à qui appartient le "
                           "certificat, et avec quel résultat, "
                           "demandez-en le fichier à la personne et vérifiez-le avec cette preuve.",
                           "Aucun certificat ne porte ce code.",
                           "Ce code est mal recopié : vérifiez chaque caractère (il n’y a ni O, ni I, ni 0, ni 1).",
                           "Trop de recherches en peu de temps depuis votre adresse. Réessayez dans une minute."};

constexpr Texts kEnglish = {
    "en",
    "fr",
    "Français",
    "Check a certificate",
    "Verification code",
    "It stands on the certificate: P- and nine characters.",
    "Check",
    "This code is that of a valid certificate.",
    "This certificate was revoked.",
    "DEMONSTRATION: this certificate proves no skill.",
    "Code",
    "National log entry",
    "Logged on",
    "Download the proof of inclusion (.tlog-proof)",
    "This page shows no personal data. To know whose certificate it is, and with which result, ask the person for its "
    "file and check it with this proof.",
    "No certificate has this code.",
    "This code was mistyped: check each character (there is no O, I, 0 or 1).",
    "Too many lookups from your address in a short time. Try again in a minute."};

const Texts& textsOf(Language language) {
  return language == Language::french ? kFrench : kEnglish;
}

// Nothing from elsewhere, no script, no frame: a page that vouches for certificates must not be dressed up by others.
Answer page(Language language, unsigned status, std::string_view path, const std::string& content) {
  const Texts& texts = textsOf(language);
  Answer answer;
  answer.status = status;
  answer.contentType = "text/html; charset=utf-8";
  answer.headers = {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
      {"Content-Language", texts.language},
      {"Vary", "Accept-Language"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "no-store"}};
  answer.body = std::string("<!DOCTYPE html>\n<html lang=\"") + texts.language +
                "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" +
                texts.title + "</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\n<body>\n<main>\n<h1>" +
                texts.title + "</h1>\n" + content + "</main>\n<p class=\"language\"><a lang=\"" + texts.other +
                "\" href=\"" + htmlEscape(path) + "?lang=" + texts.other + "\">" + texts.otherName +
                "</a></p>\n</body>\n</html>\n";
  return answer;
}

std::string form(Language language) {
  const Texts& texts = textsOf(language);
  return std::string("<form method=\"get\" action=\"/verifier\">\n<input type=\"hidden\" name=\"lang\" value=\"") +
         texts.language + "\"><label for=\"code\">" + texts.ask +
         "</label>\n<input id=\"code\" name=\"code\" required maxlength=\"20\" autocomplete=\"off\" autocapitalize="
         "\"characters\" spellcheck=\"false\" aria-describedby=\"hint\">\n<p id=\"hint\">" +
         texts.hint + "</p>\n<button>" + texts.check + "</button>\n</form>\n";
}

std::string notice(const char* kind, const std::string& text) {
  return std::string("<p role=\"status\" class=\"") + kind + "\">" + text + "</p>\n";
}

std::string row(const char* name, const std::string& value) {
  return std::string("<dt>") + name + "</dt><dd>" + htmlEscape(value) + "</dd>\n";
}

}  // namespace

Language languageOf(const RequestHead& head) {
  if (head.target.ends_with("lang=en") || head.target.find("lang=en&") != std::string::npos) return Language::english;
  if (head.target.ends_with("lang=fr") || head.target.find("lang=fr&") != std::string::npos) return Language::french;
  for (const std::string& wish : base::split(head.language, ',')) {
    const std::string_view tag = base::trim(wish).substr(0, 2);
    if (tag == "fr") return Language::french;
    if (tag == "en") return Language::english;
  }
  return Language::french;
}

Answer searchPage(Language language) {
  return page(language, 200, "/verifier", form(language));
}

Answer mistypedPage(Language language) {
  return page(language, 400, "/verifier", notice("wrong", textsOf(language).mistyped) + form(language));
}

Answer notFoundPage(Language language, std::string_view code) {
  const std::string content = notice("wrong", textsOf(language).unknown) + "<dl>\n" +
                              row(textsOf(language).code, std::string(code)) + "</dl>\n" + form(language);
  return page(language, 404, "/verifier/" + std::string(code), content);
}

Answer codePage(Language language, const CodeFacts& facts) {
  const Texts& texts = textsOf(language);
  std::string content;
  if (facts.isDemonstration) content += notice("demonstration", texts.demonstration);
  content += facts.isRevoked ? notice("wrong", texts.revoked) : notice("good", texts.valid);
  content += "<dl>\n" + row(texts.code, facts.code) + row(texts.entry, std::to_string(facts.index)) +
             row(texts.logged, base::formatUtc(facts.loggedMs)) + "</dl>\n<p><a href=\"/verifier/" +
             htmlEscape(facts.code) + "/proof\">" + texts.download + "</a></p>\n<p>" + texts.explain + "</p>\n" +
             form(language);
  return page(language, 200, "/verifier/" + facts.code, content);
}

Answer tooFastPage(Language language) {
  Answer answer = page(language, 429, "/verifier", notice("wrong", textsOf(language).tooFast));
  answer.headers.emplace_back("Retry-After", "60");
  return answer;
}

Answer styleSheet() {
  Answer answer;
  answer.contentType = "text/css; charset=utf-8";
  answer.headers = {{"Cache-Control", "public, max-age=3600"}, {"X-Content-Type-Options", "nosniff"}};
  answer.body =
      "body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}"
      "main,.language{max-width:40rem;margin:0 auto;padding:1rem}"
      "input{font:inherit;font-family:ui-monospace,monospace;padding:.5rem;width:14rem;border:2px solid #555}"
      "button{font:inherit;padding:.5rem 1.5rem}label{display:block;font-weight:600}"
      "dt{font-weight:600}dd{margin:0 0 .5rem;font-family:ui-monospace,monospace}"
      ".good,.wrong,.demonstration{padding:.75rem 1rem;border-left:.5rem solid;font-weight:600}"
      ".good{border-color:#0a6b2d;background:#e8f5ec}.wrong{border-color:#a3181d;background:#fbeaea}"
      ".demonstration{border-color:#8a5a00;background:#fff4dc}";
  return answer;
}

std::string htmlEscape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace vigie::registry
