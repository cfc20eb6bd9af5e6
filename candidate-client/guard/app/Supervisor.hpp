// Keeps a worker process alive: the guard's own, or the candidate's client. A worker that dies is started again, one
// that is stopped (SIGSTOP) is continued; both are told to `saw`. Ends when it is told to (SIGTERM, SIGINT, which the
// caller has blocked), passing that on, or when the worker ends by itself with status 0 or `finalStatus`.
// Thread: the program's only one.
#pragma once

#include <functional>
#include <string>

namespace vigie::station {

enum class Mishap { died, stopped };

struct Supervision {
  std::function<void()> prepare;  // before each start, in the supervisor; may be absent
  std::function<int()> work;      // in the child; its exit status
  std::function<void()> began;    // after each start, in the supervisor; may be absent
  std::function<void(Mishap, const std::string& how)> saw;
  int finalStatus = 64;  // the worker says that starting again is of no use
};

int supervise(const Supervision& supervision);

}  // namespace vigie::station
