#include "center-server/issuing/Uploader.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "tests/support/Must.hpp"
#include "tests/support/RegistryRoom.hpp"

namespace vigie::centre {
namespace {

using nlohmann::json;
using support::must;
using support::RegistryRoom;
using support::SessionKit;

// A line whose far end is the registry's own handlers, in this process, or whatever the test scripts.
class ScriptedLine final : public RegistryLine {
 public:
  using Script = std::function<base::Result<RegistryReply>(const std::string&, base::ByteView)>;
  explicit ScriptedLine(Script script) : script_(std::move(script)) {}

  base::Result<RegistryReply> get(const std::string& path) override { return script_(path, {}); }
  base::Result<RegistryReply> post(const std::string& path, base::ByteView body) override {
    return script_(path, body);
  }
  void cancel() override {}

 private:
  Script script_;
};

RegistryReply refusal(unsigned status, const std::string& code) {
  return {status, json{{"error", {{"code", code}, {"detail", "because"}}}}.dump()};
}

class UploaderTest : public testing::Test {
 protected:
  void begin(ScriptedLine::Script script) {
    UploadEvents events;
    events.anchored = [this](const base::SessionId& session, const std::vector<CertificateReceipt>&) {
      note([&] { anchored_.push_back(session); });
    };
    events.refused = [this](const base::SessionId&, const base::Error& error) {
      note([&] { refused_.push_back(error.code); });
    };
    events.away = [this](const base::Error& error, std::chrono::milliseconds delay) {
      note([&] {
        away_.push_back(error.code);
        delays_.push_back(delay);
      });
    };
    uploader_ = std::make_unique<Uploader>(settings_, std::make_unique<ScriptedLine>(std::move(script)), events);
    must(uploader_->start());
  }
  // The registry itself.
  base::Result<RegistryReply> answer(const std::string& path, base::ByteView body) {
    const registry::Answer answer = room_.ask(room_.head("POST", path, kit_), base::toString(body));
    return RegistryReply{answer.status, answer.body};
  }
  void enqueue(const SessionKit& session) {
    must(uploader_->enqueue(session.handedIn.session, base::bytesOf(session.bundle())));
  }
  template <class Condition>
  void waitUntil(const Condition& condition) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, condition);
  }
  template <class Change>
  void note(const Change& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  // What the centre believes of a receipt with one thing changed.
  std::string verdictOn(const SessionKit& session, const std::function<void(json&)>& spoil) {
    json receipt = json::parse(must(answer(session.target(), base::bytesOf(session.bundle()))).body);
    spoil(receipt);
    const auto read = readReceipt(receipt.dump(), session.handedIn.session, room_.logKey, settings_.issued);
    return read ? "believed" : read.error().code;
  }

  RegistryRoom room_;
  support::CentreKit kit_ = room_.accredit();
  UploadSettings settings_{room_.folder.path() / "outbox", room_.folder.path() / "issued", room_.logKey,
                           std::chrono::milliseconds(4), std::chrono::milliseconds(20)};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<base::SessionId> anchored_;
  std::vector<std::string> refused_;
  std::vector<std::string> away_;
  std::vector<std::chrono::milliseconds> delays_;
  std::unique_ptr<Uploader> uploader_;
};

TEST_F(UploaderTest, MakesTheBundleDurableBeforeItSends) {
  const SessionKit session = room_.session(kit_, 1);
  bool wasThere = false;
  begin([&](const std::string& path, base::ByteView body) {
    const auto file = settings_.outbox / (session.handedIn.session.hex() + ".bundle");
    wasThere = must(base::readTextFile(file)) == session.bundle();
    return answer(path, body);
  });
  enqueue(session);
  waitUntil([&] { return anchored_.size() == 1; });
  uploader_->stop();
  EXPECT_TRUE(wasThere);
}

TEST_F(UploaderTest, TellsOfAnAnchoredSessionAgainWhenTheProgramEndedBeforeItRecordedThat) {
  const SessionKit session = room_.session(kit_, 1);
  begin([&](const std::string& path, base::ByteView body) { return answer(path, body); });
  enqueue(session);
  waitUntil([&] { return anchored_.size() == 1; });
  uploader_->stop();
  begin([](const std::string&, base::ByteView) { return base::fail("registry-away", "nobody needs to be asked"); });
  must(uploader_->tellAnchored(session.handedIn.session));
  EXPECT_EQ(anchored_.size(), 2U);
  EXPECT_EQ(uploader_->tellAnchored(base::SessionId{}).error().code, "file-missing");
  uploader_->stop();
}

TEST_F(UploaderTest, WaitsLongerEachTimeAndNeverTooLong) {
  begin([](const std::string&, base::ByteView) { return base::fail("registry-away", "no route"); });
  enqueue(room_.session(kit_, 1));
  waitUntil([&] { return delays_.size() >= 8; });
  uploader_->stop();
  EXPECT_GE(delays_[0].count(), 3);
  EXPECT_LE(delays_[0].count(), 5);
  EXPECT_GT(delays_[2], delays_[0]);
  for (const auto delay : delays_) EXPECT_LE(delay.count(), 25);
  EXPECT_GE(delays_[7].count(), 15);
}

TEST_F(UploaderTest, SendsTheSameBytesUntilTheyAreTaken) {
  const SessionKit session = room_.session(kit_, 2);
  std::vector<std::string> sent;
  begin([&](const std::string& path, base::ByteView body) -> base::Result<RegistryReply> {
    sent.push_back(base::toString(body));
    if (sent.size() < 3) return refusal(503, "registry-busy");
    auto reply = answer(path, body);
    if (sent.size() == 3) return base::fail("registry-away", "the answer was lost");
    return reply;
  });
  enqueue(session);
  waitUntil([&] { return anchored_.size() == 1; });
  uploader_->stop();
  EXPECT_EQ(sent, std::vector<std::string>(4, session.bundle()));
  EXPECT_EQ(away_, (std::vector<std::string>{"registry-busy", "registry-busy", "registry-away"}));
}

TEST_F(UploaderTest, OneBundleTheRegistryCannotTakeNowDoesNotBlockAnother) {
  const SessionKit stuck = room_.session(kit_, 1);
  const SessionKit good = room_.session(kit_, 1);
  begin([&](const std::string& path, base::ByteView body) -> base::Result<RegistryReply> {
    if (path == stuck.target()) return refusal(503, "registry-fault");
    return answer(path, body);
  });
  enqueue(stuck);
  enqueue(good);
  waitUntil([&] { return anchored_.size() == 1; });
  uploader_->stop();
  EXPECT_EQ(anchored_[0], good.handedIn.session);
  EXPECT_EQ(uploader_->state().waiting, 1U);
}

TEST_F(UploaderTest, TakesOnlyRefusalsOfTheBundleForGood) {
  const struct {
    unsigned status;
    const char* code;
    bool forGood;
  } cases[] = {{400, "session-malformed", true}, {401, "client-missing", false}, {403, "centre-unknown", false},
               {403, "ticket-foreign", true},    {404, "not-found", false},           {409, "bundle-differs", true},
               {413, "body-too-large", true},    {422, "score-differs", true},        {429, "too-many-requests", false},
               {500, "registry-fault", false},   {503, "registry-busy", false}};
  std::size_t next = 0;
  begin([&](const std::string&, base::ByteView) {
    const auto& one = cases[next];
    return refusal(one.status, one.code);
  });
  for (; next < std::size(cases);) {
    const SessionKit session = room_.session(kit_, 1);
    enqueue(session);
    waitUntil([&] { return refused_.size() + away_.size() > 0; });
    uploader_->stop();
    EXPECT_EQ(refused_.empty(), !cases[next].forGood) << cases[next].code;
    const auto kept = settings_.outbox / "refused" / (session.handedIn.session.hex() + ".bundle");
    EXPECT_EQ(std::filesystem::exists(kept), cases[next].forGood) << cases[next].code;
    std::filesystem::remove_all(settings_.outbox);
    refused_.clear();
    away_.clear();
    ++next;
    if (next < std::size(cases)) {
      begin([&](const std::string&, base::ByteView) { return refusal(cases[next].status, cases[next].code); });
    }
  }
}

TEST_F(UploaderTest, TakesTheSameSessionOnceAndOtherBytesNever) {
  std::atomic<int> posts = 0;
  begin([&](const std::string& path, base::ByteView body) {
    ++posts;
    return answer(path, body);
  });
  SessionKit session = room_.session(kit_, 1);
  enqueue(session);
  waitUntil([&] { return anchored_.size() == 1; });
  enqueue(session);
  uploader_->stop();
  EXPECT_EQ(posts, 1);
  must(base::writeFileDurably(settings_.outbox / (std::string(32, 'a') + ".bundle"), base::bytesOf("other")));
  const auto refused = uploader_->enqueue(*base::SessionId::fromHex(std::string(32, 'a')), base::bytesOf("bytes"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "outbox-differs");
}

TEST_F(UploaderTest, BelievesNoReceiptThatDoesNotHold) {
  const SessionKit session = room_.session(kit_, 2);
  const SessionKit other = room_.session(kit_, 2);
  EXPECT_EQ(verdictOn(session, [](json&) {}), "believed");
  EXPECT_EQ(verdictOn(session, [&](json& r) { r["session"] = other.handedIn.session.hex(); }), "receipt-wrong");
  EXPECT_EQ(
      verdictOn(session, [](json& r) { std::swap(r["certificates"][0]["proof"], r["certificates"][1]["proof"]); }),
      "receipt-wrong");
  EXPECT_EQ(
      verdictOn(session, [](json& r) { std::swap(r["certificates"][0]["nonce"], r["certificates"][1]["nonce"]); }),
      "receipt-wrong");
  EXPECT_EQ(verdictOn(session,
                      [](json& r) {
                        std::string proof = r["certificates"][0]["proof"];
                        char& changed = proof[proof.size() - 20];
                        changed = changed == 'A' ? 'B' : 'A';
                        r["certificates"][0]["proof"] = proof;
                      }),
            "receipt-wrong");
  EXPECT_EQ(verdictOn(session, [](json& r) { r["certificates"][0]["code"] = "../../../etc/passwd"; }),
            "receipt-malformed");
  EXPECT_EQ(verdictOn(session, [](json& r) { r["certificates"][0]["nonce"] = "AAAA"; }), "receipt-malformed");
  EXPECT_EQ(verdictOn(session, [](json& r) { r.erase("certificates"); }), "receipt-malformed");
  must(registry::writeFile(settings_.issued / (session.ticket.codes[1] + ".jwt"), "another certificate"));
  EXPECT_EQ(verdictOn(session, [](json&) {}), "receipt-wrong");
}

TEST_F(UploaderTest, KeepsTryingWhenAReceiptDoesNotHold) {
  const SessionKit session = room_.session(kit_, 1);
  std::atomic<bool> honest = false;
  begin([&](const std::string& path, base::ByteView body) -> base::Result<RegistryReply> {
    if (honest) return answer(path, body);
    return RegistryReply{200, "{}"};
  });
  enqueue(session);
  waitUntil([&] { return !away_.empty(); });
  EXPECT_FALSE(std::filesystem::exists(settings_.issued / (session.ticket.codes[0] + ".tlog-proof")));
  honest = true;
  uploader_->tryNow();
  waitUntil([&] { return anchored_.size() == 1; });
  uploader_->stop();
  EXPECT_TRUE(std::filesystem::exists(settings_.issued / (session.ticket.codes[0] + ".tlog-proof")));
}

TEST_F(UploaderTest, FetchTicketsNamesWhatIsWrong) {
  const auto codeOf = [](base::Result<RegistryReply> reply) {
    ScriptedLine line([reply](const std::string&, base::ByteView) { return reply; });
    const auto tickets = fetchTickets(line);
    return tickets ? std::to_string(tickets->size()) : tickets.error().code;
  };
  EXPECT_EQ(codeOf(RegistryReply{200, R"({"tickets":[{"number":"T-1","jws":"a.b.c"}]})"}), "1");
  EXPECT_EQ(codeOf(RegistryReply{200, "<html>"}), "reply-malformed");
  EXPECT_EQ(codeOf(RegistryReply{200, R"({"tickets":["x"]})"}), "reply-malformed");
  EXPECT_EQ(codeOf(refusal(403, "centre-unknown")), "centre-unknown");
  EXPECT_EQ(codeOf(RegistryReply{502, "bad gateway"}), "registry-refused");
  EXPECT_EQ(codeOf(base::fail("registry-away", "x")), "registry-away");
}

}  // namespace
}  // namespace vigie::centre
