#include "candidate-client/camera/Identity.hpp"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace vigie::camera {
namespace {

constexpr std::size_t kFewestIntervals = 16;
constexpr int kMostStuck = 3;

template <std::size_t size>
std::string textOf(const unsigned char (&field)[size]) {
  const auto* end = std::find(std::begin(field), std::end(field), 0);
  return {std::begin(field), end};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

template <std::size_t size>
bool containsAny(const std::string& text, const std::array<std::string_view, size>& words) {
  const std::string small = lower(text);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

// A program's device hangs under /sys/devices/virtual; a sensor's under the bus it is plugged into.
bool hasHardwareBehind(const std::filesystem::path& device) {
  std::error_code error;
  const auto real = std::filesystem::canonical(device, error);
  if (error) return true;
  const auto known = std::filesystem::canonical("/sys/class/video4linux" / real.filename(), error);
  return error || known.string().find("/devices/virtual/") == std::string::npos;
}

}  // namespace

std::optional<CameraIdentity> readIdentity(const std::filesystem::path& device) {
  const int file = ::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  v4l2_capability told{};
  const bool answers = ::ioctl(file, VIDIOC_QUERYCAP, &told) == 0;
  ::close(file);
  if (!answers) return std::nullopt;
  CameraIdentity identity;
  identity.driver = textOf(told.driver);
  identity.card = textOf(told.card);
  identity.bus = textOf(told.bus_info);
  identity.capabilities = (told.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? told.device_caps : told.capabilities;
  identity.hasHardware = hasHardwareBehind(device);
  return identity;
}

std::vector<std::string_view> signsOfProgram(const CameraIdentity& identity) {
  static constexpr std::array<std::string_view, 7> kDrivers = {"loopback", "akvcam", "vivid",  "vimc",
                                                               "pipewire", "vcam",   "virtual"};
  static constexpr std::array<std::string_view, 8> kCards = {"virtual",  "loopback", "dummy",   "obs ",
                                                             "droidcam", "iriun",    "manycam", "snap camera"};
  static constexpr std::array<std::string_view, 5> kBuses = {"loopback", "akvcam", "vivid", "vimc", "virtual"};
  std::vector<std::string_view> signs;
  if (containsAny(identity.driver, kDrivers)) signs.push_back("sign-driver");
  if (containsAny(identity.card, kCards)) signs.push_back("sign-card");
  if (containsAny(identity.bus, kBuses)) signs.push_back("sign-bus");
  if (!identity.hasHardware) signs.push_back("sign-hardware");
  // Programs write their frames into such a device; nobody writes into a camera.
  if ((identity.capabilities & (V4L2_CAP_VIDEO_OUTPUT | V4L2_CAP_VIDEO_M2M)) != 0) signs.push_back("sign-output");
  return signs;
}

void FrameTiming::add(double stampMs) {
  if (!std::isfinite(stampMs) || stampMs < 0) return;
  if (lastMs_ >= 0) intervals_[counted_++ % kKept] = static_cast<float>(stampMs - lastMs_);
  lastMs_ = stampMs;
}

std::optional<FrameTiming::Measures> FrameTiming::measures() const {
  const std::size_t held = std::min(counted_, kKept);
  if (held < kFewestIntervals) return std::nullopt;
  Measures result;
  const auto end = intervals_.begin() + static_cast<std::ptrdiff_t>(held);
  std::array<float, kKept> sorted = intervals_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(held / 2);
  std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(held));
  const float usual = *middle;
  for (auto at = intervals_.begin(); at != end; ++at) {
    result.jitterMs += std::abs(*at - usual) / static_cast<float>(held);
    if (*at <= 0) ++result.stuck;
  }
  result.rate = usual > 0 ? 1000 / usual : 0;
  return result;
}

bool FrameTiming::isStuck() const {
  const auto now = measures();
  return now && now->stuck >= kMostStuck;
}

}  // namespace vigie::camera
