#include <chrono>

#include "common/base/File.hpp"
#include "proctor-console/cli/Resolve.hpp"

namespace vigie::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kBetween{1};

base::Result<protocol::message::Reply> askOnce(Context& context, const FoundCandidate& found) {
  protocol::message::Query query;
  query.set_session(found.session.bytes());
  query.set_candidate(found.candidate.bytes());
  query.set_tile(true);
  return context.centre->ask(std::move(query));
}

// A seat's connection for pictures comes back by itself after a loss: it is asked again until the timeout of one
// answer.
base::Result<protocol::message::Reply> askTile(Context& context, const FoundCandidate& found) {
  const auto deadline = Clock::now() + context.configuration.timeout;
  for (;;) {
    auto reply = askOnce(context, found);
    if (reply || Clock::now() + kBetween >= deadline) return reply;
    if (reply.error().code != "tile-unlinked" && reply.error().code != "tile-late") return reply;
    const auto waited = context.centre->watch(found.session, kBetween, [](const console::Room&) { return false; });
    if (waited.error().code != "wait-timeout") return base::fail(waited.error());
  }
}

// What the camera sees now; the centre keeps nothing of it, what becomes of the file is whoever asked for it's to
// answer.
base::Result<Page> fetchTile(Context& context, const std::string& named, const std::filesystem::path& file) {
  const auto found = resolveCandidate(context, named);
  if (!found) return base::fail(found.error());
  const auto reply = askTile(context, *found);
  if (!reply) return base::fail(reply.error());
  const protocol::message::PictureView& tile = reply->picture();
  if (tile.jpeg().empty()) return base::fail("reply-wrong", "the centre answered without a picture");
  if (const auto written = base::writeFileDurably(file, base::bytesOf(tile.jpeg()), base::FileMode::ownerOnly);
      !written)
    return base::fail(written.error());
  return Page{{{"reference", found->candidate.hex()},
               {"takenMs", tile.taken_ms()},
               {"bytes", tile.jpeg().size()},
               {"file", file.string()}},
              context.text({"Image en direct écrite dans {}.\n", "Live picture written to {}.\n"}, {file.string()}),
              {}};
}

}  // namespace

void addTile(Menu& menu, CLI::App& noun) {
  struct Input {
    std::string named;
    std::filesystem::path file;
  };
  const auto input = std::make_shared<Input>();
  CLI::App& verb =
      menu.verb(noun, "tile",
                {"Écrit ce que la caméra d'un candidat voit maintenant", "Write what a candidate's camera sees now"},
                {Needs::answers, AtFork::stop,
                 [input](Context& context) { return fetchTile(context, input->named, input->file); }});
  verb.add_option("candidate", input->named,
                  menu.text({"Référence, son début, ou code", "Reference, start of it, or code"}))
      ->required();
  verb.add_option("--out", input->file, menu.text({"Fichier JPEG à écrire", "JPEG file to write"}))
      ->type_name(menu.text({"FICHIER", "FILE"}))
      ->required();
}

}  // namespace vigie::cli
