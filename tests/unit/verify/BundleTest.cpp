#include "Sessions.hpp"
