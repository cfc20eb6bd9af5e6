#include "common/crypto/Random.hpp"
