#include "proctor-console/cli/Resolve.hpp"
#include "proctor-console/model/Condition.hpp"

namespace vigie::cli {
namespace {

struct Wish {
  std::string session;
  std::string candidate;
  console::Condition condition;
  unsigned timeout = 600;
};

base::Result<Page> waitFor(Context& context, Wish wish) {
  base::SessionId session;
  if (wish.candidate.empty()) {
    if (const auto checked = console::checkCondition(wish.condition); !checked) return base::fail(checked.error());
    const auto found = resolveSession(context, wish.session, anyPhase());
    if (!found) return base::fail(found.error());
    session = *found;
  } else {
    wish.condition.candidate = base::CandidateRef{};  // somebody: the words can be checked before anything is asked
    if (const auto checked = console::checkCondition(wish.condition); !checked) return base::fail(checked.error());
    const auto found = resolveCandidate(context, wish.candidate);
    if (!found) return base::fail(found.error());
    session = found->session;
    wish.condition.candidate = found->candidate;
  }
  Json reached;
  const auto waited =
      context.centre->watch(session, std::chrono::seconds(wish.timeout), [&](const console::Room& room) {
        if (!console::holds(wish.condition, room)) return false;
        const auto* candidate = wish.condition.candidate ? room.find(*wish.condition.candidate) : nullptr;
        reached = candidate != nullptr ? toJson(*candidate) : toJson(*room.session());
        return true;
      });
  if (!waited) return base::fail(waited.error());
  return Page{reached, context.text({"C'est le cas.\n", "It is so.\n"}), {}};
}

}  // namespace

void addSessionWait(Menu& menu, CLI::App& noun) {
  const auto wish = std::make_shared<Wish>();
  CLI::App& verb = menu.verb(
      noun, "wait", {"Attend un état de la salle, puis rend la main", "Wait until the room is in a state, then return"},
      {Needs::answers, AtFork::stop, [wish](Context& context) { return waitFor(context, *wish); }});
  verb.add_option("id", wish->session,
                  menu.text({"Séance : identifiant ou son début", "Session: id or the start of it"}));
  verb.add_option("--until", wish->condition.until,
                  menu.text({"De la séance : ", "Of the session: "}) +
                      "created open ended finalised issued anchored paused resumed alert no-alert all-seated all-identified "
                      "all-ready all-running all-ended")
      ->type_name(menu.text({"ÉTAT", "STATE"}));
  verb.add_option("--candidate", wish->candidate, menu.text({"Candidat dont il s'agit", "Candidate it is about"}))
      ->type_name("REF");
  verb.add_option("--phase", wish->condition.phase,
                  menu.text({"Du candidat : ", "Of the candidate: "}) +
                      "seated identified ready running ended linked unlinked paused resumed alert no-alert")
      ->type_name(menu.text({"ÉTAT", "STATE"}));
  verb.add_option(
          "--question", wish->condition.question,
          menu.text({"Le candidat en est au moins à cette question", "The candidate is at this question at least"}))
      ->type_name("N");
  verb.add_option("--timeout", wish->timeout,
                  menu.text({"Secondes à attendre au plus (600)", "Seconds to wait at most (600)"}))
      ->check(CLI::Range(1U, 86'400U))
      ->type_name("S");
}

}  // namespace vigie::cli
