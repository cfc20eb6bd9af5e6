#include "common/link/SocketBio.hpp"

#include <errno.h>
#include <openssl/bio.h>
#include <sys/socket.h>

#include <algorithm>

namespace vigie::link {

namespace {

constexpr int kShortestFault = 1;
constexpr int kLongestFault = 7;

SocketBio& stateOf(BIO* bio) {
  return *static_cast<SocketBio*>(BIO_get_data(bio));
}

int readCallback(BIO* bio, char* out, int size) {
  BIO_clear_retry_flags(bio);
  SocketBio& socket = stateOf(bio);
  const int got = socket.read(out, size);
  if (got < 0 && socket.mayRetry()) BIO_set_retry_read(bio);
  return got;
}

int writeCallback(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  SocketBio& socket = stateOf(bio);
  const int put = socket.write(bytes, size);
  if (put < 0 && socket.mayRetry()) BIO_set_retry_write(bio);
  return put;
}

long controlCallback(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;  // nothing is buffered here
  if (command == BIO_CTRL_EOF) return stateOf(bio).atEnd() ? 1 : 0;
  return 0;
}

BIO_METHOD* makeMethod() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "vigie socket");
  BIO_meth_set_read(method, readCallback);
  BIO_meth_set_write(method, writeCallback);
  BIO_meth_set_ctrl(method, controlCallback);
  return method;
}

const BIO_METHOD* socketMethod() {
  static BIO_METHOD* const method = makeMethod();  // lives as long as the process
  return method;
}

}  // namespace

SocketBio::SocketBio(int descriptor, const std::optional<FaultPlan>& faults)
    : descriptor_(descriptor), faults_(faults), random_(faults ? faults->seed : 0) {}

BIO* SocketBio::bio() {
  BIO* bio = BIO_new(socketMethod());
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  return bio;
}

int SocketBio::read(char* out, int size) {
  mayRetry_ = false;
  if (faults_ && faulty(faults_->blockPercent)) {
    readBlocked_ = true;
    return blocked();
  }
  if (faults_) size = shortened(size, faults_->shortReadPercent);
  ssize_t got = 0;
  do {
    got = ::recv(descriptor_, out, static_cast<std::size_t>(size), 0);
  } while (got < 0 && errno == EINTR);
  if (got == 0) atEnd_ = true;
  if (got >= 0) return static_cast<int>(got);
  if (errno != EAGAIN && errno != EWOULDBLOCK) return failed();
  readBlocked_ = true;
  return blocked();
}

int SocketBio::write(const char* bytes, int size) {
  mayRetry_ = false;
  if (faults_ && faulty(faults_->blockPercent)) return blocked();
  if (faults_) size = shortened(size, faults_->shortWritePercent);
  ssize_t put = 0;
  do {
    // Without MSG_NOSIGNAL a peer that hangs up at the right moment would end the whole program by SIGPIPE.
    put = ::send(descriptor_, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  } while (put < 0 && errno == EINTR);
  if (put >= 0) return static_cast<int>(put);
  if (errno != EAGAIN && errno != EWOULDBLOCK) return failed();
  return blocked();
}

bool SocketBio::faulty(unsigned percent) {
  return random_() % 100 < percent;
}

int SocketBio::shortened(int size, unsigned percent) {
  if (!faulty(percent)) return size;
  return std::min(size, std::uniform_int_distribution<int>(kShortestFault, kLongestFault)(random_));
}

int SocketBio::blocked() {
  mayRetry_ = true;
  return -1;
}

int SocketBio::failed() {
  systemError_ = errno;
  return -1;
}

}  // namespace vigie::link
