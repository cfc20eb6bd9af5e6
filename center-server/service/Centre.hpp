// The centre in memory: the one truth that the state thread owns. Desks (SeatDesk, StaffDesk, EnrolmentDesk) turn
// messages into commands; Centre decides, records, evolves, and tells those whom a record concerns.
//   frame in -> desk -> decide -> record -> evolve -> frames wait -> commit -> frames out
// Thread: the state thread's, all of it; no locks.
#pragma once

#include <map>
#include <memory>

#include "center-server/service/ClosedSessions.hpp"
#include "center-server/service/Courier.hpp"
#include "center-server/service/Departures.hpp"
#include "center-server/service/LiveSession.hpp"
#include "center-server/service/Outbox.hpp"
#include "center-server/service/Overview.hpp"
#include "center-server/service/Peers.hpp"
#include "center-server/vault/Vault.hpp"
#include "certs/credential/DidDocument.hpp"
#include "common/content/TestDefinition.hpp"
#include "common/exam/Centre.hpp"

namespace vigie::centre {

// What the centre is, from its configuration and data folder.
struct Identity {
  std::string number;  // "0042"
  std::string name;    // "Médiathèque de Démonstration"
  std::string did;
  crypto::Certificate authority;  // of the centre's own machines
  crypto::PrivateKey authorityKey;
  crypto::PrivateKey checkpointKey;
  crypto::PrivateKey issuingKey;
  std::vector<crypto::Certificate> issuingChain;   // leaf first, root left out; empty before the accreditation
  crypto::PublicKey registryKey;                   // of tickets
  std::optional<credential::StatusKey> statusKey;  // the registry's, for this centre's status list
  std::string statusList;                          // URL of the centre's status list
  std::filesystem::path issuedFolder;              // where certificates are laid out for people
};

struct Materials {
  std::shared_ptr<const content::Bank> bank;
  content::TestDefinition test;
  std::string testBytes;
  std::uint32_t pictureEveryMs = 30'000;  // what seats are asked for when it is calm
};

// Longer than any holiday: a server that starts so long after everything it recorded has more likely a wrong date than
// a long sleep behind it. Whoever runs it says which.
inline constexpr std::int64_t kLeapMs = 400LL * 24 * 3600 * 1000;
enum class DateTrust : std::uint8_t { askWhenItLeaps, isRight };

class Centre {
 public:
  Centre(Identity identity, Materials materials, KeyStore keys, base::EpochId epoch, base::Clock& clock, Sink& sink,
         Links& links, Entropy entropy);

  // Reads the centre's stream and every open session's, then records the restart. Errors name stream and sequence.
  base::Result<void> replay(journal::Store& store, DateTrust trust = DateTrust::askWhenItLeaps);

  void setCourier(Courier* courier) { courier_ = courier; }  // not owned; without one, sessions stay in the centre
  // What whoever runs the centre should read in its log: refusals and forks, as codes. A refusal's sentence may repeat
  // what somebody typed, so it never goes there.
  using Watcher = std::function<void(link::LinkId link, const Peer* peer, std::string_view code)>;
  void setWatcher(Watcher watcher) { watcher_ = std::move(watcher); }
  void setArchive(Archive* archive) { closed_.setArchive(archive); }  // not owned; before replay()
  void setAuditor(Auditor* auditor) { auditor_ = auditor; }  // not owned; without one, staff cannot ask for an audit

  void setVault(Vault* vault) { vault_ = vault; }            // not owned; without one, pictures are refused

  // ---- for the desks ----
  exam::Instant now() const;
  const Identity& identity() const { return identity_; }
  const Materials& materials() const { return materials_; }
  const exam::CentreState& state() const { return state_; }
  std::int64_t certainWallMs() const;  // what the journal and this program's release already know of the time
  bool dateLeapt() const { return dateLeapt_; }  // at the start, and nobody said that the date is right
  Peers& peers() { return peers_; }
  Outbox& outbox() { return outbox_; }
  Overview& overview() { return overview_; }
  Departures& departures() { return departures_; }
  const Entropy& entropy() const { return entropy_; }
  std::map<base::SessionId, LiveSession>& sessions() { return sessions_; }
  LiveSession* findSession(const base::SessionId& id);
  LiveSession* findSessionOf(const base::WorkstationId& workstation);  // where somebody sits there

