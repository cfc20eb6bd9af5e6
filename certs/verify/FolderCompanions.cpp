#include "certs/verify/FolderCompanions.hpp"

#include "common/base/File.hpp"

namespace vigie::verify {

base::Result<std::string> FolderCompanions::anchor(std::string_view name) const {
  return base::readTextFile(trust_ / name, kLargestInput);
}

base::Result<trust::Found> FolderCompanions::companion(std::string_view name) const {
  for (const std::filesystem::path& folder : {beside_, trust_}) {
    auto text = base::readTextFile(folder / name, kLargestInput);
    if (text) return trust::Found{std::move(*text), folder.string()};
    if (text.error().code != "file-missing") return base::fail(text.error());
  }
  return base::fail("file-missing", std::string(name) + " is neither beside the certificate nor in the trust folder");
}

}  // namespace vigie::verify
