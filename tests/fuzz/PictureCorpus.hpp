// True, cut and lying pictures of every kind that is read, and a few frames: where the target `pictures` begins.
#pragma once

#include <vector>

#include "common/base/Bytes.hpp"

namespace vigie::fuzz {

std::vector<base::Bytes> pictureInputs();  // the first byte says as what, see Pictures.cpp

}  // namespace vigie::fuzz
