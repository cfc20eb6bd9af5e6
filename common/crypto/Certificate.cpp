#include "common/crypto/Certificate.hpp"
