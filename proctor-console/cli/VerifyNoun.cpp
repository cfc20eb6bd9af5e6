#include <algorithm>

#include "common/base/Clock.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

Json toJson(const console::Standing& standing) {
  return {{"stream", streamName(standing.stream.bytes())},
          {"epoch", standing.epoch.hex()},
          {"position", standing.position},
          {"head", base::toHex(standing.head)}};
}

Json toJson(const console::Fork& fork) {
  return {{"known", toJson(fork.known)}, {"shown", toJson(fork.shown)}, {"seen", base::formatUtc(fork.seenMs)}};
}

std::string describe(const Text& text, const console::Fork& fork) {
  return text({"Autre passé dans le flux {} : position {} connue, {} montrée.\n",
               "Another past in stream {}: position {} was known, {} was shown.\n"},
              {streamName(fork.known.stream.bytes()), std::to_string(fork.known.position),
               std::to_string(fork.shown.position)});
}

Json forksOf(const console::StandingBook& book) {
  Json out = Json::array();
  for (const console::Fork& fork : book.forks()) out.push_back(toJson(fork));
  return out;
}

// The streams as the centre checked them. Against what this console remembers, the desk has held them already.
Page streamsPage(Context& context, const message::Reply& reply, const char* damaged) {
  const bool isIntact =
      std::all_of(reply.streams().begin(), reply.streams().end(), [](const auto& stream) { return stream.intact(); });
  Page page{
      {{"intact", isIntact}, {"streams", toJsonArray(reply.streams())}}, describe(context.text, reply.streams()), {}};
  if (isIntact) {
    page.text += context.text({"Tout est intact.\n", "All is intact.\n"});
  } else {
    page.failure = base::Error{damaged, "the centre found damage; see the streams above"};
  }
  return page;
}

base::Result<Page> verifyJournal(Context& context) {
  message::Query query;
  query.set_journal(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply && reply.error().code != "fork") return base::fail(reply.error());
  Page page = streamsPage(context, reply ? *reply : message::Reply(), "journal-damaged");
  const console::StandingBook& book = context.centre->book();
  page.json["forks"] = forksOf(book);
  if (book.forks().empty()) return page;
  page.json["intact"] = false;
  page.text = reply ? describe(context.text, reply->streams()) : "";
  for (const console::Fork& fork : book.forks()) page.text += describe(context.text, fork);
  page.failure = base::Error{"fork", "the centre showed this console another past than before"};
  return page;
}

base::Result<Page> verifyVault(Context& context) {
  message::Query query;
  query.set_vault(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply) return base::fail(reply.error());
  return streamsPage(context, *reply, "vault-damaged");
}

base::Result<Page> acceptForks(Context& context) {
  auto book = console::StandingBook::load(context.configuration.machine);
  if (!book) return base::fail(book.error());
  const Json forks = forksOf(*book);
  std::string text;
  for (const console::Fork& fork : book->forks()) text += describe(context.text, fork);
  book->acceptForks();
  if (const auto saved = book->save(); !saved) return base::fail(saved.error());
  return Page{
      {{"accepted", forks}},
      text + (forks.empty() ? context.text({"Aucun autre passé n'a été montré.\n", "No other past was shown.\n"})
                            : context.text({"Cette console prend désormais le passé du centre tel qu'il est.\n",
                                            "From now on this console takes the centre's past as it is.\n"})),
      {}};
}

}  // namespace

void addVerifyNouns(Menu& menu) {
  CLI::App& journal = menu.noun("journal", {"Journal du centre", "The centre's journal"});
  menu.verb(journal, "verify",
            {"Le centre vérifie ses chaînes ; cette console, qu'elles prolongent ce qu'elle a vu",
             "The centre verifies its chains; this console, that they go on from what it saw"},
            {Needs::answers, AtFork::goOn, verifyJournal});
  menu.verb(journal, "accept",
            {"Après enquête : accepte le passé que montre le centre",
             "After an inquiry: accept the past that the centre shows"},
            {Needs::nothing, AtFork::goOn, acceptForks});
  CLI::App& vault = menu.noun("vault", {"Coffre des pièces", "The evidence vault"});
  menu.verb(vault, "verify", {"Le centre vérifie ses pièces", "The centre verifies its evidence"},
            {Needs::answers, AtFork::stop, verifyVault});
}

}  // namespace vigie::cli
