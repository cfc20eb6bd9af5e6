#include "proctor-console/ui/SessionAction.hpp"

#include <QPushButton>

namespace vigie::window {
namespace {

using console::NextStep;

std::optional<console::Order> orderFor(NextStep step, const base::SessionId& session) {
  switch (step) {
    case NextStep::open:
      return console::openSession(session);
    case NextStep::resume:
      return console::resumeSession(session);
    case NextStep::endSession:
      return console::endSession(session);
    case NextStep::finalise:
      return console::finaliseSession(session);
    case NextStep::issue:
      return console::issueCertificates(session);
    case NextStep::addCandidates:
    case NextStep::confirmAndWatch:
    case NextStep::awaitRegistry:
    case NextStep::seeResults:
      break;
  }
  return std::nullopt;
}

ActionWords wordsFor(const Context& context, NextStep step, const protocol::message::SessionView& view) {
  ActionWords words{.label = context.say(console::buttonOf(step)), .kind = Kind::primary};
  if (step == NextStep::endSession) {
    words.question = context.say({"La séance sera terminée pour de bon : plus personne ne pourra répondre.",
                                  "The session will be over for good: nobody will be able to answer any more."});
    words.yes = context.say({"Oui, terminer la séance", "Yes, end the session"});
  } else if (step == NextStep::finalise) {
    words.question = context.say({"Les résultats des {} candidats seront arrêtés et ne changeront plus.",
                                  "The results of {} candidates will be settled and will not change any more."},
                                 {std::to_string(view.candidates())});
    words.yes = context.say({"Oui, arrêter les résultats", "Yes, settle the results"});
  } else if (step == NextStep::issue) {
    words.question =
        context.say({"Un certificat sera signé pour chaque résultat validé, puis envoyé au registre.",
                     "A certificate will be signed for each validated result, then sent to the registry."});
    words.yes = context.say({"Oui, délivrer", "Yes, issue"});
  }
  return words;
}

}  // namespace

bool isOrder(NextStep step) {
  return orderFor(step, {}).has_value();
}

Action* makeSessionAction(const Context& context, const base::SessionId& session, QWidget* parent) {
  auto* action = new Action(
      context, {.label = {}, .kind = Kind::primary},
      [&context, session]() -> std::optional<console::Order> {
        const auto* view = context.desk.outlook().session(session.bytes());
        return view == nullptr ? std::nullopt : orderFor(console::nextStep(*view), session);
      },
      parent);
  action->button().setObjectName(QStringLiteral("next"));
  return action;
}

void showSessionAction(const Context& context, Action& action, const protocol::message::SessionView& view) {
  const NextStep step = console::nextStep(view);
  action.setVisible(isOrder(step));
  action.setWords(wordsFor(context, step, view));
}

}  // namespace vigie::window
