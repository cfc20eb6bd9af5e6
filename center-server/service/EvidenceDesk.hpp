// Pictures of candidates: announced on a seat's control link, brought on its evidence link, stored by the vault, shown
// to consoles. Nothing here ever holds up an answer. Thread: the state thread's.
#pragma once

#include <map>

#include "center-server/service/Centre.hpp"
#include "center-server/vault/Vault.hpp"

namespace vigie::centre {

// Of each seat, whatever link it comes on: a bucket that starts full. An empty one slows that seat down, and nobody
// else.
inline constexpr double kPictureBucketBytes = 60e6;
inline constexpr double kPictureBytesPerSecond = 60e6 / 3600;

class EvidenceDesk {
 public:
  explicit EvidenceDesk(Centre& centre) : centre_(centre) {}

  void announce(Peer& seat, const protocol::message::AnnouncePicture& message);  // on the control link

  // On the evidence link. `later`: the link is read again when its picture is stored.
  enum class Next { read, later };
  Next handle(Peer& peer, const protocol::Message& message);
  void refuseBusy(const Peer& peer, const protocol::Message& message);

  void written(const VaultReport& report);
  void tick();  // reads again from seats whose bucket has filled up

  void show(const Peer& console, const protocol::message::Query& query);   // one picture
  void audit(const Peer& console, const protocol::message::Query& query);  // a page of `vault verify`

 private:
  using About = std::function<void(link::LinkId console, const LiveSession& session)>;
  void withSession(const Peer& console, const std::string& session, About then);  // a closed one comes back for it
  struct Bucket {
    double bytes = kPictureBucketBytes;
    std::int64_t refilledRunMs = 0;
  };
  Next take(Peer& peer, const protocol::message::Picture& picture);
  void refuse(const Peer& peer, std::uint32_t picture, const base::Error& error);
  void stored(link::LinkId to, const crypto::PictureName& name);
  void release(const crypto::PictureName& name, const base::Error* refusal);
  void showOf(link::LinkId to, const LiveSession& session, const protocol::message::Query& query);
  void auditSegments(link::LinkId to, const LiveSession& session, std::uint32_t query);
  void auditCandidate(link::LinkId to, const LiveSession& session, const protocol::message::Query& query);
  void audited(link::LinkId to, AuditOrder order, protocol::message::Reply reply);
  double refill(const std::string& machine);
  std::uint32_t health(const Peer& peer);

  Centre& centre_;
  std::map<crypto::PictureName, link::LinkId> underWay_;
  std::map<std::string, Bucket> buckets_;  // by machine: a new link does not begin anew
  std::vector<link::LinkId> slowed_;
};

// The journal's words for what the vault holds of a candidate, in order.
std::vector<journal::RecordedPicture> recordedPictures(const base::SessionId& session,
                                                       const base::CandidateRef& candidate,
                                                       const exam::Evidence& evidence);

}  // namespace vigie::centre
