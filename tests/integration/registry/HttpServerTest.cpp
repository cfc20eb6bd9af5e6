// How the server takes bytes: limits, deadlines, half requests, ends. The service behind it is a simple one.
#include "certs/registry/Http.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/Must.hpp"
#include "tests/support/RawHttps.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::registry {
namespace {

using support::bodyIn;
using support::must;
using support::RawHttps;
using support::RawTls;
using support::statusIn;

// Says the size of a body; /hold waits until the test lets it go.
class EchoService final : public Service {
 public:
  Admission admit(const RequestHead& head) override {
    Admission admission;
    admission.bodyCap = head.method == "POST" ? 100'000 : 0;
    if (head.target == "/closed") {
      admission.refusal = Answer{};
      admission.refusal->status = 403;
    }
    return admission;
  }
  Answer answer(const RequestHead& head, base::Bytes body) override {
    if (head.target == "/throw") throw std::runtime_error("a bug");
    if (head.target == "/hold") hold();
    Answer answer;
    answer.contentType = "text/plain";
    answer.body = head.target + " " + std::to_string(body.size());
    return answer;
  }

  void waitUntilHeld() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return held_; });
  }
  void letGo() {
    const std::lock_guard lock(mutex_);
    free_ = true;
    changed_.notify_all();
  }

 private:
  void hold() {
    std::unique_lock lock(mutex_);
    held_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return free_; });
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  bool free_ = false;
};

class HttpServerTest : public testing::Test {
 protected:
  void start(const HttpSettings& settings = {}) {
    const TlsIdentity identity{must(loadCertificate(room_.layout.certificate("tls"))),
                               must(loadKey(room_.layout.key("tls"))),
                               must(loadCertificate(room_.layout.certificate("client-authority")))};
    server_ = must(HttpServer::start(settings, identity, service_));
  }
  RawTls tls() const { return {must(loadCertificate(room_.layout.certificate("tls-authority")))}; }
  RawHttps connect() { return must(RawHttps::connect(server_->port(), tls())); }
  std::string exchange(const std::string& bytes) { return RawHttps::exchange(server_->port(), tls(), bytes); }

  support::RegistryRoom room_{base::SystemClock().now().wallMs};
  EchoService service_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, AnswersSeveralRequestsOnOneConnection) {
  start();
  RawHttps peer = connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(peer.send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: r\r\n\r\n"));
    const std::string answer = peer.readAnswer();
    EXPECT_EQ(statusIn(answer), 200U);
    EXPECT_EQ(bodyIn(answer), "/" + std::to_string(i) + " 0");
  }
}

