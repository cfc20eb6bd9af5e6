#include "certs/verify/Reconstruction.hpp"

namespace vigie::verify {
namespace {

namespace record = exam::record;

class Reconstructor {
 public:
  Reconstructor(std::span<const SessionEntry> rest, const exam::SessionState& state, bool seatEnrolled)
      : rest_(rest), state_(state), seatEnrolled_(seatEnrolled) {}

  Reconstruction run() { return std::visit(*this, rest_.front().content); }

  Reconstruction operator()(const std::monostate&) { return {}; }
  Reconstruction operator()(const record::SessionCreated&) { return {}; }
  Reconstruction operator()(const record::QuestionAsked&) { return {}; }  // always follows another record

  // ---- staff ----
  Reconstruction operator()(const record::SessionOpened& content) { return staff(content.command()); }
  Reconstruction operator()(const record::PresenceConfirmed& content) { return staff(content.command()); }
  Reconstruction operator()(const record::TimeCredited& content) { return staff(content.command()); }
  Reconstruction operator()(const record::AlertResolved& content) { return staff(content.command()); }
  Reconstruction operator()(const record::Paused& content) { return staff(content.command()); }
  Reconstruction operator()(const record::Resumed& content) { return staff(content.command()); }
  Reconstruction operator()(const record::MessageSent& content) { return staff(content.command()); }
  Reconstruction operator()(const record::SessionEnded& content) { return staff(content.command()); }
  Reconstruction operator()(const record::SessionFinalised& content) { return staff(content.command()); }

  Reconstruction operator()(const record::CandidateAdded& content) {
    crypto::Digest code{};
    crypto::toDigest(content.code_digest(), code);
    return staff(content.command(), code);
  }

  Reconstruction operator()(const record::CandidateMoved& content) { return staff(content.command()); }

  // Of one candidate, or the first of those that the end of the session ends.
  Reconstruction operator()(const record::TestEnded& content) {
    if (!content.command().body().empty()) return staff(content.command());
    return lastOf<record::SessionEnded, record::TestEnded>();
  }

  Reconstruction operator()(const record::ResultDecided&) { return ofFinalisation(); }
  Reconstruction operator()(const record::PicturesMissing&) { return ofFinalisation(); }

  Reconstruction operator()(const record::CertificateIssued& content) {
    exam::AddCertificate add;
    add.candidate = refOf(content.candidate());
    add.code = content.code();
    crypto::toDigest(content.jws_digest(), add.jwsDigest);
    add.privateHash = rest_.front().record.privateHash;
    if (auto message = exam::fromRecord(content.command())) add.command.message = std::move(*message);
    return {std::move(add), content.command()};
  }

  // ---- seats ----
  Reconstruction operator()(const record::CandidateSeated& content) {
    const exam::Candidate* candidate = state_.find(refOf(content.candidate()));
    auto certified = exam::fromRecord(content.certified());
    record::SeatKeyBody body;
    if (candidate == nullptr || !certified || !body.ParseFromString(content.certified().body())) return {};
    exam::CheckIn in;
    in.workstation = workstationOf(content.workstation());
    in.codeDigest = candidate->codeDigest;
    in.seatKey = base::toBytes(content.seat_key());
    in.certified = std::move(*certified);
    in.nonce = base::toBytes(body.nonce());
    in.simulated = content.simulated();
    return {std::move(in), {}};
  }

  Reconstruction operator()(const record::CheckInRefused& content) {
    exam::CheckIn in;
    in.workstation = workstationOf(content.workstation());
    in.codeDigest.emplace().fill(0xFF);  // a code that nobody has
    return {std::move(in), {}};
  }

  Reconstruction operator()(const record::IdentityConfirmed& content) {
    return bySeat<exam::ConfirmIdentity>(content.candidate());
  }
  Reconstruction operator()(const record::TestStarted& content) { return bySeat<exam::BeginTest>(content.candidate()); }
  Reconstruction operator()(const record::LinkLost& content) { return byLink<exam::SeatUnlinked>(content.candidate()); }
  Reconstruction operator()(const record::LinkRestored& content) {
    return byLink<exam::SeatLinked>(content.candidate());
  }

  Reconstruction operator()(const record::AnswerAccepted& content) {
    const auto lease = leaseOf(content.candidate());
    auto message = exam::fromRecord(content.answer());
    exam::SubmitAnswer submit;
    if (!lease || !message || !submit.body.ParseFromString(content.answer().body())) return {};
    submit.workstation = lease->workstation;
    submit.lease = lease->number;
    submit.message = std::move(*message);
    submit.correct = content.correct();
    submit.privateHash = rest_.front().record.privateHash;
    return {std::move(submit), {}};
  }

