#include "common/link/Link.hpp"

#include <algorithm>
#include <array>

namespace vigie::link {

namespace {

constexpr std::size_t kBudget = 64U * 1024;       // then other links of this thread get their turn
constexpr std::size_t kStepCost = 256;            // a record without data, or a tiny one, is not free
constexpr std::size_t kTrustedBody = 64U * 1024;  // allocated on the length alone; more only as it arrives
constexpr std::size_t kDiscardBytes = 2048;

std::string textOf(const Socket& socket) {
  error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return "unknown";
  return peer.address().to_string() + ":" + std::to_string(peer.port());
}

}  // namespace

std::shared_ptr<Link> Link::create(Socket socket, std::shared_ptr<const LinkSettings> settings,
                                   const std::optional<FaultPlan>& faults) {
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  return std::make_shared<Link>(std::move(socket), std::move(settings), faults);
}

Link::Link(Socket socket, std::shared_ptr<const LinkSettings> settings, const std::optional<FaultPlan>& faults)
    : socket_(std::move(socket)),
      settings_(std::move(settings)),
      peerAddress_(textOf(socket_)),
      tls_(*settings_->context, socket_.native_handle(), faults),
      outbox_(settings_->limits.outboxBytes),
      timer_(socket_.get_executor()) {}

// ---- reading

Task<base::Result<PeerIdentity>> Link::handshake(Deadline deadline) {
  readBy_ = deadline;
  watchDeadlines();
  for (Step step = tls_.handshake(); step != Step::done; step = tls_.handshake()) {
    const bool goOn = co_await ready(step);
    if (!goOn) {
      endNow(End::cancelled, "ended by the owner during the handshake");
      co_return refusal();
    }
  }
  auto identity = tls_.judge();
  if (!identity) {
    tls_.closeSending();  // the peer may hold its handshake for good: let it see an orderly end at least
    endNow(End::tls, identity.error().detail);
    co_return refusal();
  }
  identity->address = peerAddress_;
  readBy_ = kNever;
  open_ = true;
  flush();
  co_return identity;
}

Task<base::Result<Frame>> Link::read(Deadline deadline) {
  if (end_ || peerDone_ || readingStopped_) co_return refusal();
  readBy_ = deadline;
  watchDeadlines();
  reading_ = true;
  Frame frame;
  const bool whole = co_await readInto(frame);
  reading_ = false;
  if (whole) {
    readBy_ = kNever;
    co_return frame;
  }
  discardWhenDue();
  co_return refusal();
}

Task<bool> Link::readInto(Frame& frame) {
  std::array<std::uint8_t, kFrameHeaderBytes> header;
  const Fill filled = co_await fill(header);
  if (filled == Fill::peerDone) peerIsDone();
  if (filled != Fill::done) co_return false;
  const auto size = bodySize(header);
  if (!size) co_return false;
  frame.type = base::readBigEndian16(std::span(header).subspan(kFrameLengthBytes));
  const bool whole = co_await fillBody(frame, *size);
  co_return whole;
}

// Decides on length and type alone, before anything is allocated.
std::optional<std::size_t> Link::bodySize(std::span<const std::uint8_t> header) {
  const std::size_t length = base::readBigEndian32(header);
  const std::uint16_t type = base::readBigEndian16(header.subspan(kFrameLengthBytes));
  const auto cap = settings_->caps(type);
  if (!cap) {
    endNow(End::unknownType, "message type " + std::to_string(type) + " is not one the peer may send");
    return std::nullopt;
  }
  if (length < kFrameTypeBytes || length - kFrameTypeBytes > *cap) {
    endNow(End::tooBig, "a frame of type " + std::to_string(type) + " announces " + std::to_string(length) +
                            " bytes, expected " + std::to_string(kFrameTypeBytes) + " to " +
                            std::to_string(*cap + kFrameTypeBytes));
    return std::nullopt;
  }
  return length - kFrameTypeBytes;
}

Task<bool> Link::fillBody(Frame& frame, std::size_t size) {
  while (frame.body.size() < size) {
    const std::size_t have = frame.body.size();
    frame.body.resize(std::min(size, std::max(kTrustedBody, 2 * have)));
    const Fill filled = co_await fill(std::span(frame.body).subspan(have));
    if (filled == Fill::peerDone) endNow(End::truncated, "the peer closed in the middle of a frame");
    if (filled != Fill::done) co_return false;
  }
  co_return true;
}

// peerDone only before the first byte: an orderly end between two frames.
Task<Link::Fill> Link::fill(std::span<std::uint8_t> out) {
  std::size_t have = 0;
  while (have < out.size()) {
    std::size_t got = 0;
    const Step step = tls_.read(out.subspan(have), got);
    if (step == Step::peerDone && have == 0) co_return Fill::peerDone;
    if (step == Step::done) {
      have += got;
      budget_ += got + kStepCost;
      if (budget_ < kBudget) continue;
      const bool goOn = co_await yield();
      if (!goOn) co_return Fill::failed;
      continue;
    }
    const bool goOn = co_await ready(step);
    if (!goOn) co_return Fill::failed;
  }
  co_return Fill::done;
}

// Waits for what `step` asks; false when reading is over.
Task<bool> Link::ready(Step step) {
  if (step == Step::again) {
    budget_ += kStepCost;
    if (budget_ < kBudget) co_return true;
    const bool goOn = co_await yield();
    co_return goOn;
  }
  if (step != Step::wantRead && step != Step::wantWrite) {
    endAfter(step);
    co_return false;
  }
  budget_ = 0;
  co_await socket_.async_wait(step == Step::wantRead ? Socket::wait_read : Socket::wait_write, kUse);
  co_return mayRead();
}

Task<bool> Link::yield() {
  budget_ = 0;
  co_await asio::post(socket_.get_executor(), kUse);
  co_return mayRead();
}

Task<void> Link::untilResumed() {
  if (end_ || readingStopped_) co_return;
  co_await resumed_.wait();
}

std::unexpected<base::Error> Link::refusal() const {
  if (end_) return base::fail(std::string(endName(*end_)), reason_);
  if (peerDone_) return base::fail(std::string(endName(End::peerDone)), "the peer sends nothing more");
  return base::fail("reading-stopped", "reading was stopped by the owner");
}

// After our close_notify the peer may still be sending: a socket closed with unread bytes answers with a reset, which
// would take from the peer what we sent last.
void Link::discardWhenDue() {
  if (end_ || !closeSent_ || !readingStopped_ || reading_ || discarding_) return;
  discarding_ = true;
  asio::co_spawn(socket_.get_executor(), discard(shared_from_this()), endProcessOn);
}

Task<void> Link::discard(std::shared_ptr<Link> self) {
  std::array<std::uint8_t, kDiscardBytes> bytes;
  while (self->mayRead()) {
    std::size_t got = 0;
    Step step = self->tls_.read(bytes, got);
    if (step == Step::peerDone) {
      self->peerIsDone();
      co_return;
    }
    self->budget_ += got;
    if (step == Step::done) step = Step::again;
    const bool goOn = co_await self->ready(step);
    if (!goOn) co_return;
  }
}

// ---- writing

void Link::send(Frame frame) {
  switch (outbox_.put(std::move(frame))) {
    case Outbox::Put::wakeWriter:
      asio::post(socket_.get_executor(), [self = shared_from_this()] { self->flush(); });
      return;
    case Outbox::Put::overLimit:
      abort(End::slowPeer);
      return;
    case Outbox::Put::queued:
    case Outbox::Put::closed:
      return;
  }
}

void Link::flush() {
  if (end_ || !open_ || waitingToWrite_ || closeSent_) return;
  std::size_t written = 0;
  for (base::ByteView chunk = outbox_.next(); !chunk.empty(); chunk = outbox_.next()) {
    if (written >= kBudget) {
      asio::post(socket_.get_executor(), [self = shared_from_this()] { self->flush(); });
      return;
    }
    if (writeBy_ == kNever) {
      writeBy_ = std::chrono::steady_clock::now() + settings_->limits.write;
      watchDeadlines();
    }
    std::size_t put = 0;
    const Step step = tls_.write(chunk, put);
    if (step != Step::done) {
      waitToWrite(step);
      return;
    }
    written += put;
    outbox_.sent(put);
    if (put == chunk.size()) writeBy_ = kNever;
  }
  if (finishing_) closeSending();
}

void Link::waitToWrite(Step step) {
  if (step != Step::wantRead && step != Step::wantWrite) {
    writingFailed(step);
    return;
  }
  waitingToWrite_ = true;
  const auto side = step == Step::wantRead ? Socket::wait_read : Socket::wait_write;
  socket_.async_wait(side, [self = shared_from_this()](error_code) {
    self->waitingToWrite_ = false;
    self->flush();
  });
}

// A peer that refuses says why before it hangs up; the write only sees the hanging up.
void Link::writingFailed(Step step) {
  if (step != Step::io) {
    endAfter(step);
    return;
  }
  std::array<std::uint8_t, 1> byte;
  std::size_t got = 0;
  const Step why = tls_.read(byte, got);
  endAfter(why == Step::tls ? why : step);
}

// ---- ending

void Link::finish() {
  outbox_.close();
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (self->end_ || self->finishing_) return;
    self->finishing_ = true;
    const Limits& limits = self->settings_->limits;
    self->closeBy_ = std::chrono::steady_clock::now() + limits.write + limits.close;
    self->watchDeadlines();
    self->flush();
  });
}

