#include "center-server/issuing/Uploader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "common/base/File.hpp"
#include "common/crypto/Random.hpp"
#include "common/jcs/Jcs.hpp"

namespace vigie::centre {
namespace {

constexpr std::size_t kLargestBundle = 64U << 20;
constexpr const char* kSent = "sent";
constexpr const char* kRefused = "refused";

base::Error errorIn(const RegistryReply& reply) {
  const auto json = jcs::parse(reply.body);
  if (json && json->is_object() && json->contains("error") && json->at("error").is_object()) {
    const auto& error = json->at("error");
    return {jcs::textMember(error, "code"), jcs::textMember(error, "detail")};
  }
  return {"registry-refused", "the registry answered with status " + std::to_string(reply.status)};
}

// The bundle itself is refused: the same bytes would always be. Everything else may change: an accreditation, a limit,
// a full disk over there.
bool isForGood(const RegistryReply& reply, const base::Error& error) {
  static constexpr std::array kStatuses = {400U, 409U, 413U, 422U};
  return std::find(kStatuses.begin(), kStatuses.end(), reply.status) != kStatuses.end() ||
         error.code == "ticket-foreign" || error.code == "session-foreign";
}

base::Result<void> moveDurably(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code failed;
  std::filesystem::rename(from, to, failed);
  if (failed) return base::fail("file-unwritable", "cannot move " + from.string() + ": " + failed.message());
  for (const auto& folder : {to.parent_path(), from.parent_path()}) {
    const int open = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = open >= 0 && ::fsync(open) == 0;
    if (open >= 0) ::close(open);
    if (!synced) return base::fail("file-unwritable", "cannot make " + folder.string() + " durable");
  }
  return {};
}

std::filesystem::path bundleIn(const std::filesystem::path& folder, const base::SessionId& session) {
  return folder / (session.hex() + ".bundle");
}

}  // namespace

base::Result<void> Uploader::start() {
  std::error_code failed;
  for (const char* folder : {kSent, kRefused}) std::filesystem::create_directories(settings_.outbox / folder, failed);
  if (failed) {
    return base::fail("file-unwritable", "cannot make " + settings_.outbox.string() + ": " + failed.message());
  }
  std::vector<std::pair<std::filesystem::file_time_type, base::SessionId>> found;
  for (const auto& entry : std::filesystem::directory_iterator(settings_.outbox, failed)) {
    const auto session = base::SessionId::fromHex(entry.path().stem().string());
    if (session && entry.path().extension() == ".bundle") found.emplace_back(entry.last_write_time(failed), *session);
  }
  std::sort(found.begin(), found.end());
  waiting_.clear();  // what was enqueued before start() lies in the folder too
  for (const auto& [time, session] : found) waiting_.push_back(session);
  thread_ = std::thread([this] { run(); });
  return {};
}

void Uploader::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  line_->cancel();
  if (thread_.joinable()) thread_.join();
}

base::Result<void> Uploader::enqueue(const base::SessionId& session, base::ByteView bundle) {
  if (std::filesystem::exists(settings_.outbox / kSent / (session.hex() + ".json"))) return {};
  for (const auto& folder : {settings_.outbox, settings_.outbox / kRefused}) {
    const auto there = base::readFile(bundleIn(folder, session), kLargestBundle);
    if (!there && there.error().code == "file-missing") continue;
    if (!there) return base::fail(there.error());
    if (std::equal(there->begin(), there->end(), bundle.begin(), bundle.end())) return {};
    return base::fail("outbox-differs", "other bytes of session " + session.hex() + " lie in " + folder.string() +
                                            "; a bundle is signed once. Look into both before one is removed");
  }
  if (auto written = base::writeFileDurably(bundleIn(settings_.outbox, session), bundle); !written) return written;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(session);
    hurried_ = true;
  }
  wake_.notify_all();
  return {};
}

base::Result<void> Uploader::tellAnchored(const base::SessionId& session) const {
  const auto note = base::readTextFile(settings_.outbox / kSent / (session.hex() + ".json"), kLargestBundle);
  if (!note) return base::fail(note.error());
  const auto receipts = readReceipt(*note, session, settings_.logKey, settings_.issued);
  if (!receipts) return base::fail(receipts.error());
  if (events_.anchored) events_.anchored(session, *receipts);
  return {};
}

void Uploader::tryNow() {
  {
    const std::lock_guard lock(mutex_);
    hurried_ = true;
  }
  wake_.notify_all();
}

Uploader::State Uploader::state() const {
  const std::lock_guard lock(mutex_);
  return {waiting_.size(), lastFailure_};
}

