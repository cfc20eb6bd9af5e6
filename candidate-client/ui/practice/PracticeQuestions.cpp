#include "candidate-client/ui/practice/PracticeQuestions.hpp"

namespace vigie::candidate {
namespace {

using content::Attachment;
using content::Field;
using content::Kind;
using content::PublicBlock;
using content::PublicItem;

PublicItem plain(Kind kind, const char* french, const char* english) {
  PublicItem item;
  item.kind = kind;
  item.locales["fr"].instruction = french;
  item.locales["en"].instruction = english;
  return item;
}

struct Choice {
  const char *id, *french, *english;
};

PublicItem withChoices(PublicItem item, std::initializer_list<Choice> choices) {
  for (const Choice& choice : choices) {
    item.choiceIds.emplace_back(choice.id);
    item.locales["fr"].choices[choice.id] = choice.french;
    item.locales["en"].choices[choice.id] = choice.english;
  }
  return item;
}

Field fieldOf(const char* input, const char* french, const char* english) {
  Field field;
  field.input = input;
  field.label = {{"fr", french}, {"en", english}};
  return field;
}

PublicItem oneChoice() {
  return withChoices(
      plain(Kind::qcu, "Voici une question à **une réponse**. Choisissez le matin, puis validez.",
            "Here is a question with **one answer**. Choose the morning, then confirm."),
      {{"a", "Le soir", "The evening"}, {"b", "Le matin", "The morning"}, {"c", "La nuit", "The night"}});
}

PublicItem severalChoices() {
  return withChoices(
      plain(Kind::qcm, "Ici, **plusieurs réponses** sont possibles. Choisissez les deux fruits, puis validez.",
            "Here **several answers** are possible. Choose the two fruits, then confirm."),
      {{"a", "Une pomme", "An apple"}, {"b", "Une table", "A table"}, {"c", "Une poire", "A pear"}});
}

PublicItem typed() {
  PublicItem item = plain(Kind::qroc, "Ici, on **écrit** la réponse. Écrivez le mot *bonjour*, puis validez.",
                          "Here you **type** the answer. Type the word *hello*, then confirm.");
  item.fields["mot"] = fieldOf("text", "Votre mot", "Your word");
  return item;
}

PublicItem severalFields() {
  PublicItem item =
      plain(Kind::qrocm,
            "Ici, il y a **plusieurs champs**. La touche Tab passe de l’un à l’autre. Choisissez un jour, "
            "puis écrivez un nombre et une date.",
            "Here are **several fields**. The Tab key goes from one to the next. Choose a day, then type "
            "a number and a date.");
  item.fields["jour"] = fieldOf("select", "Un jour", "A day");
  item.fields["jour"].options = {{"lundi", {{"fr", "Lundi"}, {"en", "Monday"}}},
                                 {"mardi", {{"fr", "Mardi"}, {"en", "Tuesday"}}}};
  item.fields["nombre"] = fieldOf("number", "Un nombre", "A number");
  item.fields["date"] = fieldOf("date", "Une date", "A date");
  item.locales["fr"].fieldTemplate = "Un jour : ${jour}\nUn nombre : ${nombre}\nUne date : ${date}";
  item.locales["en"].fieldTemplate = "A day: ${jour}\nA number: ${nombre}\nA date: ${date}";
  return item;
}

PublicItem withDocument() {
  PublicItem item = withChoices(
      plain(Kind::qcu, "Parfois, un **document** accompagne la question. Lisez le tableau : quel jour est le marché ?",
            "Sometimes a **document** comes with the question. Read the table: on which day is the market?"),
      {{"a", "Mardi", "Tuesday"}, {"b", "Samedi", "Saturday"}, {"c", "Dimanche", "Sunday"}});
  Attachment table;
  table.id = "tableau";
  table.name = "tableau.csv";
  table.mediaType = "text/csv";
  table.alternative = {{"fr", "Tableau de deux lignes : quoi, quel jour"},
                       {"en", "Table of two rows: what, which day"}};
  table.text = {{"fr", "Quoi;Jour\nMarché;Samedi\nPiscine;Mardi\n"},
                {"en", "What;Day\nMarket;Saturday\nPool;Tuesday\n"}};
  item.attachments.push_back(table);
  return item;
}

PublicItem timed() {
  PublicItem item = withChoices(
      plain(Kind::qcu,
            "Certaines questions ont un **temps** à elles. Il est écrit en bas. Choisissez le jaune, puis validez.",
            "Some questions have a **time** of their own. It is written below. Choose yellow, then confirm."),
      {{"a", "Le bleu", "Blue"}, {"b", "Le jaune", "Yellow"}, {"c", "Le vert", "Green"}});
  item.timerSeconds = 60;
  return item;
}

PublicItem practical() {
  PublicItem item =
      plain(Kind::abc, "Parfois, il faut **faire** quelque chose. Appuyez sur le bouton **Un**, puis validez.",
            "Sometimes there is something to **do**. Press the button **One**, then confirm.");
  item.activity = R"({"canvas":{"height":540,"width":960},"equivalents":["keyboard","screen-reader"],)"
                  R"("gesture":["click","tap","key"],"order":"free",)"
                  R"("targets":[{"id":"t1","label":{"en":"One","fr":"Un"},"r":48,"x":480,"y":270}],)"
                  R"("type":"click-targets"})";
  return item;
}

}  // namespace

std::vector<std::shared_ptr<const session::ShownQuestion>> practiceQuestions(const std::string& language) {
  std::vector<std::shared_ptr<const session::ShownQuestion>> questions;
  for (const PublicItem& item :
       {oneChoice(), severalChoices(), typed(), severalFields(), withDocument(), timed(), practical()}) {
    session::ShownQuestion question;
    question.number = static_cast<std::uint32_t>(questions.size()) + 1;
    question.item = item;
    question.item.id = "practice-" + std::to_string(question.number);
    question.language = language;
    question.order = item.choiceIds;
    questions.push_back(std::make_shared<const session::ShownQuestion>(std::move(question)));
  }
  return questions;
}

}  // namespace vigie::candidate
