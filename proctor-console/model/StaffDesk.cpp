#include "proctor-console/model/StaffDesk.hpp"

#include "common/exam/Records.hpp"

namespace vigie::console {

namespace message = protocol::message;

// One arriving message: what it changes at the desk and what its owner is told.
class StaffDesk::Reception {
 public:
  Reception(StaffDesk& desk, std::int64_t wallMs) : desk_(desk), wallMs_(wallMs) {}

  void operator()(const message::Welcome& welcome) {
    const auto epoch = base::EpochId::fromBytes(welcome.epoch());
    if (welcome.protocol() != protocol::kProtocolVersion || !epoch) {
      events.emplace_back(ConversationRefused{
          {"protocol-version", "the centre speaks protocol " + std::to_string(welcome.protocol()) + ", this program " +
                                   std::to_string(protocol::kProtocolVersion) + "; update the older of the two"}});
      return;
    }
    if (desk_.book_.observeEpoch(*epoch)) events.emplace_back(EpochChanged{*epoch});
    desk_.epoch_ = *epoch;
    desk_.checkpointKey_.reset();
    if (const auto key = crypto::PublicKey::fromSpki(base::bytesOf(welcome.checkpoint_key())))
      desk_.checkpointKey_ = *key;
    desk_.welcomed_ = true;
    desk_.heartbeat();
    if (desk_.oversees_) desk_.oversee();
    if (desk_.watched_) desk_.watch(*desk_.watched_);
    events.emplace_back(Welcomed{welcome.program(), welcome.label(), welcome.wall_ms()});
  }

  void operator()(const message::HeartbeatReply& reply) {
    desk_.standingShown_ = true;
    if (reply.has_standing()) observe(reply.standing());
  }

  void operator()(const message::StaffDone& done) {
    if (isUnderWay(done.command())) {
      const base::CommandId id = desk_.errands_.front().order->id();
      desk_.settleFront();
      events.emplace_back(CommandSettled{id, done.repeated(), std::nullopt});
    }
    if (done.has_standing()) observe(done.standing());
  }

  // Only one errand is under way, so a refusal that names no command is about it.
  void operator()(const message::Refused& refused) {
    const base::Error why{refused.code(), refused.detail()};
    // Refusals name no query: those of tiles are known by their codes, which nothing else has.
    if (desk_.tile_ && refused.code().starts_with("tile-")) {
      events.emplace_back(TileSettled{*std::exchange(desk_.tile_, std::nullopt), base::fail(why)});
      return;
    }
    const bool isAboutFront = desk_.underWay_ && (refused.command().empty() || isUnderWay(refused.command()));
    if (!isAboutFront) {
      events.emplace_back(ConversationRefused{why});
    } else if (const Errand& front = desk_.errands_.front(); front.order) {
      const base::CommandId id = front.order->id();
      desk_.settleFront();
      events.emplace_back(CommandSettled{id, false, why});
    } else {
      const std::uint32_t id = front.query.id();
      desk_.settleFront();
      events.emplace_back(QuerySettled{id, base::fail(why)});
    }
    if (refused.has_standing()) observe(refused.standing());
  }

  void operator()(const message::Reply& reply) {
    if (reply.id() == 0) {
      events.emplace_back(RoomChanged{reply});
    } else if (desk_.tile_ == reply.id()) {
      desk_.tile_.reset();
      events.emplace_back(TileSettled{reply.id(), reply.picture()});
    } else if (desk_.underWay_ && !desk_.errands_.front().order && desk_.errands_.front().query.id() == reply.id()) {
      desk_.settleFront();
      events.emplace_back(QuerySettled{reply.id(), reply});
    }
    for (const message::Standing& standing : reply.standings()) observe(standing);
    for (const message::StreamView& stream : reply.streams()) observe(stream);
  }

  void operator()(const message::CheckpointToSign& shown) {
    if (!desk_.checkpointKey_) {
      doubt({"checkpoint-key", "the centre did not show the key that signs its checkpoints"});
      return;
    }
    const auto checkpoint = readCheckpoint(shown.checkpoint(), *desk_.checkpointKey_);
    if (!checkpoint) {
      doubt(checkpoint.error());
      return;
    }
    if (const auto fork = desk_.book_.observeEarlier(checkpoint->standing, wallMs_)) {
      stop(*fork);
      return;
    }
    keep(*checkpoint);
  }

  // Everything else is for seats and newcomers; the codec lets a centre send it, but it says nothing to us.
  template <class Other>
  void operator()(const Other&) {}

  std::vector<Event> events;

 private:
  bool isUnderWay(const std::string& command) const {
    return desk_.underWay_ && desk_.errands_.front().order && desk_.errands_.front().order->body.command() == command;
  }

  void observe(const message::Standing& shown) {
    if (!desk_.welcomed_) return;
    const auto standing = readStanding(shown);
    if (!standing) return;
    if (const auto fork = desk_.book_.observe(*standing, wallMs_)) stop(*fork);
  }

