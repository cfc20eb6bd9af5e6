#include "common/link/TlsStream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <system_error>

namespace vigie::link {

namespace {

// An honest peer sends a new session after each handshake and, at most, a rare key update. A flood of them costs us key
// schedules and answers while the peer pays nothing (measured: it stalled a thread for 2 s).
constexpr int kMostHandshakeMessages = 16;

std::string openSslReason() {
  const unsigned long code = ERR_peek_error();
  if (code == 0) return "unknown TLS failure";
  const char* text = ERR_reason_error_string(code);
  return text != nullptr ? text : "TLS failure " + std::to_string(code);
}

}  // namespace

TlsStream::TlsStream(const TlsContext& context, int descriptor, const std::optional<FaultPlan>& faults)
    : context_(context), socket_(descriptor, faults), ssl_(context.newConnection()) {
  BIO* bio = socket_.bio();
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_msg_callback(ssl_.get(), messageCallback);
  SSL_set_msg_callback_arg(ssl_.get(), this);
}

TlsStream::~TlsStream() = default;

void TlsStream::messageCallback(int sent, int, int contentType, const void*, std::size_t, SSL*, void* stream) {
  if (sent == 0 && contentType == SSL3_RT_HANDSHAKE) static_cast<TlsStream*>(stream)->countMessage();
}

void TlsStream::countMessage() {
  if (established_) ++handshakeMessages_;
}

// The error queue belongs to the thread: what another link left there would be read as this call's.
void TlsStream::prepare() {
  ERR_clear_error();
  socket_.forgetBlocked();
}

Step TlsStream::handshake() {
  prepare();
  const Step step = outcome(SSL_do_handshake(ssl_.get()));
  established_ = step == Step::done;
  return step;
}

base::Result<PeerIdentity> TlsStream::judge() const {
  return context_.judge(ssl_.get());
}

Step TlsStream::read(std::span<std::uint8_t> out, std::size_t& got) {
  prepare();
  const Step step = outcome(SSL_read_ex(ssl_.get(), out.data(), out.size(), &got));
  if (handshakeMessages_ <= kMostHandshakeMessages) return step;
  reason_ = "too many key updates or sessions from the peer";
  return Step::tls;
}

Step TlsStream::write(base::ByteView bytes, std::size_t& put) {
  prepare();
  return outcome(SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &put));
}

Step TlsStream::closeSending() {
  prepare();
  const int result = SSL_shutdown(ssl_.get());
  return result >= 0 ? Step::done : outcome(result);  // 0: sent, the peer's has not come yet
}

Step TlsStream::outcome(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_NONE:
      return Step::done;
    case SSL_ERROR_WANT_READ:
      return socket_.readBlocked() ? Step::wantRead : Step::again;
    case SSL_ERROR_WANT_WRITE:
      return Step::wantWrite;
    case SSL_ERROR_ZERO_RETURN:
      return Step::peerDone;
    case SSL_ERROR_SYSCALL:
      return systemOutcome();
    default:
      break;
  }
  if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING) return systemOutcome();
  const bool isChain = ERR_GET_REASON(ERR_peek_error()) == SSL_R_CERTIFICATE_VERIFY_FAILED;
  reason_ = openSslReason();
  // "certificate verify failed" alone would not say that it has expired, or that a clock is wrong.
  if (isChain) reason_ += std::string(": ") + X509_verify_cert_error_string(SSL_get_verify_result(ssl_.get()));
  return Step::tls;
}

Step TlsStream::systemOutcome() {
  if (socket_.systemError() != 0) {
    reason_ = std::system_category().message(socket_.systemError());
    return Step::io;
  }
  reason_ = "the connection ended without close_notify";
  return Step::truncated;
}

}  // namespace vigie::link
