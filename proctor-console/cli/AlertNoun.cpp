#include "common/base/Text.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

constexpr std::size_t kLongestComment = 4'000;  // bytes

base::Result<Page> listAlerts(Context& context) {
  const auto session = resolveSession(context, "", anyPhase());
  if (!session) return base::fail(session.error());
  const auto room = askRoom(context, *session);
  if (!room) return base::fail(room.error());
  return Page{toJsonArray(room->alerts()), describe(context.text, room->alerts(), room->candidates()), {}};
}

struct ResolveInput {
  std::uint32_t alert = 0;
  std::string outcome;
  std::string comment;
};

base::Result<Page> resolveOne(Context& context, const ResolveInput& input) {
  if (input.comment.size() > kLongestComment || !base::isUtf8(input.comment)) {
    return base::fail("text-wrong", "a comment has at most " + std::to_string(kLongestComment) + " bytes of UTF-8");
  }
  using enum exam::SessionPhase;
  const auto session = resolveSession(context, "", {open, ended});
  if (!session) return base::fail(session.error());
  const auto outcome = input.outcome == "replace" ? console::Resolution::replace : console::Resolution::keep;
  const auto done = context.centre->order(console::resolveAlert(*session, input.alert, outcome, input.comment));
  if (!done) return base::fail(done.error());
  const auto room = askRoom(context, *session);
  if (!room) return base::fail(room.error());
  for (const auto& alert : room->alerts()) {
    if (alert.alert() == input.alert)
      return Page{toJson(alert), context.text({"Le signalement est tranché.\n", "The alert is resolved.\n"}), {}};
  }
  return base::fail("alert-unknown", "the centre does not show this alert any more");
}

}  // namespace

void addAlertNoun(Menu& menu) {
  CLI::App& noun = menu.noun("alert", {"Signalements des candidats", "Candidates' alerts"});
  menu.verb(noun, "list", {"Montre les signalements de la séance", "Show the session's alerts"},
            {Needs::answers, AtFork::stop, listAlerts});
  const auto input = std::make_shared<ResolveInput>();
  CLI::App& verb =
      menu.verb(noun, "resolve", {"Tranche un signalement", "Resolve an alert"},
                {Needs::commands, AtFork::stop, [input](Context& context) { return resolveOne(context, *input); }});
  verb.add_option("alert", input->alert, menu.text({"Numéro du signalement", "Number of the alert"}))
      ->type_name("N")
      ->required();
  verb.add_option("--outcome", input->outcome,
                  menu.text({"replace : autre question ; keep : la même", "replace: another question; keep: the same"}))
      ->check(CLI::IsMember({"replace", "keep"}))
      ->required();
  verb.add_option("--comment", input->comment, menu.text({"Pourquoi", "Why"}));
}

}  // namespace vigie::cli
