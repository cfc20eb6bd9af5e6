// A whole centre in this process: the real Centre and CentreService over a journal in memory (or in a data folder), a
// clock that stands still, and links that are lists. Messages go in and come out as bytes, through the protocol's
// codec, as over a link. Keys are real and made anew. Thread: one.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "center-server/service/CentreService.hpp"
#include "certs/trust/Accreditation.hpp"
#include "common/journal/MemoryStore.hpp"
#include "tests/support/FakeClock.hpp"
#include "tests/support/InlineVault.hpp"
#include "tests/support/StoreArchive.hpp"
#include "tests/support/SyntheticBank.hpp"
#include "tests/support/TemporaryFolder.hpp"

namespace vigie::support {

inline constexpr std::int64_t kMorningMs = 1'795'420'800'000;  // 2026-11-23T08:00:00Z, after the release

// The nation: a root, the registry's keys and the keys that sign banks. Nothing of it lies on a centre's server.
struct SyntheticNation {
  explicit SyntheticNation(trust::Occasion occasion);

  crypto::PrivateKey rootKey;
  crypto::Certificate root;
  crypto::PrivateKey ticketKey;
  crypto::Certificate ticketCertificate;
  crypto::PrivateKey statusKey;
  crypto::Certificate statusCertificate;

  crypto::Certificate certify(const std::string& purpose, const crypto::PublicKey& key) const;
};

// A centre of that nation: keys made anew, accredited. `data`: where its certificates would be laid out.
centre::Identity makeIdentity(const SyntheticNation& nation, const std::filesystem::path& data, std::int64_t nowMs);

// What `center-server init` records: the epoch, and the first console's code.
void beginJournal(journal::Store& store, const base::EpochId& epoch, const crypto::Certificate& authority,
                  const std::string& firstCode, const base::Clock& clock);

// A ticket for that centre and the synthetic bank, valid from the day before to the day after.
credential::Ticket makeTicket(const SyntheticNation& nation, const std::string& number, std::int64_t nowMs);

struct CentreOptions {
  trust::Occasion occasion = trust::Occasion::demonstration;
  std::string testDefinition = {};  // the file's bytes; empty: the demonstration's
  std::optional<std::filesystem::path> data;  // journal.sqlite and keys/ are there; none: the journal is in memory
};

enum class DiskPace { inTime, behind };  // behind: the writer's queue takes no more commands

class SyntheticCentre {
 public:
  explicit SyntheticCentre(CentreOptions options = {});
  ~SyntheticCentre();

  FakeClock& clock() { return clock_; }
  const SyntheticNation& nation() const { return nation_; }
  centre::Centre& centre() { return *centre_; }
  centre::CentreService& service() { return *service_; }
  journal::Store& store() { return *store_; }
  journal::MemoryStore& memory() { return dynamic_cast<journal::MemoryStore&>(*store_); }
  const std::filesystem::path& data() const { return data_; }
  const std::string& firstCode() const { return firstCode_; }  // 8 characters, of the first console

  // A ticket for this centre and its bank, valid from yesterday to tomorrow.
  credential::Ticket ticket(const std::string& number) const;
  std::string signedTicket(const credential::Ticket& ticket) const;

  // ---- time ----
  void pass(std::int64_t ms);  // with a tick each second

  // ---- the journal's writer ----
  void holdCommits() { holding_ = true; }
  void commitHeld();  // and those that follow at once again
  void setDisk(DiskPace pace) { disk_ = pace; }
  void failNextCommit() { memory().failNextCommits(1); }

  // ---- sessions that are over ----
  void anchor(const base::SessionId& session);  // the registry's receipt came
  std::size_t recalls() const { return archived_.recalls; }
  void dropSummaries() { archived_.summaries.clear(); }  // somebody deleted their files

  // ---- the vault, in the data folder; none between kill() and restart() ----
  InlineVault& vault() { return *vault_; }
  std::filesystem::path vaultFolder() const { return data_ / "vault"; }
  void storeHeld();  // what the vault held back, and what follows at once again

  // ---- the program's life ----
  void kill();  // what was not committed is gone; so is every link
  base::Result<void> restart();
  base::Result<void> restartWith(content::TestDefinition test, std::string testBytes);  // somebody changed the file

  // An insider swaps the sealed private parts of the two newest records of a stream that have one.
  base::Result<void> exchangeNewestPrivateParts(const journal::StreamId& stream);

  // ---- links ----
  link::LinkId open(const crypto::RoleIdentity& who, const crypto::PublicKey& key,
                    link::Validity validity = link::Validity::valid);
  void end(link::LinkId link);  // the peer went away
  void send(link::LinkId link, const protocol::Message& message);
  void sendUndecodable(link::LinkId link, const base::Error& error);
  std::vector<protocol::Message> take(link::LinkId link);  // what came since the last call
  bool isFinished(link::LinkId link) const { return !links_.contains(link); }

  // A newcomer at the enrolment port: Enrolled or Refused.
  protocol::Message enrol(const protocol::message::EnrolRequest& request);

 private:
  struct FarEnd {
    protocol::Sender role{};
    std::vector<protocol::Message> received;
  };
  class ListLinks;
  class HeldSink;

  base::Result<void> build();
  void settle();  // commits, unless held
  void afterTurn();
  bool serveVault();

  FakeClock clock_{kMorningMs};
  SyntheticNation nation_;
  TemporaryFolder folder_;
  std::filesystem::path data_;
  base::EpochId epoch_;
  std::string firstCode_;
  std::unique_ptr<journal::Store> store_;
  std::optional<centre::Identity> identity_;
  content::TestDefinition test_;
  std::string testBytes_;
  bool holding_ = false;
  DiskPace disk_ = DiskPace::inTime;
  std::uint64_t newestLink_ = 0;
  std::map<link::LinkId, FarEnd> links_;
  std::map<link::LinkId, std::vector<protocol::Message>> over_;  // what finished links had received
  std::deque<link::LinkId> dropped_;  // by the centre, which has not heard yet that they ended
  StoreArchive::Kept archived_;
  std::unique_ptr<StoreArchive> archive_;
  std::unique_ptr<HeldSink> sink_;
  std::unique_ptr<ListLinks> out_;
  std::unique_ptr<InlineVault> vault_;
  std::unique_ptr<centre::Centre> centre_;
  std::unique_ptr<centre::CentreService> service_;
};

}  // namespace vigie::support
