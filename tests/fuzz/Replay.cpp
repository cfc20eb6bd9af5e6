// Runs a fuzz target over every file of the folders given, without libFuzzer. Exit 0, 64 for wrong usage; a broken
// promise aborts.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <vector>

#include "Target.hpp"
#include "common/base/File.hpp"

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    std::error_code error;
    for (const auto& one : std::filesystem::directory_iterator(argv[i], error)) files.push_back(one.path());
    if (error) {
      std::cerr << argv[i] << ": " << error.message() << "; expected folders of inputs\n";
      return 64;
    }
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto bytes = vigie::base::readFile(file);
    if (!bytes) {
      std::cerr << file << ": " << bytes.error().detail << '\n';
      return 64;
    }
    LLVMFuzzerTestOneInput(bytes->data(), bytes->size());
    // Cut in the middle and one bit turned: what a disk or a link does.
    LLVMFuzzerTestOneInput(bytes->data(), bytes->size() / 2);
    for (std::size_t at = 0; at < bytes->size(); at += 1 + bytes->size() / 64) {
      auto turned = *bytes;
      turned[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
      LLVMFuzzerTestOneInput(turned.data(), turned.size());
    }
  }
  std::cout << files.size() << " inputs, each also cut and with bits turned\n";
  return files.empty() ? 64 : 0;
}
