#include "common/crypto/Seal.hpp"
