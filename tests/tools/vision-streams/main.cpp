// make-stream: a video with something in it that the vision pipeline must notice, and a JSON file with the truth.
// Exit status: 0, 1 the clips cannot be used, 64 wrong usage.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/videoio.hpp>

#include "common/base/File.hpp"
#include "tests/tools/vision-media/VideoFile.hpp"
#include "tests/tools/vision-streams/Stream.hpp"

namespace {

namespace fs = std::filesystem;
using vigie::base::Result;

struct Options {
  fs::path clip;
  fs::path other;
  fs::path out;
  std::string kind = "live";
  std::string codec = "MJPG";
  vigie::tools::StreamSettings settings;
};

nlohmann::json flagsOf(const vigie::tools::Truth& truth) {
  auto names = nlohmann::json::array();
  for (std::size_t i = 0; i < vigie::vision::kFlags; ++i) {
    const auto flag = static_cast<vigie::vision::Flag>(i);
    if (truth.flags.has(flag)) names.push_back(std::string(nameOf(flag)));
  }
  return names;
}

Result<void> make(const Options& options) {
  const auto clip = vigie::tools::readClip(options.clip);
  if (!clip) return vigie::base::fail(clip.error());
  const auto other = vigie::tools::readClip(options.other.empty() ? options.clip : options.other);
  if (!other) return vigie::base::fail(other.error());
  vigie::tools::Stream stream(options.settings, *clip, *other);
  const std::string& code = options.codec;
  cv::VideoWriter writer(options.out.string(), cv::VideoWriter::fourcc(code[0], code[1], code[2], code[3]),
                         1000.0 / vigie::tools::kFramePauseMs,
                         {vigie::tools::kStreamWidth, vigie::tools::kStreamHeight});
  if (!writer.isOpened()) {
    return vigie::base::fail("stream-unwritable", options.out.string() + " cannot be written with codec " + code +
                                                      "; end its name in .avi or .mkv, or choose another codec.");
  }
  nlohmann::json truths = nlohmann::json::array();
  for (std::int64_t now = 0; now < options.settings.lengthMs; now += vigie::tools::kFramePauseMs) {
    writer.write(stream.at(now));
    const auto truth = stream.truth(now);
    truths.push_back({{"t", static_cast<double>(now) / 1000},
                      {"state", std::string(nameOf(truth.state))},
                      {"flags", flagsOf(truth)}});
  }
  const nlohmann::json document = {{"kind", options.kind},
                                   {"seed", options.settings.seed},
                                   {"clip", clip->name},
                                   {"other", other->name},
                                   {"frames", truths}};
  return vigie::base::writeFileDurably(options.out.string() + ".truth.json", vigie::base::bytesOf(document.dump(1)));
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  CLI::App app("Makes a video stream with known truth from any clip or picture.", "make-stream");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("--clip", options.clip, "video or picture of the person")->required();
  app.add_option("--other", options.other, "video or picture of another person, for swapped and second-person");
  app.add_option("--out", options.out, "the video to write; the truth goes to the same name + .truth.json")->required();
  app.add_option("--kind", options.kind,
                 "live, black, covered, dim, frozen, looped, swapped, second-person, empty-chair, still");
  app.add_option("--seed", options.settings.seed, "everything random follows from it");
  app.add_option("--length-ms", options.settings.lengthMs)->check(CLI::Range(1000, 3600000));
  app.add_option("--from-ms", options.settings.fromMs, "beginning of what happens");
  app.add_option("--to-ms", options.settings.toMs, "its end");
  app.add_option("--light", options.settings.light, "share of the clip's light")->check(CLI::Range(0.0, 2.0));
  app.add_option("--noise", options.settings.readNoise, "sensor noise in grey levels")->check(CLI::Range(0.0, 50.0));
  app.add_option("--jpeg", options.settings.jpegQuality, "quality of the compression, 0 for none")
      ->check(CLI::Range(0, 100));
  app.add_option("--codec", options.codec, "four letters, as FFmpeg names them")->check([](const std::string& code) {
    return code.size() == 4 ? std::string() : std::string("four letters are expected");
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto kind = vigie::tools::streamKindNamed(options.kind);
  if (!kind) {
    std::cerr << "make-stream: " << kind.error().detail << '\n';
    return 64;
  }
  options.settings.kind = *kind;
  const auto made = make(options);
  if (!made) {
    std::cerr << "make-stream: " << made.error().detail << '\n';
    return 1;
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << "make-stream: " << error.what() << '\n';
  return 1;
}