  // Decides, records, evolves and announces. `privatePlain` is stored with the record that carries its hash.
  exam::Decision carryOut(LiveSession& session, const exam::Command& command, base::ByteView privatePlain = {});
  // `at`: the moment it was decided at, so that an auditor who decides again gets the same record.
  exam::CentreDecision carryOut(const exam::CentreDecision& decision, const exam::Instant& at);
  base::Result<void> checkBinding(const std::string& ticketNumber) const;  // can a session be made with this ticket?
  base::Result<LiveSession*> createSession(const base::SessionId& id, const std::string& ticketNumber,
                                           const crypto::SignedMessage& command);

  Auditor* auditor() { return auditor_; }
  Courier* courier() { return courier_; }
  Vault* vault() { return vault_; }
  base::Result<base::SecretBytes> evidenceKey(const base::SessionId& session,
                                              const base::CandidateRef& candidate) const;
  void carryToRegistry(const LiveSession& session);                        // once what it rests on is durable
  std::vector<std::pair<journal::StreamId, journal::Head>> heads() const;  // of the centre and of every session

  // ---- sessions that are over ----
  void closeWhatIsOver();  // anchored, or finalised without results: their streams end, findSession() forgets them
  bool isClosed(const base::SessionId& id) const;
  void recall(const base::SessionId& id, const ClosedSessions::Then& then);  // a closed one, now or in a later turn
  ClosedSessions& closed() { return closed_; }

  // ---- frames that several desks send ----
  protocol::message::Standing standing(const journal::StreamId& stream) const;
  std::uint32_t health(const Peer& peer) const;  // 0 (cannot serve) to 10: what this peer may send now besides answers
  void sendWelcome(const Peer& peer);
  enum class QuestionFollows { no, yes };  // yes: the same turn sends the question by itself
  void sendState(LiveSession& session, const exam::Candidate& candidate, QuestionFollows follows = QuestionFollows::no);
  // A peer was shown two pasts: whoever changed the folder behind our back is named in the record that follows.
  void recordFork(const Peer& peer, const protocol::message::ForkReport& report);
  void sendRefusal(link::LinkId to, const base::Error& refusal, const std::string& command = {},
                   std::uint32_t question = 0);
  void refuse(link::LinkId to, protocol::message::Refused refused);
  void checkpoint(LiveSession& session);  // verifies the newest answers, signs the head, shows it to consoles

  // ---- for CentreService ----
  void endTurn();  // hands this turn's records to the sink and stamps its frames
  void durable(std::uint64_t ticket) { outbox_.durable(ticket); }
  bool hasRoom() const { return sink_.hasRoom(); }
  const std::optional<base::Error>& failure() const { return failure_; }
  void fail(const base::Error& error);

 private:
  void record(LiveSession& session, const exam::Draft& draft, base::ByteView privatePlain, const exam::Instant& at);
  void announce(LiveSession& session, const exam::SessionRecord& content, QuestionFollows follows);
  void announceTo(const exam::Candidate& candidate, LiveSession& session, const exam::SessionRecord& content,
                  QuestionFollows follows);
  void sendCheckedIn(const Peer& seat, LiveSession& session, const exam::Candidate& candidate);
  void announceQuestion(LiveSession& session, const exam::Candidate& candidate);
  void tellWatchers(LiveSession& session, const std::vector<base::CandidateRef>& changed);
  base::Result<LiveSession> bind(const std::string& ticketNumber) const;
  Peer* seatOf(const exam::Candidate& candidate);
  const CandidateKeys* keysOf(const base::SessionId& session, const base::CandidateRef& candidate);

  Identity identity_;
  Materials materials_;
  KeyStore keys_;
  std::map<std::pair<base::SessionId, base::CandidateRef>, CandidateKeys> keyCache_;
  base::Clock& clock_;
  Sink& sink_;
  Entropy entropy_;
  Watcher watcher_;
  Auditor* auditor_ = nullptr;
  Courier* courier_ = nullptr;
  Vault* vault_ = nullptr;
  journal::BootId bootId_{};
  Recorder recorder_;
  Outbox outbox_;
  Peers peers_;
  bool dateLeapt_ = false;
  Overview overview_;
  Departures departures_;
  exam::CentreState state_;
  std::map<base::SessionId, LiveSession> sessions_;
  ClosedSessions closed_;
  std::uint64_t lastTicket_ = 0;
  std::optional<base::Error> failure_;
};

}  // namespace vigie::centre
