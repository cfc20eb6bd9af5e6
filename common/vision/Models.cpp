#include "common/vision/Models.hpp"

#include "common/base/File.hpp"
#include "common/crypto/Digest.hpp"
#include "common/vision/impl/ModelFile.hpp"

namespace vigie::vision {

namespace {

// The comparer, or why there is none.
base::Result<std::shared_ptr<FaceComparer>> openComparer(const ModelFiles& files) {
  if (files.biometrics == Biometrics::off) {
    return base::fail("model-off", files.sface.string() +
                                       " is given, but comparing faces is not turned on; it needs the consent of "
                                       "those who sit here.");
  }
  if (files.yunet.empty()) {
    return base::fail("model-incomplete", files.sface.string() +
                                              " compares faces by their landmarks, which YuNet finds; give its "
                                              "file too.");
  }
  auto landmarks = openYunetLandmarks(files.yunet, files.yunetSha256);
  if (!landmarks) return base::fail(landmarks.error());
  return openSface(files.sface, files.sfaceSha256, std::move(*landmarks));
}

void note(Detectors& detectors, const base::Error& error, const char* instead) {
  if (!detectors.notice.empty()) detectors.notice += ' ';
  detectors.notice += error.detail + ' ' + instead;
}

}  // namespace

namespace impl {

base::Result<void> checkPin(const std::filesystem::path& file, const std::string& sha256) {
  if (sha256.empty()) {
    return base::fail("model-unpinned", file.string() +
                                            " is given without its SHA-256; a model decides what staff see, so "
                                            "name the hash of the file you mean.");
  }
  const auto bytes = base::readFile(file);
  if (!bytes) return base::fail(bytes.error());
  const std::string found = base::toHex(crypto::sha256(*bytes));
  if (found == sha256) return {};
  return base::fail("model-other-hash",
                    file.string() + " has SHA-256 " + found + "; the configuration names " + sha256 + ".");
}

}  // namespace impl

base::Result<Detectors> openDetectors(const ModelFiles& files, CascadeSettings settings) {
  auto detectors = openCascades(files.cascades, settings);
  if (!detectors) return detectors;
  if (!files.yunet.empty()) {
    if (auto yunet = openYunet(files.yunet, files.yunetSha256)) {
      // It sees turned faces too; the cascades stay as the independent opinion.
      detectors->thorough = *yunet;
      detectors->second = *yunet;
      detectors->profile = std::move(*yunet);
    } else {
      note(*detectors, yunet.error(), "The cascades are used instead.");
    }
  }
  if (!files.sface.empty()) {
    if (auto comparer = openComparer(files))
      detectors->comparer = std::move(*comparer);
    else
      note(*detectors, comparer.error(), "Texture and colours are compared instead.");
  }
  return detectors;
}

}  // namespace vigie::vision
