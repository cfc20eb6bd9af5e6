// vision-report: the labelled pictures, clips and generated streams against targets T1 to T6, the plain OpenCV loop on
// the same frames, the fairness table, and all of it again through other cameras, in one run. Exit status: 0 every
// target met, 3 one is not, 77 no labelled set, 1 it cannot be used.
#include <CLI/CLI.hpp>
#include <iomanip>

#include "tests/bench/vision/Studies.hpp"

namespace vigie::bench {

void Verdicts::add(const std::string& what, double figure, const char* unit, double target, bool isAtLeast) {
  const bool isMet = isAtLeast ? figure >= target : figure <= target;
  if (!isMet) ++failed_;
  std::cout << (isMet ? "  PASS  " : "  FAIL  ") << what << ": " << std::fixed << std::setprecision(1) << figure << ' '
            << unit << "  (" << (isAtLeast ? "at least " : "at most ") << target << ")\n"
            << std::flush;
}

}  // namespace vigie::bench

namespace {
constexpr int kNoData = 77;  // what a test runner takes as "left out"
}

int main(int argc, char** argv) try {
  vigie::bench::ReportOptions options;
  std::string faces = VIGIE_FACES_DIR;
  std::vector<std::string> parts = {"pictures", "clips", "streams", "variations", "evidence"};
  CLI::App app("Holds the vision pipeline against its targets.", "vision-report");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("--faces", faces, "folder with labels.csv, pictures and clips")->capture_default_str();
  app.add_option("--streams", options.streamsPerKind, "generated streams of each kind")->check(CLI::Range(1, 100));
  app.add_option("--seed", options.seed, "of the generated streams");
  app.add_option("--rounds", options.rounds, "times each clip is played, by us and the plain loop in turn")
      ->check(CLI::Range(1, 100));
  app.add_option("--seconds", options.seconds, "that each clip is played for in a round")->check(CLI::Range(4, 600));
  app.add_option("--minutes", options.minutes, "that each candidate-hour is played for")->check(CLI::Range(2, 600));
  app.add_option("--part", parts, "pictures, clips, streams, variations (other cameras and codecs), evidence; all by default")
      ->check(CLI::IsMember({"pictures", "clips", "streams", "variations", "evidence"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto labels = vigie::bench::readLabels(faces);
  if (!labels) {
    std::cerr << "vision-report: no labelled set in " << faces << ": " << labels.error().detail << '\n';
    return kNoData;
  }
  vigie::bench::Verdicts verdicts;
  for (const std::string& part : parts) {
    const auto done = part == "pictures"     ? vigie::bench::studyPictures(*labels, verdicts)
                      : part == "clips"      ? vigie::bench::studyClips(*labels, options, verdicts)
                      : part == "streams"    ? vigie::bench::studyStreams(*labels, options, verdicts)
                      : part == "variations" ? vigie::bench::studyVariations(*labels, options, verdicts)
                                             : vigie::bench::studyEvidence(*labels, options, verdicts);
    if (done) continue;
    std::cerr << "vision-report: " << done.error().detail << '\n';
    return 1;
  }
  std::cout << (verdicts.failed() == 0 ? "\nEvery target is met.\n" : "\nSome targets are missed.\n");
  return verdicts.failed() == 0 ? 0 : 3;
} catch (const std::exception& error) {
  std::cerr << "vision-report: " << error.what() << '\n';
  return 1;
}
