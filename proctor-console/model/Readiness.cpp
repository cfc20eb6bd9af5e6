#include "proctor-console/model/Readiness.hpp"

#include <algorithm>
#include <cstdlib>

namespace vigie::console {
namespace {

constexpr std::int64_t kClockToleranceMs = 120'000;
constexpr std::int64_t kClockWrongMs = 3'600'000;
constexpr std::uint32_t kHealthBehind = 2;  // the server's own word for a disk that cannot follow

ReadinessLine server(const Outlook& outlook, const Text& text) {
  const Phrase name{"Serveur", "Server"};
  switch (outlook.link.phase) {
    case LinkPhase::linked:
      return {name, Level::good, text({"relié", "linked"})};
    case LinkPhase::connecting:
      return {name, Level::attention, text({"on cherche le serveur…", "looking for the server…"})};
    case LinkPhase::lost:
      return {name, Level::bad, text({"liaison perdue, nouvel essai en cours", "link lost, trying again"})};
    case LinkPhase::refused:
      return {name, Level::bad, text({"le serveur refuse cette console", "the server refuses this console"})};
    case LinkPhase::stopped:
      return {name, Level::bad,
              text({"arrêt : le serveur montre un autre passé", "stopped: the server shows another past"})};
  }
  return {name, Level::unknown, {}};
}

ReadinessLine date(const Outlook& outlook, const Text& text, std::int64_t nowMs) {
  const Phrase name{"Date", "Date"};
  if (!outlook.isLinked())
    return {name, Level::unknown, text({"inconnue sans le serveur", "unknown without the server"})};
  const std::string shown = text.time(nowMs + outlook.centreAheadMs);
  if (outlook.centre && outlook.centre->clock() == "early") {
    return {name, Level::bad,
            text({"{} au serveur : trop tôt, il est au moins {}. Réglez la date du serveur",
                  "{} at the server: too early, it is at least {}. Set the server's date"},
                 {shown, text.time(outlook.centre->earliest_ms())})};
  }
  const std::int64_t apart = std::abs(outlook.centreAheadMs);
  if (apart <= kClockToleranceMs) return {name, Level::good, shown};
  return {
      name, apart <= kClockWrongMs ? Level::attention : Level::bad,
      text({"{} au serveur, mais {} d'écart avec cet ordinateur", "{} at the server, but {} apart from this computer"},
           {shown, text.duration(apart)})};
}

std::string gigabytes(std::uint64_t bytes) {
  return std::to_string(bytes / 1'000'000'000);
}

ReadinessLine disk(const Outlook& outlook, const Text& text) {
  const Phrase name{"Disque", "Disk"};
  if (!outlook.isLinked() || !outlook.health) {
    return {name, Level::unknown, text({"inconnu sans le serveur", "unknown without the server"})};
  }
  if (*outlook.health == 0)
    return {name, Level::bad, text({"le journal ne peut plus écrire", "the journal cannot write"})};
  if (*outlook.health <= kHealthBehind || (outlook.centre && outlook.centre->journal() == "behind")) {
    return {name, Level::attention, text({"en retard : les réponses passent d'abord", "behind: answers come first"})};
  }
  if (!outlook.centre || outlook.centre->disk().empty()) {
    return {name, Level::good, text({"le journal suit", "the journal keeps up"})};
  }
  const std::string free = gigabytes(outlook.centre->disk_free());
  if (outlook.centre->disk() != "good") {
    return {name, Level::bad,
            text({"presque plein ({} Go libres) : les images sont refusées, les réponses passent",
                  "almost full ({} GB free): pictures are refused, answers go on"},
                 {free})};
  }
  return {name, Level::good, text({"le journal suit, {} Go libres", "the journal keeps up, {} GB free"}, {free})};
}

ReadinessLine seats(const Outlook& outlook, const Text& text) {
  const Phrase name{"Postes", "Seats"};
  std::size_t all = 0;
  std::size_t linked = 0;
  for (const auto& machine : outlook.machines) {
    if (machine.role() != "seat" || machine.revoked()) continue;
    ++all;
    if (machine.linked()) ++linked;
  }
  if (!outlook.isLinked())
    return {name, Level::unknown, text({"inconnus sans le serveur", "unknown without the server"})};
  if (all == 0) return {name, Level::bad, text({"aucun poste enrôlé", "no seat is enrolled"})};
  const std::string words =
      text({"{} reliés sur {}", "{} linked of {}"}, {std::to_string(linked), std::to_string(all)});
  return {name, linked == 0 ? Level::bad : linked == all ? Level::good : Level::attention, words};
}

// Without the registry the centre works: what waits is sent later.
ReadinessLine registry(const Outlook& outlook, const Text& text) {
  const Phrase name{"Registre", "Registry"};
  const auto waits = [](const protocol::message::SessionView& one) {
    return one.certificates() > 0 && !one.anchored();
  };
  const auto waiting = std::count_if(outlook.sessions.begin(), outlook.sessions.end(), waits);
  if (!outlook.isLinked())
    return {name, Level::unknown, text({"inconnu sans le serveur", "unknown without the server"})};
  const std::string registry = outlook.centre ? outlook.centre->registry() : std::string();
  if (registry == "none") {
    return {name, Level::attention, text({"aucun registre configuré", "no registry is configured"})};
  }
  if (waiting == 0 && registry == "away") {
    return {name, Level::attention,
            text({"injoignable pour l'instant ; la séance peut se tenir",
                  "out of reach at the moment; a session may be held"})};
  }
  if (waiting == 0) return {name, Level::good, text({"rien n'attend d'être envoyé", "nothing waits to be sent"})};
  return {name, Level::attention,
          text(waiting == 1 ? Phrase{"{} séance attend d'être envoyée", "{} session waits to be sent"}
                            : Phrase{"{} séances attendent d'être envoyées", "{} sessions wait to be sent"},
               {std::to_string(waiting)})};
}

}  // namespace

std::vector<ReadinessLine> readinessOf(const Outlook& outlook, const Text& text, std::int64_t nowMs) {
  return {server(outlook, text), date(outlook, text, nowMs), disk(outlook, text), seats(outlook, text),
          registry(outlook, text)};
}

Phrase nameOf(Level level) {
  switch (level) {
    case Level::good:
      return {"bon", "good"};
    case Level::attention:
      return {"attention", "attention"};
    case Level::bad:
      return {"à régler", "to be fixed"};
    case Level::unknown:
      return {"inconnu", "unknown"};
  }
  return {};
}

}  // namespace vigie::console
