// One framed TLS connection, both ends. Programs use Server and Client; this is what they are made of.
//
// Lives on one strand, its socket's executor. send(), finish(), abort(), stopReading() and resumeReading() may be
// called from any thread; everything else on the strand. Ownership: shared by its owner and its operations under way;
// the owner ends it (finish or abort) and awaits ended(), which must happen before the io_context goes.
//
// close_notify from the peer ends the peer's sending only: read() says peer-done, frames owed still go out, and the
// link ends after finish(). A limit that passes ends the link, not one operation: half a frame is worth nothing.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/link/Asio.hpp"
#include "common/link/End.hpp"
#include "common/link/Frame.hpp"
#include "common/link/Outbox.hpp"
#include "common/link/Signal.hpp"
#include "common/link/TlsStream.hpp"

namespace vigie::link {

// Common to all links of one server or client.
struct LinkSettings {
  std::shared_ptr<const TlsContext> context;  // says which end we are
  Limits limits;
  FrameCaps caps;
};

class Link : public std::enable_shared_from_this<Link> {
 public:
  // `socket` is connected and its executor is a strand.
  static std::shared_ptr<Link> create(Socket socket, std::shared_ptr<const LinkSettings> settings,
                                      const std::optional<FaultPlan>& faults = std::nullopt);

  // Once, before the first read().
  Task<base::Result<PeerIdentity>> handshake(Deadline deadline);

  // The next frame. One reader at a time. Errors: endName() of what ended the link, "peer-done" (the link may still
  // send), "reading-stopped".
  Task<base::Result<Frame>> read(Deadline deadline);

  Task<void> untilResumed();  // or stopped, or ended

  void send(Frame frame);  // never blocks; over Limits::outboxBytes the link ends as slowPeer
  void finish();           // flush, then close_notify; ends when the peer's has come
  void stopReading();      // what still comes is thrown away, from our close_notify on
  void resumeReading();
  void abort(End end);

  Task<End> ended();  // one waiter
  bool isOpen() const { return open_; }  // the handshake was made
  bool isPeerDone() const { return peerDone_; }
  const std::string& reason() const { return reason_; }  // after the end
  const std::string& peerAddress() const { return peerAddress_; }

  Link(Socket socket, std::shared_ptr<const LinkSettings> settings, const std::optional<FaultPlan>& faults);

 private:
  enum class Fill { done, peerDone, failed };

  Task<bool> ready(Step step);
  Task<bool> yield();
  Task<Fill> fill(std::span<std::uint8_t> out);
  Task<bool> fillBody(Frame& frame, std::size_t size);
  std::optional<std::size_t> bodySize(std::span<const std::uint8_t> header);
  Task<bool> readInto(Frame& frame);
  bool mayRead() const { return !end_ && (!readingStopped_ || discarding_); }
  void discardWhenDue();
  static Task<void> discard(std::shared_ptr<Link> self);
  std::unexpected<base::Error> refusal() const;

  void flush();
  void waitToWrite(Step step);
  void writingFailed(Step step);
  void closeSending();
  void peerIsDone();
  void endNow(End end, std::string reason);
  void endAfter(Step step);

  void watchDeadlines();
  void deadlinePassed();

  Socket socket_;
  std::shared_ptr<const LinkSettings> settings_;
  std::string peerAddress_;
  TlsStream tls_;
  Outbox outbox_;
  asio::steady_timer timer_;  // the one timer: looks at the three deadlines below
  Deadline timerAt_ = kNever;
  Deadline readBy_ = kNever;
  Deadline writeBy_ = kNever;
  Deadline closeBy_ = kNever;
  std::size_t budget_ = 0;  // bytes read since this link last let others run
  Signal resumed_;
  Signal endedSignal_;
  std::optional<End> end_;
  std::string reason_;
  bool open_ = false;  // the handshake is done
  bool waitingToWrite_ = false;
  bool reading_ = false;  // a read() is under way
  bool readingStopped_ = false;
  bool discarding_ = false;
  bool finishing_ = false;
  bool closeSent_ = false;
  bool peerDone_ = false;
};

}  // namespace vigie::link
