// The program put together: the window on Qt's thread, the seat on its own, and what passes between them.
#pragma once

#include "candidate-client/app/Configuration.hpp"

namespace vigie::candidate {

enum class Display { fullScreen, window };

// Runs until SIGTERM or, in a window, until it is closed; the exit status. `argc` and `argv` are Qt's.
// SIGTERM and SIGINT must be blocked in every thread.
int runWindow(int& argc, char** argv, const Configuration& configuration, Display display);

}  // namespace vigie::candidate
