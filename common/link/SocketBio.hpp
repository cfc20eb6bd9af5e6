// OpenSSL's view of a non-blocking socket: MSG_NOSIGNAL, the exact reason of a failure, and the seam for seeded faults.
// Ownership: borrows the descriptor; must outlive the BIO that bio() returned (SSL_set_bio takes that one over).
// Thread: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>

#include "common/link/FaultPlan.hpp"

using BIO = struct bio_st;

namespace vigie::link {

class SocketBio {
 public:
  SocketBio(int descriptor, const std::optional<FaultPlan>& faults);
  SocketBio(const SocketBio&) = delete;
  SocketBio& operator=(const SocketBio&) = delete;

  BIO* bio();  // a new one at each call, owned by the caller

  void forgetSocket() { descriptor_ = -1; }  // before it is closed: its number may soon be another connection's

  // What the last calls met. readBlocked is what tells "no bytes yet" from "a record that carried no data": OpenSSL
  // says WANT_READ for both.
  void forgetBlocked() { readBlocked_ = false; }
  bool readBlocked() const { return readBlocked_; }
  bool atEnd() const { return atEnd_; }
  int systemError() const { return systemError_; }  // errno, 0 for none

  // For the BIO's callbacks: bytes moved, 0 at the end of the stream, -1 would block or failed.
  int read(char* out, int size);
  int write(const char* bytes, int size);
  bool mayRetry() const { return mayRetry_; }

 private:
  bool faulty(unsigned percent);
  int shortened(int size, unsigned percent);
  int blocked();
  int failed();

  int descriptor_;
  std::optional<FaultPlan> faults_;
  std::mt19937_64 random_;
  bool readBlocked_ = false;
  bool atEnd_ = false;
  bool mayRetry_ = false;
  int systemError_ = 0;
};

}  // namespace vigie::link
