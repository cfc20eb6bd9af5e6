// make-sample-nation: a folder laid out like the demonstration's, made in a second, for strangers' tools to look at.
// DIR/good holds certificates that must verify; DIR/revoked the same with the first one taken back; DIR/codes names
// them.
#include <CLI/CLI.hpp>
#include <iostream>

#include "common/base/Clock.hpp"
#include "common/base/File.hpp"
#include "tests/support/SampleNation.hpp"

int main(int argc, char** argv) {
  std::string out;
  std::size_t certificates = 3;
  std::size_t entries = 300;
  CLI::App app("Makes a sample nation: root, centre, log, status list and certificates, all new.");
  app.set_version_flag("--version", VIGIE_VERSION);
  app.add_option("--out", out, "Folder to fill")->required();
  app.add_option("--certificates", certificates, "How many")->capture_default_str();
  app.add_option("--entries", entries, "Other entries of the log, before and after them")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const std::int64_t nowMs = vigie::base::SystemClock().now().wallMs / 1000 * 1000;
  vigie::support::SampleNation nation(vigie::credential::Occasion::demonstration, nowMs);
  for (std::size_t i = 0; i < entries; ++i) nation.log("before " + std::to_string(i));
  std::string codes;
  for (std::size_t i = 0; i < certificates; ++i) codes += nation.issue(nation.newContent()).content.code + "\n";
  for (std::size_t i = 0; i < entries; ++i) nation.log("after " + std::to_string(i));

  const std::filesystem::path folder = out;
  nation.writeTo(folder / "good");
  if (!nation.certificates.empty()) nation.bits.set(nation.certificates.front().content.status.index);
  nation.writeTo(folder / "revoked");
  if (!vigie::base::writeFileDurably(folder / "codes", vigie::base::bytesOf(codes))) {
    std::cerr << "make-sample-nation: cannot write " << folder / "codes" << '\n';
    return 1;
  }
  return 0;
}
