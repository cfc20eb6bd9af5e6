#include "common/base/Text.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

using enum exam::SessionPhase;

constexpr std::size_t kLongestMessage = 4'000;  // bytes; it must fit on a candidate's screen

using MakeOrder = std::function<console::Order(const FoundCandidate&)>;

// Resolves, commands, and shows the candidate as they are then.
base::Result<Page> orderFor(Context& context, const std::string& named, const MakeOrder& make) {
  const auto found = resolveCandidate(context, named);
  if (!found) return base::fail(found.error());
  const auto done = context.centre->order(make(*found));
  if (!done) return base::fail(done.error());
  const auto candidate = askCandidate(context, *found);
  if (!candidate) return base::fail(candidate.error());
  return Page{toJson(*candidate), describe(context.text, *candidate), {}};
}

CLI::App& addOrder(Menu& menu, CLI::App& noun, const char* name, const Phrase& what,
                   const std::shared_ptr<std::string>& named, Action action) {
  CLI::App& verb = menu.verb(noun, name, what, {Needs::commands, AtFork::stop, std::move(action)});
  verb.add_option("candidate", *named, menu.text({"Référence, son début, ou code", "Reference, start of it, or code"}))
      ->required();
  return verb;
}

void addPauses(Menu& menu, CLI::App& noun) {
  const auto paused = std::make_shared<std::string>();
  addOrder(
      menu, noun, "pause", {"Met un candidat en pause", "Pause one candidate"}, paused, [paused](Context& context) {
        return orderFor(context, *paused,
                        [](const FoundCandidate& who) { return console::pauseCandidate(who.session, who.candidate); });
      });
  const auto resumed = std::make_shared<std::string>();
  addOrder(
      menu, noun, "resume", {"Reprend après une pause", "Go on after a pause"}, resumed, [resumed](Context& context) {
        return orderFor(context, *resumed,
                        [](const FoundCandidate& who) { return console::resumeCandidate(who.session, who.candidate); });
      });
}

void addCredit(Menu& menu, CLI::App& noun) {
  struct Input {
    std::uint32_t minutes = 0;
    std::uint32_t seconds = 0;
  };
  const auto named = std::make_shared<std::string>();
  const auto input = std::make_shared<Input>();
  CLI::App& verb = addOrder(menu, noun, "credit", {"Rend du temps à un candidat", "Give time back to a candidate"},
                            named, [named, input](Context& context) -> base::Result<Page> {
                              const std::int64_t ms = (std::int64_t{input->minutes} * 60 + input->seconds) * 1000;
                              if (ms == 0) return base::fail("usage", "say how much: --minutes, --seconds, or both");
                              return orderFor(context, *named, [ms](const FoundCandidate& who) {
                                return console::creditTime(who.session, who.candidate, ms);
                              });
                            });
  verb.add_option("--minutes", input->minutes, menu.text({"Minutes", "Minutes"}))
      ->check(CLI::Range(0U, 1440U))
      ->type_name("N");
  verb.add_option("--seconds", input->seconds, menu.text({"Secondes", "Seconds"}))
      ->check(CLI::Range(0U, 86'400U))
      ->type_name("N");
}

void addMove(Menu& menu, CLI::App& noun) {
  const auto named = std::make_shared<std::string>();
  const auto target = std::make_shared<std::string>();
  CLI::App& verb =
      addOrder(menu, noun, "move", {"Installe un candidat à un autre poste", "Move a candidate to another workstation"},
               named, [named, target](Context& context) -> base::Result<Page> {
                 const auto machine = resolveMachine(context, *target, "seat");
                 if (!machine) return base::fail(machine.error());
                 return orderFor(context, *named, [&](const FoundCandidate& who) {
                   return console::moveCandidate(who.session, who.candidate, *machine);
                 });
               });
  verb.add_option("--to", *target,
                  menu.text({"Poste : nom, identifiant ou son début", "Workstation: label, id or the start of it"}))
      ->type_name(menu.text({"POSTE", "SEAT"}))
      ->required();
}

void addEnd(Menu& menu, CLI::App& noun) {
  const auto named = std::make_shared<std::string>();
  const auto reason = std::make_shared<std::string>();
  CLI::App& verb = addOrder(menu, noun, "end", {"Termine le test d'un candidat", "End a candidate's test"}, named,
                            [named, reason](Context& context) {
                              return orderFor(context, *named, [&](const FoundCandidate& who) {
                                return console::endTest(
                                    who.session, who.candidate,
                                    *reason == "technical" ? console::TestEnd::technical : console::TestEnd::candidate);
                              });
                            });
  verb.add_option(
          "--reason", *reason,
          menu.text({"candidate : il arrête ; technical : panne", "candidate: they stop; technical: something broke"}))
      ->check(CLI::IsMember({"candidate", "technical"}))
      ->required();
}

// One word: to everybody. Two: to whom, and what.
base::Result<Page> sendMessage(Context& context, const std::vector<std::string>& words) {
  const std::string& text = words.back();
  if (text.empty() || text.size() > kLongestMessage || !base::isUtf8(text)) {
    return base::fail("text-wrong", "a message has 1 to " + std::to_string(kLongestMessage) + " bytes of UTF-8");
  }
  if (words.size() == 1) {
    const auto session = resolveSession(context, "", {open});
    if (!session) return base::fail(session.error());
    const auto done = context.centre->order(console::messageEverybody(*session, text));
    if (!done) return base::fail(done.error());
    return Page{
        {{"session", session->hex()}}, context.text({"Message envoyé à tous.\n", "Message sent to everybody.\n"}), {}};
  }
  const auto found = resolveCandidate(context, words.front());
  if (!found) return base::fail(found.error());
  const auto done = context.centre->order(console::messageCandidate(found->session, found->candidate, text));
  if (!done) return base::fail(done.error());
  return Page{{{"reference", found->candidate.hex()}}, context.text({"Message envoyé.\n", "Message sent.\n"}), {}};
}

}  // namespace

void addCandidateOrders(Menu& menu, CLI::App& noun) {
  const auto words = std::make_shared<std::vector<std::string>>();
  menu.verb(noun, "message", {"Écrit à un candidat, ou à tous", "Write to a candidate, or to everybody"},
            {Needs::commands, AtFork::stop, [words](Context& context) { return sendMessage(context, *words); }})
      .add_option("words", *words, menu.text({"[candidat] texte", "[candidate] text"}))
      ->type_name(menu.text({"TEXTE", "TEXT"}))
      ->expected(1, 2)
      ->required();
  addPauses(menu, noun);
  addCredit(menu, noun);
  addMove(menu, noun);
  addEnd(menu, noun);
}

}  // namespace vigie::cli
