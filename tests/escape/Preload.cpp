// A library that a candidate brings along: it leaves a mark wherever it is loaded.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstdlib>

namespace {
__attribute__((constructor)) void leaveAMark() {
  const char* mark = getenv("ESCAPE_MARK");
  if (mark == nullptr) return;
  poll(nullptr, 0, 300);
  close(open(mark, O_WRONLY | O_CREAT, 0644));
}
}  // namespace
