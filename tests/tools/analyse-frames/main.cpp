// analyse-frames PATH...: what the vision pipeline says about pictures, videos and folders of them, one JSON line per
// frame. Exit status: 0 when anything could be read, 1 when nothing could, 64 wrong usage.
#include <CLI/CLI.hpp>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "common/base/File.hpp"
#include "common/vision/Models.hpp"
#include "common/vision/PictureFile.hpp"
#include "common/vision/Pipeline.hpp"
#include "common/vision/StillPicture.hpp"
#include "tests/tools/vision-media/FactsJson.hpp"
#include "tests/tools/vision-media/VideoFile.hpp"

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using vigie::base::Result;

struct Options {
  std::vector<fs::path> paths;
  vigie::vision::ModelFiles models;
  bool isConsented = false;
  std::vector<std::string> accommodations;
};

void print(const Json& line) {
  // File names are bytes to the system; those that are no UTF-8 are shown with replacement characters.
  std::cout << line.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
}

double cpuMs() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Analyst {
 public:
  Analyst(vigie::vision::Detectors forPictures, vigie::vision::Detectors forVideos,
          vigie::vision::Accommodations accommodations)
      : picture_(std::move(forPictures)), detectors_(std::move(forVideos)), accommodations_(accommodations) {}

  // True when the file could be read.
  bool analyse(const fs::path& path) {
    const Result<void> done = read(path);
    if (!done) print({{"file", path.string()}, {"error", done.error().code + ": " + done.error().detail}});
    return done.has_value();
  }

 private:
  Result<void> read(const fs::path& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      return vigie::base::fail("folder-empty",
                               "There is no file in this folder, or it may not be read; folders inside "
                               "it are not searched.");
    }
    if (!fs::is_regular_file(path, error)) {
      return vigie::base::fail("file-unreadable", "There is no such file, or it is not a regular file.");
    }
    const auto bytes = vigie::base::readFile(path, vigie::vision::PictureCaps{}.bytes);
    if (bytes && !vigie::vision::isVideo(*bytes)) return readPicture(path, *bytes);
    if (!bytes && bytes.error().code != "file-too-large") return vigie::base::fail(bytes.error());
    auto done = readVideo(path);
    // Too large for a picture, and no video either: its size is what to tell.
    return !bytes && !done && done.error().code == "video-format" ? vigie::base::fail(bytes.error()) : done;
  }

  Result<void> readPicture(const fs::path& path, const vigie::base::Bytes& bytes) {
    const auto picture = vigie::vision::decodePicture(bytes);
    if (!picture) return vigie::base::fail(picture.error());
    print(vigie::tools::factsJson(path.string(), 0, picture_.look(picture->view())));
    return {};
  }

  Result<void> readVideo(const fs::path& path) {
    auto video = vigie::tools::VideoFile::open(path);
    if (!video) return vigie::base::fail(video.error());
    vigie::vision::Pipeline pipeline(detectors_, accommodations_);
    vigie::tools::EventList events;
    vigie::tools::VideoFrame frame;
    std::int64_t frames = 0;
    double spent = 0;
    while (video->next(frame)) {
      const double before = cpuMs();
      const vigie::vision::Facts& facts = pipeline.look(frame.view, frame.timeMs);
      spent += cpuMs() - before;
      events.add(facts);
      print(vigie::tools::factsJson(path.string(), frame.number, facts, pipeline.limits()));
      ++frames;
    }
    if (frames == 0) return vigie::base::fail("video-unreadable", "Not a single frame of it can be decoded.");
    Json summary = {{"frames", frames},
                    {"cpuMs", std::round(spent * 1000) / 1000},
                    {"events", vigie::tools::eventsJson(events.events())}};
    // Containers round their frame counts; a missing twentieth is no rounding.
    if (video->promised() > video->decoded() + 3 + video->decoded() / 20) {
      summary["notice"] = "It ends after " + std::to_string(video->decoded()) + " of " +
                          std::to_string(video->promised()) + " frames that it promises.";
    } else if (!video->notice().empty()) {
      summary["notice"] = video->notice();
    }
    print({{"file", path.string()}, {"summary", summary}});
    return {};
  }

  vigie::vision::StillPicture picture_;
  vigie::vision::Detectors detectors_;
  vigie::vision::Accommodations accommodations_;
};

// A folder stands for its files, by name; one without any for itself, so that it has its line.
std::vector<fs::path> filesOf(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path, fs::directory_options::skip_permission_denied, error)) {
      if (!entry.is_directory(error)) inside.push_back(entry.path());
    }
    std::sort(inside.begin(), inside.end());
    if (inside.empty()) files.push_back(path);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

Result<Analyst> prepare(const Options& options) {
  auto forPictures = vigie::vision::openCascades(options.models.cascades, {.step = 1.1F, .fewestVotes = 2});
  if (!forPictures) return vigie::base::fail(forPictures.error());
  vigie::vision::ModelFiles models = options.models;
  if (options.isConsented) models.biometrics = vigie::vision::Biometrics::consented;
  auto forVideos = vigie::vision::openDetectors(models);
  if (!forVideos) return vigie::base::fail(forVideos.error());
  if (!forVideos->notice.empty()) std::cerr << "analyse-frames: " << forVideos->notice << '\n';
  vigie::vision::Accommodations accommodations;
  for (const std::string& name : options.accommodations) {
    const auto one = vigie::vision::accommodationNamed(name);
    if (!one) return vigie::base::fail(one.error());
    accommodations.add(*one);
  }
  return Result<Analyst>(std::in_place, std::move(*forPictures), std::move(*forVideos), accommodations);
}

}  // namespace

int main(int argc, char** argv) try {
  Options options;
  CLI::App app("Says what the vision pipeline sees in pictures, videos and folders of them, as JSON lines.",
               "analyse-frames");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("PATH", options.paths, "pictures (JPEG, PNG, BMP, WebP), videos, or folders of them")->required();
  app.add_option("--cascades", options.models.cascades, "folder laid out as Debian's opencv-data")
      ->capture_default_str();
  app.add_option("--yunet", options.models.yunet, "ONNX file of the face detector YuNet, for videos");
  app.add_option("--yunet-sha256", options.models.yunetSha256, "its SHA-256, 64 digits 0-9 and a-f");
  app.add_option("--sface", options.models.sface, "ONNX file of SFace, to compare a face with the one before a break");
  app.add_option("--sface-sha256", options.models.sfaceSha256, "its SHA-256");
  app.add_flag("--consented", options.isConsented, "whoever is on the videos agreed to that comparison");
  app.add_option("--accommodation", options.accommodations,
                 "veil, sunglasses, tics, looks-down or helper-present; may be repeated");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  auto analyst = prepare(options);
  if (!analyst) {
    std::cerr << "analyse-frames: " << analyst.error().detail << '\n';
    return analyst.error().code == "accommodation-unknown" ? 64 : 1;
  }
  bool wasAnyRead = false;
  for (const fs::path& file : filesOf(options.paths)) wasAnyRead = analyst->analyse(file) || wasAnyRead;
  return wasAnyRead ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "analyse-frames: " << error.what() << '\n';
  return 1;
}
