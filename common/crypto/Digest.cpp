#include "common/crypto/Digest.hpp"
