// A recording for a camera that there is none of: one free picture under the motion of somebody who sits before it,
// with changing light and a sensor's noise, from a seed. For demonstrations and tests. Thread: any.
#pragma once

#include <cstdint>
#include <filesystem>

#include "common/base/Result.hpp"

namespace vigie::tools {

// `frames` JPEG files of 640x480 in `folder`, in the order of their names. Errors: "picture-unreadable",
// "file-unwritable".
base::Result<void> makeRecording(const std::filesystem::path& picture, const std::filesystem::path& folder,
                                 std::uint32_t frames, std::uint64_t seed);

}  // namespace vigie::tools