void Uploader::run() {
  std::size_t failures = 0;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (waiting_.empty()) {
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      continue;
    }
    const base::SessionId session = waiting_.front();
    hurried_ = false;
    lock.unlock();
    const Outcome outcome = send(session);
    lock.lock();
    waiting_.pop_front();
    if (outcome == Outcome::done) {
      failures = 0;
      lastFailure_.reset();
      continue;
    }
    waiting_.push_back(session);  // behind the others: what the registry cannot do now must not block what it can
    const std::chrono::milliseconds delay = nextDelay(failures++);
    if (!stopping_ && events_.away && lastFailure_) {
      const base::Error error = *lastFailure_;
      lock.unlock();
      events_.away(error, delay);
      lock.lock();
    }
    wake_.wait_for(lock, delay, [this] { return stopping_ || hurried_; });
  }
}

// Doubling, with a quarter of jitter each way: 1,700 centres must not come back together.
std::chrono::milliseconds Uploader::nextDelay(std::size_t failures) const {
  auto delay = settings_.firstDelay * (std::int64_t{1} << std::min<std::size_t>(failures, 20));
  delay = std::min(delay, settings_.longestDelay);
  const std::int64_t share = crypto::randomBytes(1)[0];
  return delay * 3 / 4 + delay * share / 512;
}

Uploader::Outcome Uploader::send(const base::SessionId& session) {
  const auto bundle = base::readFile(bundleIn(settings_.outbox, session), kLargestBundle);
  if (!bundle) {
    failed(bundle.error());
    return Outcome::later;
  }
  const auto reply = line_->post("/v1/sessions/" + session.hex() + "/bundle", *bundle);
  if (!reply) {
    failed(reply.error());
    return Outcome::later;
  }
  if (reply->status == 200) {
    if (auto kept = keepReceipts(session, reply->body); !kept) {
      failed(kept.error());
      return Outcome::later;
    }
    return Outcome::done;
  }
  const base::Error error = errorIn(*reply);
  if (!isForGood(*reply, error)) {
    failed(error);
    return Outcome::later;
  }
  const std::string reason = jcs::canonicalText({{"code", error.code}, {"detail", error.detail}});
  if (auto moved = settle(session, kRefused, reason); !moved) {
    failed(moved.error());
    return Outcome::later;
  }
  if (events_.refused) events_.refused(session, error);
  return Outcome::done;
}

base::Result<void> Uploader::keepReceipts(const base::SessionId& session, const std::string& body) {
  const auto receipts = readReceipt(body, session, settings_.logKey, settings_.issued);
  if (!receipts) return base::fail(receipts.error());
  std::error_code failedToMake;
  std::filesystem::create_directories(settings_.issued, failedToMake);
  for (const CertificateReceipt& receipt : *receipts) {
    const auto written =
        base::writeFileDurably(settings_.issued / (receipt.code + ".tlog-proof"), base::bytesOf(receipt.proof));
    if (!written) return written;
  }
  if (auto moved = settle(session, kSent, body); !moved) return moved;
  if (events_.anchored) events_.anchored(session, *receipts);
  return {};
}

// The note first: a bundle that still waits beside it is only sent once more.
base::Result<void> Uploader::settle(const base::SessionId& session, const char* folder, std::string_view note) {
  const std::filesystem::path there = settings_.outbox / folder;
  if (auto written = base::writeFileDurably(there / (session.hex() + ".json"), base::bytesOf(note)); !written) {
    return written;
  }
  return moveDurably(bundleIn(settings_.outbox, session), bundleIn(there, session));
}

void Uploader::failed(base::Error error) {
  const std::lock_guard lock(mutex_);
  lastFailure_ = std::move(error);
}

base::Result<std::vector<FetchedTicket>> fetchTickets(RegistryLine& line) {
  const auto reply = line.get("/v1/tickets");
  if (!reply) return base::fail(reply.error());
  if (reply->status != 200) return base::fail(errorIn(*reply));
  const auto json = jcs::parse(reply->body);
  if (!json || !json->is_object() || !json->contains("tickets") || !json->at("tickets").is_array()) {
    return base::fail("reply-malformed", "the registry's answer is not a list of tickets");
  }
  std::vector<FetchedTicket> tickets;
  for (const auto& entry : json->at("tickets")) {
    if (!entry.is_object()) return base::fail("reply-malformed", "the registry's answer is not a list of tickets");
    tickets.push_back({jcs::textMember(entry, "number"), jcs::textMember(entry, "jws")});
  }
  return tickets;
}

}  // namespace vigie::centre
