#include "common/base/File.hpp"
#include "proctor-console/cli/Resolve.hpp"
#include "proctor-console/model/CandidateFile.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;
using console::CandidateField;
using console::candidateFields;
using console::CandidateLine;
using console::readCandidates;
using console::readField;
using enum exam::SessionPhase;

constexpr std::size_t kLargestList = 1U << 20;
constexpr int kCodeDraws = 3;

// ---- list, show ----

base::Result<Page> listCandidates(Context& context) {
  const auto session = resolveSession(context, "", anyPhase());
  if (!session) return base::fail(session.error());
  const auto room = askRoom(context, *session);
  if (!room) return base::fail(room.error());
  return Page{toJsonArray(room->candidates()), describe(context.text, room->candidates()), {}};
}

base::Result<Page> showCandidate(Context& context, const std::string& named) {
  const auto found = resolveCandidate(context, named);
  if (!found) return base::fail(found.error());
  const auto candidate = askCandidate(context, *found);
  if (!candidate) return base::fail(candidate.error());
  return Page{toJson(*candidate), describe(context.text, *candidate), {}};
}

// ---- add ----

struct AddInput {
  std::map<std::string, std::string> fields;  // by canonical name, as typed
  bool isAccessible = false;
  std::filesystem::path file;
};

// Two of the candidates may draw the same code: the second draws again.
base::Result<console::CandidateOrder> addOne(Context& context, const base::SessionId& session,
                                             const console::NewCandidate& person) {
  for (int draw = 1;; ++draw) {
    console::CandidateOrder added = console::addCandidate(session, person);
    const auto done = context.centre->order(added.order);
    if (done) return added;
    if (done.error().code != "code-taken" || draw == kCodeDraws) return base::fail(done.error());
  }
}

Json toJson(const console::CandidateOrder& added) {
  return {{"reference", added.candidate.hex()}, {"code", added.code}};
}

base::Result<Page> addFromFile(Context& context, const std::filesystem::path& file) {
  const auto content = base::readTextFile(file, kLargestList);
  if (!content) return base::fail(content.error());
  const auto people = readCandidates(*content, context.text, context.clock.now().wallMs);
  if (!people) return base::failAt(file.string(), people.error());
  const auto session = resolveSession(context, "", {open, created});
  if (!session) return base::fail(session.error());
  Json added = Json::array();
  Table table({context.text({"RÉFÉRENCE", "REFERENCE"}), "CODE", context.text({"NOM", "NAME"})});
  for (const CandidateLine& one : *people) {
    const auto done = addOne(context, *session, one.candidate);
    if (!done) {
      const std::string where =
          context.text({"ligne {} (les lignes précédentes sont faites)", "line {} (the lines before it are done)"},
                       {std::to_string(one.line)});
      return Page{{{"added", added}}, table.text(), base::Error{done.error().code, where + ": " + done.error().detail}};
    }
    Json entry = toJson(*done);
    entry["name"] = one.candidate.givenName + " " + one.candidate.familyName;
    entry["line"] = one.line;
    added.push_back(std::move(entry));
    table.add({done->candidate.hex(), done->code, one.candidate.givenName + " " + one.candidate.familyName});
  }
  return Page{added, table.text(), {}};
}

base::Result<Page> addTyped(Context& context, const AddInput& input) {
  console::NewCandidate person;
  std::string faults;
  for (const CandidateField& field : candidateFields()) {
    const std::string name(field.columns[0]);
    const auto typed = input.fields.find(name);
    const auto expected =
        readField(field, person, typed == input.fields.end() ? "" : typed->second, context.clock.now().wallMs);
    if (!expected) continue;
    faults += (faults.empty() ? "--" : "\n--") + name + context.text({" : attendu ", ": expected "}) +
              context.text(*expected);
  }
  person.accessibleItemsOnly = input.isAccessible;
  if (!faults.empty()) return base::fail("candidate-wrong", faults);
  const auto session = resolveSession(context, "", {open, created});
  if (!session) return base::fail(session.error());
  const auto added = addOne(context, *session, person);
  if (!added) return base::fail(added.error());
  return Page{toJson(*added),
              context.text({"Inscrit. Référence {}, code à écrire sur le papillon : {}\n",
                            "Added. Reference {}, code to write on the slip: {}\n"},
                           {added->candidate.hex(), added->code}),
              {}};
}

base::Result<Page> addCandidates(Context& context, const AddInput& input) {
  if (input.file.empty()) return addTyped(context, input);
  if (!input.fields.empty() || input.isAccessible) {
    return base::fail("usage", "--csv brings whole candidates; give no other data beside it");
  }
  return addFromFile(context, input.file);
}