void Link::closeSending() {
  const Step step = tls_.closeSending();
  if (step != Step::done) {
    waitToWrite(step);
    return;
  }
  closeSent_ = true;
  if (peerDone_) {
    endNow(End::peerDone, "the peer closed");
    return;
  }
  closeBy_ = std::min(closeBy_, std::chrono::steady_clock::now() + settings_->limits.close);
  watchDeadlines();
  discardWhenDue();
}

void Link::peerIsDone() {
  peerDone_ = true;
  if (closeSent_) {
    endNow(End::closed, "closed by us");
    return;
  }
  readBy_ = std::chrono::steady_clock::now() + settings_->limits.idle;  // for the owner to send what it owes
  watchDeadlines();
}

void Link::stopReading() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    if (self->end_ || self->readingStopped_) return;
    self->readingStopped_ = true;
    if (!self->peerDone_) self->readBy_ = kNever;
    self->resumed_.fire(self->socket_.get_executor());
    error_code ignored;
    self->socket_.cancel(ignored);  // wakes the reader; a writer that waits begins again
    self->discardWhenDue();
  });
}

void Link::resumeReading() {
  asio::post(socket_.get_executor(),
             [self = shared_from_this()] { self->resumed_.fire(self->socket_.get_executor()); });
}

void Link::abort(End end) {
  asio::post(socket_.get_executor(), [self = shared_from_this(), end] {
    self->endNow(end, end == End::slowPeer ? "the peer reads too slowly: its outbox is full" : "ended by the owner");
  });
}

