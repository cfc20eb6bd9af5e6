#include "common/crypto/SignedMessage.hpp"
