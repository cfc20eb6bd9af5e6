// make-demonstration-camera: a folder of pictures for seats that have no camera, out of one free picture.
#include <CLI/CLI.hpp>
#include <iostream>

#include "tests/tools/make-demonstration-camera/Recording.hpp"

int main(int argc, char** argv) {
  std::string picture;
  std::string out;
  std::uint32_t frames = 60;
  std::uint64_t seed = 1;
  CLI::App app("Makes a folder of 640x480 pictures with seeded motion out of one picture, for demonstration tickets.");
  app.set_version_flag("--version", std::string("make-demonstration-camera ") + VIGIE_VERSION);
  app.add_option("--picture", picture, "The picture to move")->required();
  app.add_option("--out", out, "Folder for the frames")->required();
  app.add_option("--frames", frames, "How many")->check(CLI::Range(1, 100'000))->capture_default_str();
  app.add_option("--seed", seed, "Of the motion")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }
  const auto made = vigie::tools::makeRecording(picture, out, frames, seed);
  if (made) return 0;
  std::cerr << "make-demonstration-camera: " << made.error().detail << '\n';
  return 1;
}
