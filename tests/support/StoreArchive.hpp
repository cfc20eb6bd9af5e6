// Closed sessions from a store of this process, at once; their summaries outlive the program in `Kept`. Thread: one.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "center-server/service/Archive.hpp"
#include "center-server/service/Replay.hpp"
#include "tests/support/Must.hpp"

namespace vigie::support {

class StoreArchive final : public centre::Archive {
 public:
  struct Kept {
    std::map<std::string, protocol::message::SessionView> summaries;  // by session
    std::size_t recalls = 0;
  };

  // `keys`: the folder of candidates' keys.
  StoreArchive(journal::Store& store, const std::filesystem::path& keys, std::string testBytes, Kept& kept)
      : store_(store), keys_(must(centre::KeyStore::open(keys))), testBytes_(std::move(testBytes)), kept_(kept) {}

  void recall(const base::SessionId& session, centre::LiveSession bound, Done done) override {
    ++kept_.recalls;
    const auto head = centre::replaySession(store_, session, keys_, testBytes_, bound);
    if (!head) return done(base::fail(head.error()));
    done(centre::Recalled{std::move(bound), *head});
  }
  std::vector<protocol::message::SessionView> summaries() override {
    std::vector<protocol::message::SessionView> all;
    for (const auto& [session, summary] : kept_.summaries) all.push_back(summary);
    return all;
  }
  void keepSummary(const protocol::message::SessionView& summary) override {
    kept_.summaries[summary.session()] = summary;
  }

 private:
  journal::Store& store_;
  centre::KeyStore keys_;
  std::string testBytes_;
  Kept& kept_;
};

}  // namespace vigie::support