  void observe(const message::StreamView& shown) {
    message::Standing standing;
    standing.set_stream(shown.stream());
    standing.set_epoch(desk_.epoch_->bytes());
    standing.set_position(shown.position());
    standing.set_head(shown.head());
    observe(standing);
  }

  void keep(const Checkpoint& checkpoint) {
    if (!desk_.settings_.folder.empty()) {
      // What is not kept is not countersigned: our word must rest on something that we can show.
      if (const auto kept = keepCheckpoint(desk_.settings_.folder, checkpoint, *desk_.checkpointKey_); !kept) {
        doubt(kept.error());
        return;
      }
    }
    if (desk_.signer_) {
      message::Countersign countersign;
      *countersign.mutable_checkpoint() =
          exam::toRecord(crypto::signMessage(*desk_.signer_, "countersignature", checkpoint.message.body));
      desk_.outgoing_.emplace_back(std::move(countersign));
    }
    events.emplace_back(CheckpointKept{checkpoint, desk_.signer_ != nullptr});
  }

  void doubt(base::Error why) { events.emplace_back(CheckpointDoubted{std::move(why)}); }

  void stop(const Fork& fork) {
    if (desk_.stopped_) return;  // one message may contradict twice; one report is enough
    message::ForkReport report;
    *report.mutable_known() = toMessage(fork.known);
    *report.mutable_shown() = toMessage(fork.shown);
    desk_.outgoing_.clear();
    desk_.outgoing_.emplace_back(std::move(report));
    desk_.stopped_ = true;
    events.emplace_back(ForkSeen{fork});
  }

  StaffDesk& desk_;
  std::int64_t wallMs_;
};

StaffDesk::StaffDesk(DeskSettings settings, std::shared_ptr<const crypto::Signer> signer, StandingBook book)
    : settings_(std::move(settings)), signer_(std::move(signer)), book_(std::move(book)) {}

void StaffDesk::linkOpened() {
  linkLost();
  if (stopped_) return;
  message::Hello hello;
  hello.set_protocol(protocol::kProtocolVersion);
  hello.set_program(settings_.program);
  outgoing_.emplace_back(std::move(hello));
}

void StaffDesk::linkLost() {
  welcomed_ = false;
  standingShown_ = false;
  underWay_ = false;
  tile_.reset();
  outgoing_.clear();
}

base::CommandId StaffDesk::command(Order order, std::int64_t wallMs) {
  const base::CommandId id = order.id();
  errands_.push_back({std::move(order), wallMs, std::nullopt, {}});
  pump();
  return id;
}

std::uint32_t StaffDesk::ask(message::Query query) {
  query.set_id(++lastQuery_);
  errands_.push_back({std::nullopt, 0, std::nullopt, std::move(query)});
  pump();
  return lastQuery_;
}

std::optional<std::uint32_t> StaffDesk::askTile(const base::SessionId& session, const base::CandidateRef& candidate) {
  if (!standingShown_ || stopped_ || tile_) return std::nullopt;
  message::Query query;
  query.set_id(++lastQuery_);
  query.set_session(session.bytes());
  query.set_candidate(candidate.bytes());
  query.set_tile(true);
  tile_ = lastQuery_;
  outgoing_.emplace_back(std::move(query));
  return tile_;
}

void StaffDesk::watch(const base::SessionId& session) {
  watched_ = session;
  if (!welcomed_ || stopped_) return;
  message::Watch watch;
  watch.set_session(session.bytes());
  outgoing_.emplace_back(std::move(watch));
}

void StaffDesk::oversee() {
  oversees_ = true;
  if (!welcomed_ || stopped_) return;
  outgoing_.emplace_back(message::Watch());  // of no session: of the centre
}

void StaffDesk::heartbeat() {
  if (!welcomed_ || stopped_) return;
  message::Heartbeat beat;
  if (watched_) beat.set_session(watched_->bytes());
  outgoing_.emplace_back(std::move(beat));
}

std::vector<Event> StaffDesk::receive(const protocol::Message& message, std::int64_t wallMs) {
  if (stopped_) return {};
  Reception reception(*this, wallMs);
  std::visit(reception, message);
  pump();
  return std::move(reception.events);
}

// Nothing is commanded before the centre has shown where its journal stands: a restored server is noticed first.
// Signed once: a repeat on the next link must be the same bytes, or the centre would carry it out twice.
void StaffDesk::pump() {
  if (!standingShown_ || stopped_ || underWay_ || errands_.empty()) return;
  Errand& front = errands_.front();
  underWay_ = true;
  if (!front.order) {
    outgoing_.emplace_back(front.query);
    return;
  }
  if (!front.command) {
    const auto session = StreamId::fromBytes(front.order->body.session());
    front.command =
        signOrder(*front.order, *signer_, {*epoch_, front.wallMs, session ? book_.newest(*session) : nullptr});
  }
  outgoing_.emplace_back(*front.command);
}

}  // namespace vigie::console
