#include <algorithm>

#include "common/base/Clock.hpp"
#include "proctor-console/cli/Resolve.hpp"
#include "proctor-console/cli/VaultVerify.hpp"

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

std::string describeFork(const Text& text, const console::Fork& fork) {
  const std::string stream = streamName(fork.known.stream.bytes());
  if (fork.known.position == fork.shown.position) {
    return text({"Autre passé dans le flux {} : une autre tête à la position {}.\n",
                 "Another past in stream {}: another head at position {}.\n"},
                {stream, std::to_string(fork.known.position)});
  }
  return text({"Autre passé dans le flux {} : position {} connue, {} montrée.\n",
               "Another past in stream {}: position {} was known, {} was shown.\n"},
              {stream, std::to_string(fork.known.position), std::to_string(fork.shown.position)});
}

Json forksOf(const console::StandingBook& book) {
  Json out = Json::array();
  for (const console::Fork& fork : book.forks()) out.push_back(toJson(fork));
  return out;
}

bool isIntact(const StreamViews& streams) {
  return std::all_of(streams.begin(), streams.end(), [](const auto& stream) { return stream.intact(); });
}

// The streams as the centre checked them: an array when all is well, an object with it when not.
Page streamsPage(Context& context, const StreamViews& streams) {
  if (isIntact(streams)) {
    return {toJsonArray(streams),
            describe(context.text, streams) + context.text({"Tout est intact.\n", "All is intact.\n"}),
            {}};
  }
  return {{{"streams", toJsonArray(streams)}},
          describe(context.text, streams),
          base::Error{"journal-damaged", "the centre found damage; see the streams"}};
}

// Against what this console remembers, the desk has held the reply already.
base::Result<Page> verifyJournal(Context& context) {
  message::Query query;
  query.set_journal(true);
  const auto reply = context.centre->ask(std::move(query));
  if (!reply && reply.error().code != "fork") return base::fail(reply.error());
  const StreamViews streams = reply ? reply->streams() : StreamViews();
  const console::StandingBook& book = context.centre->book();
  if (book.forks().empty()) return streamsPage(context, streams);
  Page page{{{"streams", toJsonArray(streams)}, {"forks", forksOf(book)}}, "", {}};
  if (reply) page.text = describe(context.text, streams);
  for (const console::Fork& fork : book.forks()) page.text += describeFork(context.text, fork);
  page.failure = base::Error{"fork", "the centre showed this console another past than before"};
  return page;
}

base::Result<Page> acceptForks(Context& context) {
  auto book = console::StandingBook::load(context.configuration.machine);
  if (!book) return base::fail(book.error());
  const Json forks = forksOf(*book);
  std::string text;
  for (const console::Fork& fork : book->forks()) text += describeFork(context.text, fork);
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
