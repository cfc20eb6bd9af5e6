// What waits for the registry: bundles of closed sessions in data/outbox, sent by a thread of its own as soon as the
// registry answers, kept until it gave a receipt. A bundle's bytes are durable before enqueue() returns and are sent as
// they are, again and again; the registry answers the same bytes with the same receipt, so a crash at any moment costs
// a repetition and nothing else. Files, all written durably:
//   outbox/<session>.bundle                    waits
//   outbox/sent/<session>.bundle, .json        anchored; the receipt as the registry gave it
//   outbox/refused/<session>.bundle, .json     refused for good, with {"code","detail"}
//   issued/<code>.tlog-proof                   what the certificate's holder gets
// Thread: any; the callbacks come on the uploader's own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "center-server/issuing/Receipts.hpp"
#include "center-server/issuing/RegistryLine.hpp"

namespace vigie::centre {

struct UploadSettings {
  std::filesystem::path outbox;
  std::filesystem::path issued;
  tlog::NoteKey logKey;  // log.vkey: proofs are checked before they are kept
  std::chrono::milliseconds firstDelay{1'000};
  std::chrono::milliseconds longestDelay{300'000};
};

struct UploadEvents {
  std::function<void(const base::SessionId&, const std::vector<CertificateReceipt>&)> anchored = {};
  std::function<void(const base::SessionId&, const base::Error&)> refused = {};  // for good: a person must look
  std::function<void(const base::Error&, std::chrono::milliseconds)> away = {};  // and when it tries again
};

class Uploader {
 public:
  Uploader(UploadSettings settings, std::unique_ptr<RegistryLine> line, UploadEvents events)
      : settings_(std::move(settings)), line_(std::move(line)), events_(std::move(events)) {}
  ~Uploader() { stop(); }

  // Finds what waited when the program ended, and begins. Errors: those of the file system.
  base::Result<void> start();
  void stop();  // ends an exchange under way; joins

  // Nothing when the session is anchored already or waits with these bytes. Errors: "outbox-differs" (other bytes wait,
  // or were refused: remove them from outbox/refused first), those of writing.
  base::Result<void> enqueue(const base::SessionId& session, base::ByteView bundle);

  // For a session that was sent before: the program may have ended before it could record that. Calls `anchored` from
  // the caller's thread. Errors: "file-missing" (there is no receipt), those of readReceipt.
  base::Result<void> tellAnchored(const base::SessionId& session) const;

  void tryNow();  // somebody plugged the cable in

  struct State {
    std::size_t waiting = 0;
    std::optional<base::Error> lastFailure;  // none: the registry answered last time
  };
  State state() const;

 private:
  enum class Outcome { done, later };
  void run();
  std::chrono::milliseconds nextDelay(std::size_t failures) const;
  Outcome send(const base::SessionId& session);
  base::Result<void> keepReceipts(const base::SessionId& session, const std::string& body);
  base::Result<void> settle(const base::SessionId& session, const char* folder, std::string_view note);
  void failed(base::Error error);

  UploadSettings settings_;
  std::unique_ptr<RegistryLine> line_;
  UploadEvents events_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<base::SessionId> waiting_;
  std::optional<base::Error> lastFailure_;
  bool hurried_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

struct FetchedTicket {
  std::string number;
  std::string jws;
};

// The centre's tickets that are neither used nor past. Errors: those of the line, "registry-refused",
// "reply-malformed".
base::Result<std::vector<FetchedTicket>> fetchTickets(RegistryLine& line);

}  // namespace vigie::centre