TEST_F(HttpServerTest, TakesABodyInPiecesAndChunks) {
  start();
  RawHttps peer = connect();
  ASSERT_TRUE(peer.send("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 90000\r\n\r\n"));
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(peer.send(std::string(10'000, 'x')));
  EXPECT_EQ(bodyIn(peer.readAnswer()), "/a 90000");
  ASSERT_TRUE(peer.send("POST /b HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"));
  EXPECT_EQ(bodyIn(peer.readAnswer()), "/b 5");
}

TEST_F(HttpServerTest, TellsAPatientPeerToGoOn) {
  start();
  RawHttps peer = connect();
  ASSERT_TRUE(peer.send("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(statusIn(peer.readAnswer()), 100U);
  ASSERT_TRUE(peer.send("abc"));
  EXPECT_EQ(bodyIn(peer.readAnswer()), "/a 3");
}

TEST_F(HttpServerTest, RefusesTooLargeBodiesWithoutReadingThem) {
  start();
  EXPECT_EQ(statusIn(exchange("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 100001\r\n\r\n")), 413U);
  EXPECT_EQ(statusIn(exchange("GET /a HTTP/1.1\r\nHost: r\r\nContent-Length: 1\r\n\r\n")), 413U);
  EXPECT_EQ(statusIn(exchange("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 18446744073709551615\r\n\r\n")), 413U);
  std::string chunks = "POST /a HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 11; ++i) chunks += "2710\r\n" + std::string(10'000, 'x') + "\r\n";
  EXPECT_EQ(statusIn(exchange(chunks)), 413U);
}

TEST_F(HttpServerTest, RefusesTooLargeHeads) {
  start();
  EXPECT_EQ(statusIn(exchange("GET / HTTP/1.1\r\nHost: r\r\nX: " + std::string(9'000, 'x') + "\r\n\r\n")), 431U);
  EXPECT_EQ(statusIn(exchange("GET /" + std::string(9'000, 'x') + " HTTP/1.1\r\nHost: r\r\n\r\n")), 431U);
}

TEST_F(HttpServerTest, RefusesWhatIsNotHttp) {
  start();
  for (const char* bytes : {"\x16\x03\x01 what is this\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n",
                            "POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                            "POST /a HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"}) {
    EXPECT_EQ(statusIn(exchange(bytes)), 400U) << bytes;
  }
}

TEST_F(HttpServerTest, RefusesAtTheHeadAndClosesBeforeABody) {
  start();
  EXPECT_EQ(statusIn(exchange("POST /closed HTTP/1.1\r\nHost: r\r\nContent-Length: 50000\r\n\r\nbegin")), 403U);
  RawHttps peer = connect();
  ASSERT_TRUE(peer.send("GET /closed HTTP/1.1\r\nHost: r\r\n\r\n"));
  EXPECT_EQ(statusIn(peer.readAnswer()), 403U);
  ASSERT_TRUE(peer.send("GET /open HTTP/1.1\r\nHost: r\r\n\r\n"));
  EXPECT_EQ(statusIn(peer.readAnswer()), 200U);
}

TEST_F(HttpServerTest, SurvivesAServiceThatThrows) {
  start();
  EXPECT_EQ(statusIn(exchange("GET /throw HTTP/1.1\r\nHost: r\r\nConnection: close\r\n\r\n")), 500U);
  EXPECT_EQ(statusIn(exchange("GET /next HTTP/1.1\r\nHost: r\r\nConnection: close\r\n\r\n")), 200U);
}

TEST_F(HttpServerTest, GivesUpOnPeersThatSayNothing) {
  HttpSettings settings;
  settings.idle = std::chrono::milliseconds(150);
  start(settings);
  EXPECT_EQ(connect().readToEnd(), "");
  RawHttps half = connect();
  ASSERT_TRUE(half.send("GET / HTT"));
  EXPECT_EQ(half.readToEnd(), "");
  RawHttps body = connect();
  ASSERT_TRUE(body.send("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 50\r\n\r\nabc"));
  EXPECT_EQ(body.readToEnd(), "");
}

TEST_F(HttpServerTest, GivesUpOnABodyThatTakesTooLongAltogether) {
  HttpSettings settings;
  settings.idle = std::chrono::hours(1);  // no single pause is too long here
  settings.whole = std::chrono::milliseconds(100);
  start(settings);
  RawHttps peer = connect();
  ASSERT_TRUE(peer.send("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 50000\r\n\r\n"));
  ASSERT_TRUE(peer.send("drip"));
  EXPECT_EQ(peer.readToEnd(), "");
}

TEST_F(HttpServerTest, ItsRefusalArrivesThoughThePeerGoesOnSending) {
  start();
  RawHttps peer = connect();
  ASSERT_TRUE(peer.send("POST /a HTTP/1.1\r\nHost: r\r\nContent-Length: 300000\r\n\r\n" + std::string(300'000, 'x')));
  EXPECT_EQ(statusIn(peer.readToEnd()), 413U);
}

TEST_F(HttpServerTest, TurnsAwayTheOneConnectionTooMany) {
  HttpSettings settings;
  settings.connectionsPerAddress = 2;
  start(settings);
  RawHttps first = connect();
  {
    RawHttps second = connect();
    EXPECT_FALSE(RawHttps::connect(server_->port(), tls()));
  }
  ASSERT_TRUE(first.send("GET / HTTP/1.1\r\nHost: r\r\n\r\n"));
  EXPECT_EQ(statusIn(first.readAnswer()), 200U);
  // The second one's place becomes free as soon as the server has seen its end.
  auto again = RawHttps::connect(server_->port(), tls());
  while (!again) again = RawHttps::connect(server_->port(), tls());
  EXPECT_TRUE(again);
}

TEST_F(HttpServerTest, FinishesAnswersInTheMakingWhenItStops) {
  start();
  RawHttps idle = connect();
  RawHttps busy = connect();
  ASSERT_TRUE(busy.send("GET /hold HTTP/1.1\r\nHost: r\r\n\r\n"));
  service_.waitUntilHeld();
  std::thread stopping([this] { server_->stop(); });
  EXPECT_EQ(idle.readToEnd(), "");
  service_.letGo();
  EXPECT_EQ(bodyIn(busy.readAnswer()), "/hold 0");
  stopping.join();
  EXPECT_FALSE(RawHttps::connect(server_->port(), tls()));
}

TEST_F(HttpServerTest, SaysThatThePortIsTaken) {
  start();
  HttpSettings settings;
  settings.port = server_->port();
  const TlsIdentity identity{must(loadCertificate(room_.layout.certificate("tls"))),
                             must(loadKey(room_.layout.key("tls"))),
                             must(loadCertificate(room_.layout.certificate("client-authority")))};
  const auto second = HttpServer::start(settings, identity, service_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "listen");
}

}  // namespace
}  // namespace vigie::registry
