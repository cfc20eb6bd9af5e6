#include "common/crypto/Keys.hpp"