void addAdd(Menu& menu, CLI::App& noun) {
  const auto input = std::make_shared<AddInput>();
  CLI::App& verb =
      menu.verb(noun, "add", {"Inscrit un candidat, ou ceux d'un fichier", "Add a candidate, or those of a file"},
                {Needs::commands, AtFork::stop, [input](Context& context) { return addCandidates(context, *input); }});
  const auto field = [&](const char* name, const Phrase& what) {
    verb.add_option_function<std::string>(
        std::string("--") + name, [input, name](const std::string& value) { input->fields[name] = value; },
        menu.text(what));
  };
  field("family", {"Nom", "Family name"});
  field("given", {"Prénom", "Given name"});
  field("birth", {"Date de naissance, 2001-12-31", "Birth date, 2001-12-31"});
  field("language", {"Langue du test : fr (par défaut) ou en", "Language of the test: fr (default) or en"});
  field("extra-minutes", {"Temps supplémentaire, en minutes", "Extra time, in minutes"});
  field("accommodations", {"Aménagements, séparés par + ou des blancs : veil, sunglasses, tics, looks-down…",
                           "Accommodations, separated by + or blanks: veil, sunglasses, tics, looks-down…"});
  verb.add_flag("--accessible", input->isAccessible,
                menu.text({"Questions accessibles seulement", "Accessible items only"}));
  verb.add_option("--csv", input->file,
                  menu.text({"Fichier CSV, colonnes family, given, birth, language, extra-minutes, accessible, "
                             "accommodations (ou nom, prénom, naissance, aménagements…)",
                             "CSV file, columns family, given, birth, language, extra-minutes, accessible, "
                             "accommodations"}))
      ->type_name(menu.text({"FICHIER", "FILE"}));
}

// ---- confirm ----

base::Result<Page> confirmAll(Context& context) {
  const auto session = resolveSession(context, "", {open});
  if (!session) return base::fail(session.error());
  const auto room = askRoom(context, *session);
  if (!room) return base::fail(room.error());
  Page page{Json::array(), "", {}};
  for (const auto& candidate : room->candidates()) {
    const auto ref = base::CandidateRef::fromBytes(candidate.candidate());
    if (!ref || candidate.phase() != "identified") continue;
    const auto done = context.centre->order(console::confirmPresence(*session, *ref));
    if (!done) {
      page.failure = base::Error{done.error().code, ref->hex() + ": " + done.error().detail};
      continue;
    }
    page.json.push_back({{"reference", ref->hex()}});
    page.text += context.text({"Présence confirmée : {}\n", "Presence confirmed: {}\n"}, {nameOf(candidate)});
  }
  if (page.failure) page.json = {{"confirmed", page.json}};
  if (page.text.empty())
    page.text = context.text({"Personne n'attend de confirmation.\n", "Nobody waits for a confirmation.\n"});
  return page;
}

base::Result<Page> confirm(Context& context, const std::string& named, bool everybody) {
  if (everybody != named.empty()) return base::fail("usage", "name one candidate, or give --all");
  if (everybody) return confirmAll(context);
  const auto found = resolveCandidate(context, named);
  if (!found) return base::fail(found.error());
  const auto done = context.centre->order(console::confirmPresence(found->session, found->candidate));
  if (!done) return base::fail(done.error());
  return Page{
      {{"reference", found->candidate.hex()}}, context.text({"Présence confirmée.\n", "Presence confirmed.\n"}), {}};
}

}  // namespace

void addCandidateNoun(Menu& menu) {
  CLI::App& noun = menu.noun("candidate", {"Candidats", "Candidates"});
  menu.verb(noun, "list", {"Montre les candidats de la séance", "Show the session's candidates"},
            {Needs::answers, AtFork::stop, listCandidates});
  addAdd(menu, noun);

  const auto shown = std::make_shared<std::string>();
  menu.verb(noun, "show",
            {"Montre un candidat, ses crédits et ses réponses", "Show a candidate, with credits and answers"},
            {Needs::answers, AtFork::stop, [shown](Context& context) { return showCandidate(context, *shown); }})
      .add_option("candidate", *shown, menu.text({"Référence, son début, ou code", "Reference, start of it, or code"}))
      ->required();

  struct ConfirmInput {
    std::string named;
    bool everybody = false;
  };
  const auto confirmed = std::make_shared<ConfirmInput>();
  CLI::App& verb =
      menu.verb(noun, "confirm", {"Confirme que la personne est bien là", "Confirm that the person is here"},
                {Needs::commands, AtFork::stop,
                 [confirmed](Context& context) { return confirm(context, confirmed->named, confirmed->everybody); }});
  verb.add_option("candidate", confirmed->named,
                  menu.text({"Référence, son début, ou code", "Reference, start of it, or code"}));
  verb.add_flag("--all", confirmed->everybody,
                menu.text({"Tous ceux qui ont confirmé leur nom", "Everybody who confirmed their name"}));
  addCandidateOrders(menu, noun);
  addTile(menu, noun);
  addExplain(menu, noun);
}

}  // namespace vigie::cli
