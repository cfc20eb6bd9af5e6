#include "common/crypto/Random.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;
using Phases = std::vector<exam::SessionPhase>;
using enum exam::SessionPhase;

base::Result<Page> listSessions(Context& context) {
  message::Query query;
  query.set_sessions(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  return Page{toJsonArray(reply->sessions()), describe(context.text, reply->sessions()), {}};
}

// The session as it is after a command.
base::Result<Page> sessionPage(Context& context, const base::SessionId& session, const std::string& sentence) {
  const auto room = askRoom(context, session);
  if (!room) return base::fail(room.error());
  if (room->sessions_size() != 1) return base::fail("session-unknown", "the centre did not show this session");
  return Page{toJson(room->sessions(0)), sentence + describe(context.text, room->sessions(0)), {}};
}

base::Result<Page> showSession(Context& context, const std::string& named) {
  const auto session = resolveSession(context, named, anyPhase());
  if (!session) return base::fail(session.error());
  const auto room = askRoom(context, *session);
  if (!room) return base::fail(room.error());
  if (room->sessions_size() != 1) return base::fail("session-unknown", "the centre did not show this session");
  Page page{toJson(room->sessions(0)), describe(context.text, room->sessions(0)), {}};
  page.json["room"] = toJsonArray(room->candidates());
  page.json["alerts"] = toJsonArray(room->alerts());
  page.text += "\n" + describe(context.text, room->candidates());
  if (room->alerts_size() != 0) page.text += "\n" + describe(context.text, room->alerts(), room->candidates());
  return page;
}

base::Result<Page> createNewSession(Context& context, const std::string& ticket) {
  const auto session = crypto::randomId<base::SessionId>();
  const auto done = context.centre->order(console::createSession(session, ticket));
  if (!done) return base::fail(done.error());
  return sessionPage(context, session, context.text({"La séance est créée.\n", "The session was created.\n"}));
}

struct SessionOrder {
  const char* verb;
  Phrase what;
  Phrase done;
  Phases preferred;
  console::Order (*order)(const base::SessionId&);
};

const std::vector<SessionOrder>& sessionOrders() {
  static const std::vector<SessionOrder> all = {
      {"open",
       {"Ouvre la séance : les candidats peuvent s'installer", "Open the session: candidates may check in"},
       {"La séance est ouverte.\n", "The session is open.\n"},
       {created},
       console::openSession},
      {"pause",
       {"Met toute la salle en pause", "Pause the whole room"},
       {"La séance est en pause.\n", "The session is paused.\n"},
       {open},
       console::pauseSession},
      {"resume",
       {"Reprend après une pause", "Go on after a pause"},
       {"La séance reprend.\n", "The session goes on.\n"},
       {open},
       console::resumeSession},
      {"end",
       {"Termine la séance et les tests en cours", "End the session and the tests that run"},
       {"La séance est terminée.\n", "The session has ended.\n"},
       {open},
       console::endSession},
      {"finalise",
       {"Arrête les résultats", "Settle the results"},
       {"Les résultats sont arrêtés.\n", "The results are settled.\n"},
       {ended},
       console::finaliseSession},
      {"issue",
       {"Délivre les certificats", "Issue the certificates"},
       {"Les certificats sont délivrés.\n", "The certificates were issued.\n"},
       {finalised},
       console::issueCertificates},
  };
  return all;
}

base::Result<Page> carryOut(Context& context, const SessionOrder& order, const std::string& named) {
  const auto session = resolveSession(context, named, order.preferred);
  if (!session) return base::fail(session.error());
  const auto done = context.centre->order(order.order(*session));
  if (!done) return base::fail(done.error());
  return sessionPage(context, *session, context.text(order.done));
}

void addName(Menu& menu, CLI::App& verb, std::string& name) {
  verb.add_option("id", name, menu.text({"Séance : identifiant ou son début", "Session: id or the start of it"}));
}

}  // namespace

void addSessionNoun(Menu& menu) {
  CLI::App& noun = menu.noun("session", {"Séances", "Sessions"});
  menu.verb(noun, "list", {"Montre les séances", "Show the sessions"}, {Needs::answers, AtFork::stop, listSessions});

  const auto ticket = std::make_shared<std::string>();
  CLI::App& create = menu.verb(
      noun, "create", {"Crée une séance sous un ticket", "Create a session under a ticket"},
      {Needs::commands, AtFork::stop, [ticket](Context& context) { return createNewSession(context, *ticket); }});
  create
      .add_option("--ticket", *ticket,
                  menu.text({"Numéro du ticket (voir « ticket list »)", "Number of the ticket (see \"ticket list\")"}))
      ->required();

  const auto shown = std::make_shared<std::string>();
  addName(menu,
          menu.verb(noun, "show", {"Montre une séance et sa salle", "Show a session and its room"},
                    {Needs::answers, AtFork::stop, [shown](Context& context) { return showSession(context, *shown); }}),
          *shown);

  for (const SessionOrder& order : sessionOrders()) {
    const auto named = std::make_shared<std::string>();
    addName(menu,
            menu.verb(noun, order.verb, order.what,
                      {Needs::commands, AtFork::stop,
                       [named, &order](Context& context) { return carryOut(context, order, *named); }}),
            *named);
  }
  addSessionWait(menu, noun);
}

}  // namespace vigie::cli
