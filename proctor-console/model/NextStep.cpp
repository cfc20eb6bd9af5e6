#include "proctor-console/model/NextStep.hpp"

namespace vigie::console {

NextStep nextStep(const protocol::message::SessionView& session) {
  const auto phase = sessionPhase(session.phase()).value_or(exam::SessionPhase::none);
  switch (phase) {
    case exam::SessionPhase::none:
    case exam::SessionPhase::created:
      return session.candidates() == 0 ? NextStep::addCandidates : NextStep::open;
    case exam::SessionPhase::open:
      if (session.paused()) return NextStep::resume;
      if (session.candidates() == 0) return NextStep::addCandidates;
      return session.ended() == session.candidates() ? NextStep::endSession : NextStep::confirmAndWatch;
    case exam::SessionPhase::ended:
      return NextStep::finalise;
    case exam::SessionPhase::finalised:
      break;
  }
  if (session.anchored()) return NextStep::seeResults;
  return session.certificates() == 0 ? NextStep::issue : NextStep::awaitRegistry;
}

Phrase buttonOf(NextStep step) {
  switch (step) {
    case NextStep::addCandidates:
      return {"Inscrire les candidats", "Add the candidates"};
    case NextStep::open:
      return {"Ouvrir la séance", "Open the session"};
    case NextStep::confirmAndWatch:
      return {"Voir la salle", "See the room"};
    case NextStep::resume:
      return {"Reprendre la séance", "Resume the session"};
    case NextStep::endSession:
      return {"Terminer la séance", "End the session"};
    case NextStep::finalise:
      return {"Arrêter les résultats", "Settle the results"};
    case NextStep::issue:
      return {"Délivrer les certificats", "Issue the certificates"};
    case NextStep::awaitRegistry:
      return {"Voir les résultats", "See the results"};
    case NextStep::seeResults:
      return {"Voir les résultats", "See the results"};
  }
  return {};
}

int urgencyOf(const protocol::message::SessionView& session) {
  const auto phase = sessionPhase(session.phase()).value_or(exam::SessionPhase::none);
  switch (phase) {
    case exam::SessionPhase::open:
      return session.open_alerts() > 0 ? 0 : 1;
    case exam::SessionPhase::ended:
      return 2;
    case exam::SessionPhase::created:
      return 3;
    case exam::SessionPhase::finalised:
      return session.anchored() ? 5 : 4;
    case exam::SessionPhase::none:
      return 6;
  }
  return 6;
}

}  // namespace vigie::console
