// Closed sessions from the journal's file, read by a thread and a read-only connection of its own. Summaries lie in
// data/closed/<session>, one serialised SessionView each, without personal data; whoever deletes them costs a replay.
// Thread: the state thread's, but for the worker inside.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "center-server/app/StateThread.hpp"
#include "center-server/service/Archive.hpp"

namespace vigie::centre {

class FileArchive final : public Archive {
 public:
  FileArchive(std::filesystem::path journal, std::filesystem::path folder, KeyStore keys, std::string testBytes,
              StateThread& state);
  ~FileArchive() override { stop(); }

  void stop();  // what waits is not read any more; joins

  void recall(const base::SessionId& session, LiveSession bound, Done done) override;
  std::vector<protocol::message::SessionView> summaries() override;
  void keepSummary(const protocol::message::SessionView& summary) override;

 private:
  void post(std::function<void()> work);
  void run();
  base::Result<Recalled> read(const base::SessionId& session, LiveSession bound) const;

  std::filesystem::path journal_;
  std::filesystem::path folder_;
  KeyStore keys_;
  std::string testBytes_;
  StateThread& state_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace vigie::centre
