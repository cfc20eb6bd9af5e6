// score-batch < in.json > out.json: computes the expected values of a reference vector file with the shared engine.
// Exit status: 0 done; 1 the input cannot be used, the reason on standard error; 64 wrong usage.
#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>

#include "common/scoring/Arithmetic.hpp"
#include "tests/tools/score-batch/Sections.hpp"

int main(int argc, char** argv) {
  CLI::App app(
      "Reads test vectors (schema irt-reference/1) on standard input and writes the same file on standard output with "
      "the values computed by the shared engine: sequences, edge, next, ties, scoring, inverse, finals, legacy. Other "
      "sections are copied unchanged.");
  app.set_version_flag("--version",
                       "score-batch " VIGIE_VERSION " (" + std::string(vigie::scoring::kArithmeticName) + ")");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 64;
  }

  try {
    const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
    auto file = vigie::tools::Json::parse(input);
    vigie::tools::computeAll(file);
    std::cout << vigie::tools::writeFile(file) << std::flush;
  } catch (const vigie::tools::Json::exception& error) {
    std::cerr << "score-batch: the input is not JSON: " << error.what() << '\n';
    return 1;
  } catch (const vigie::tools::InputError& error) {
    std::cerr << "score-batch: " << error.what() << '\n';
    return 1;
  }
  if (!std::cout) {
    std::cerr << "score-batch: standard output cannot be written\n";
    return 1;
  }
  return 0;
}