Task<End> Link::ended() {
  if (!end_) co_await endedSignal_.wait();
  co_return *end_;
}

void Link::endAfter(Step step) {
  if (step == Step::tls) {
    endNow(End::tls, tls_.reason());
  } else if (step == Step::io) {
    endNow(End::io, tls_.reason());
  } else {
    endNow(End::truncated, "the connection ended in the middle of the peer's sending");
  }
}

void Link::endNow(End end, std::string reason) {
  if (end_) return;
  end_ = end;
  reason_ = std::move(reason);
  outbox_.clear();
  tls_.forgetSocket();
  error_code ignored;
  timer_.cancel();
  socket_.close(ignored);
  resumed_.fire(socket_.get_executor());
  endedSignal_.fire(socket_.get_executor());
}

// ---- time

// The timer is set only when a deadline comes before it; one that moved away costs nothing until it fires.
void Link::watchDeadlines() {
  const Deadline earliest = std::min({readBy_, writeBy_, closeBy_});
  if (end_ || earliest >= timerAt_) return;
  timerAt_ = earliest;
  timer_.expires_at(earliest);
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && !self->end_) self->deadlinePassed();
  });
}

void Link::deadlinePassed() {
  timerAt_ = kNever;
  const Deadline now = std::chrono::steady_clock::now();
  if (closeBy_ <= now) {
    endNow(End::timeout, "the peer did not close in time");
  } else if (writeBy_ <= now) {
    endNow(End::timeout, "the peer did not take what we sent in time");
  } else if (readBy_ <= now) {
    endNow(End::timeout, open_ ? "nothing came from the peer in time" : "the handshake took too long");
  } else {
    watchDeadlines();
  }
}

}  // namespace vigie::link
