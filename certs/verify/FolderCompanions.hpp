// Companions from folders: anchors from the trust folder, the rest beside the certificate, then in the trust folder.
#pragma once

#include <filesystem>

#include "certs/trust/Verification.hpp"

namespace vigie::verify {

class FolderCompanions final : public trust::Companions {
 public:
  FolderCompanions(std::filesystem::path beside, std::filesystem::path trust)
      : beside_(std::move(beside)), trust_(std::move(trust)) {}

  base::Result<std::string> anchor(std::string_view name) const override;
  base::Result<trust::Found> companion(std::string_view name) const override;

 private:
  std::filesystem::path beside_;
  std::filesystem::path trust_;
};

inline constexpr std::size_t kLargestInput = 4U << 20;

}  // namespace vigie::verify
