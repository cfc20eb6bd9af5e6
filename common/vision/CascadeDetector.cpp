#include "common/vision/CascadeDetector.hpp"

#include <cmath>
#include <opencv2/objdetect.hpp>

#include "common/vision/impl/Mats.hpp"

namespace vigie::vision {

namespace {

class CascadeDetector final : public FaceDetector {
 public:
  CascadeDetector(std::string name, CascadeSettings settings) : name_(std::move(name)), settings_(settings) {}

  bool load(const std::string& file) { return cascade_.load(file) && !cascade_.empty(); }

  void find(const FrameView& gray, float smallest, float largest, std::vector<Detection>& out) override {
    out.clear();
    const int least = static_cast<int>(std::lround(smallest));
    const int most = static_cast<int>(std::lround(largest));
    if (gray.empty() || gray.width < least || gray.height < least) return;
    // The only boundary where OpenCV may throw at us: an odd size that its pyramid does not like is no face.
    try {
      cascade_.detectMultiScale(impl::matOf(gray), boxes_, votes_, settings_.step, settings_.fewestVotes, 0,
                                {least, least}, {most, most});
    } catch (const cv::Exception&) {
      boxes_.clear();
    }
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
      const cv::Rect& box = boxes_[i];
      out.push_back({{static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.width),
                      static_cast<float>(box.height)},
                     static_cast<float>(votes_[i])});
    }
  }

  std::string name() const override { return name_; }

 private:
  std::string name_;
  CascadeSettings settings_;
  cv::CascadeClassifier cascade_;
  std::vector<cv::Rect> boxes_;
  std::vector<int> votes_;
};

}  // namespace

base::Result<std::shared_ptr<FaceDetector>> openCascade(const std::filesystem::path& file, CascadeSettings settings) {
  cv::setNumThreads(1);
  auto detector = std::make_shared<CascadeDetector>(file.stem().string(), settings);
  bool isLoaded = false;
  try {
    isLoaded = std::filesystem::exists(file) && detector->load(file.string());
  } catch (const std::exception&) {
    isLoaded = false;
  }
  if (!isLoaded) {
    return base::fail("cascade-unusable", file.string() +
                                              " is missing or is not a cascade of OpenCV; install the "
                                              "package opencv-data or name the folder that has it.");
  }
  return std::shared_ptr<FaceDetector>(detector);
}

base::Result<Detectors> openCascades(const std::filesystem::path& folder, CascadeSettings settings) {
  Detectors all;
  const auto haar = folder / "haarcascades";
  const std::pair<std::shared_ptr<FaceDetector>*, std::filesystem::path> wanted[] = {
      {&all.thorough, haar / "haarcascade_frontalface_alt2.xml"},
      {&all.quick, folder / "lbpcascades" / "lbpcascade_frontalface.xml"},
      {&all.second, haar / "haarcascade_frontalface_alt.xml"},
      {&all.wide, haar / "haarcascade_frontalface_default.xml"},
      {&all.profile, haar / "haarcascade_profileface.xml"},
  };
  for (const auto& [slot, file] : wanted) {
    auto opened = openCascade(file, settings);
    if (!opened) return base::fail(opened.error());
    *slot = std::move(*opened);
  }
  return all;
}

}  // namespace vigie::vision