  Reconstruction operator()(const record::AlertRaised& content) {
    const auto lease = leaseOf(content.candidate());
    if (!lease) return {};
    return {exam::RaiseAlert{lease->workstation, lease->number, content.question(), content.category(),
                             rest_.front().record.privateHash},
            {}};
  }

  Reconstruction operator()(const record::PictureAnnounced& content) {
    return announcement(content.candidate(), content.announcement());
  }
  Reconstruction operator()(const record::CaptureStated& content) {
    return announcement(content.candidate(), content.statement());
  }

  // ---- the centre itself ----
  Reconstruction operator()(const record::PicturesStored& content) { return {exam::AddPictures{content}, {}}; }
  Reconstruction operator()(const record::Ticked&) { return {exam::TimePassed{}, {}}; }
  Reconstruction operator()(const record::CheckpointSigned& content) { return {exam::AddCheckpoint{content}, {}}; }
  Reconstruction operator()(const record::CheckpointCountersigned& content) {
    return {exam::AddCountersignature{content}, {}};
  }
  Reconstruction operator()(const record::IncidentRecorded& content) { return {exam::AddIncident{content}, {}}; }
  Reconstruction operator()(const record::SessionAnchored& content) { return {exam::AddAnchor{content}, {}}; }
  Reconstruction operator()(const record::CentreRestarted& content) {
    return {exam::CentreStarted{content.program()}, {}};
  }

 private:
  Reconstruction announcement(const std::string& candidate, const record::SignedBytes& bytes) const {
    const auto lease = leaseOf(candidate);
    auto message = exam::fromRecord(bytes);
    exam::AnnouncePicture announce;
    if (!lease || !message || !announce.body.ParseFromString(bytes.body())) return {};
    announce.workstation = lease->workstation;
    announce.lease = lease->number;
    announce.message = std::move(*message);
    return {std::move(announce), {}};
  }

  static base::CandidateRef refOf(const std::string& bytes) {
    return base::CandidateRef::fromBytes(bytes).value_or(base::CandidateRef{});
  }
  static base::WorkstationId workstationOf(const std::string& bytes) {
    return base::WorkstationId::fromBytes(bytes).value_or(base::WorkstationId{});
  }

  std::optional<exam::Lease> leaseOf(const std::string& candidate) const {
    const exam::Candidate* found = state_.find(refOf(candidate));
    return found == nullptr ? std::nullopt : found->lease;
  }

  template <class Command>
  Reconstruction bySeat(const std::string& candidate) const {
    const auto lease = leaseOf(candidate);
    if (!lease) return {};
    return {Command{lease->workstation, lease->number}, {}};
  }

  template <class Command>
  Reconstruction byLink(const std::string& candidate) const {
    const auto lease = leaseOf(candidate);
    if (!lease) return {};
    return {Command{lease->workstation}, {}};
  }

  // `entry`: the one that carries the command and its private part's hash.
  Reconstruction staff(const record::SignedBytes& bytes, const crypto::Digest& code = {}) const {
    return staffAt(bytes, rest_.front(), code);
  }

  Reconstruction staffAt(const record::SignedBytes& bytes, const SessionEntry& entry,
                         const crypto::Digest& code) const {
    exam::StaffCommand command;
    auto message = exam::fromRecord(bytes);
    if (!message || !command.body.ParseFromString(bytes.body())) return {{}, bytes};
    command.message = std::move(*message);
    command.privateHash = entry.record.privateHash;
    command.codeDigest = code;
    command.workstationEnrolled = seatEnrolled_;
    return {std::move(command), bytes};
  }

  Reconstruction ofFinalisation() const {
    return lastOf<record::SessionFinalised, record::PicturesMissing, record::ResultDecided>();
  }

  // Records of the kinds `Each`, then the one that carries the command of them all.
  template <class Last, class... Each>
  Reconstruction lastOf() const {
    for (const SessionEntry& entry : rest_) {
      if (const auto* last = std::get_if<Last>(&entry.content)) return staffAt(last->command(), entry, {});
      if (!(std::holds_alternative<Each>(entry.content) || ...)) break;
    }
    return {};
  }

  std::span<const SessionEntry> rest_;
  const exam::SessionState& state_;
  bool seatEnrolled_;
};

}  // namespace

Reconstruction reconstruct(std::span<const SessionEntry> rest, const exam::SessionState& state, bool seatEnrolled) {
  return Reconstructor(rest, state, seatEnrolled).run();
}

}  // namespace vigie::verify
