#include "common/base/File.hpp"
#include "common/base/Text.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

namespace message = protocol::message;

constexpr std::size_t kLargestTicket = 60U << 10;  // within a message's cap

base::Result<message::Reply> askTickets(Context& context) {
  message::Query query;
  query.set_tickets(true);
  return context.centre->ask(std::move(query));
}

base::Result<Page> listTickets(Context& context) {
  const auto reply = askTickets(context);
  if (!reply) return base::fail(reply.error());
  return Page{toJsonArray(reply->tickets()), describe(context.text, reply->tickets()), {}};
}

// Which one it was, the centre tells: only it has the registry's key.
base::Result<Page> loadOne(Context& context, const std::filesystem::path& file) {
  const auto jws = base::readTextFile(file, kLargestTicket);
  if (!jws) return base::fail(jws.error());
  const auto before = askTickets(context);
  if (!before) return base::fail(before.error());
  const auto done = context.centre->order(console::loadTicket(std::string(base::trim(*jws))));
  if (!done) return base::fail(done.error());
  const auto after = askTickets(context);
  if (!after) return base::fail(after.error());
  const auto isNew = [&](const message::TicketView& ticket) {
    return std::none_of(before->tickets().begin(), before->tickets().end(),
                        [&](const auto& one) { return one.number() == ticket.number(); });
  };
  TicketViews loaded;
  for (const auto& ticket : after->tickets()) {
    if (isNew(ticket)) *loaded.Add() = ticket;
  }
  return Page{loaded.size() == 1 ? toJson(loaded[0]) : toJsonArray(loaded),
              context.text({"Le ticket est chargé.\n", "The ticket was loaded.\n"}) + describe(context.text, loaded),
              {}};
}

}  // namespace

void addTicketNoun(Menu& menu) {
  CLI::App& noun = menu.noun("ticket", {"Tickets du registre", "The registry's tickets"});
  menu.verb(noun, "list", {"Montre les tickets chargés", "Show the loaded tickets"},
            {Needs::answers, AtFork::stop, listTickets});
  const auto file = std::make_shared<std::filesystem::path>();
  menu.verb(noun, "load", {"Charge un ticket", "Load a ticket"},
            {Needs::commands, AtFork::stop, [file](Context& context) { return loadOne(context, *file); }})
      .add_option("file", *file, menu.text({"Fichier du ticket, JWS", "File of the ticket, JWS"}))
      ->type_name(menu.text({"FICHIER", "FILE"}))
      ->required();
}

}  // namespace vigie::cli
