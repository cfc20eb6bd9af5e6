// What may happen in a session: decide(state, command, now) -> records to append, or a refusal that says why.
// Pure: no clock, socket, file or random number of its own (design.md 2). The caller appends the records, then calls
// evolve for each. A refusal's code is what the peer receives; texts never hold personal data. Thread: any.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "common/exam/Session.hpp"

namespace vigie::exam {

struct Draft {
  SessionRecord content;
  crypto::Digest privateHash{};  // zero: no private part
};

struct Decision {
  std::vector<Draft> records;
  std::optional<base::Error> refusal;  // may come with records: an incident
  bool repeated = false;               // the same command was carried out before
};

// ---- from seats ----

// A person typed the code of a slip, or a program came back on the workstation that holds the lease (no code then).
struct CheckIn {
  base::WorkstationId workstation;
  std::optional<crypto::Digest> codeDigest;
  base::Bytes seatKey;               // SPKI
  crypto::SignedMessage certified;   // verified by the caller: signed by the workstation's key
  base::Bytes nonce;                 // 32 bytes
  bool simulated = false;
};

struct ConfirmIdentity {
  base::WorkstationId workstation;
  std::uint32_t lease = 0;
};

struct BeginTest {
  base::WorkstationId workstation;
  std::uint32_t lease = 0;
};

struct SubmitAnswer {
  base::WorkstationId workstation;
  std::uint32_t lease = 0;
  crypto::SignedMessage message;
  record::AnswerBody body;  // decoded from message.body
  bool correct = false;     // judged by the caller against the bank
  crypto::Digest privateHash{};
};

struct RaiseAlert {
  base::WorkstationId workstation;
  std::uint32_t lease = 0;
  std::uint32_t question = 0;
  std::string category;
  crypto::Digest privateHash{};
};

// A picture that was taken, or why there is none.
struct AnnouncePicture {
  base::WorkstationId workstation;
  std::uint32_t lease = 0;
  crypto::SignedMessage message;  // verified by the caller: signed by the newest seat key of that lease
  record::PictureBody body;       // decoded from message.body
};

struct SeatLinked {
  base::WorkstationId workstation;
};

struct SeatUnlinked {
  base::WorkstationId workstation;
};

// ---- from staff: signature and rights were verified by the caller ----

struct StaffCommand {
  base::StaffId staff;
  crypto::SignedMessage message;
  record::StaffBody body;  // decoded from message.body
  crypto::Digest privateHash{};
  crypto::Digest codeDigest{};        // of the slip's code, for add_candidate
  bool workstationEnrolled = false;   // for move
  std::int64_t centreWallMs = 0;      // for open_session: of the newest record of the centre's own stream
};

// ---- from the centre itself ----

struct TimePassed {};

struct CentreStarted {
  std::string program;
};

struct AddCheckpoint {
  record::CheckpointSigned checkpoint;
};

struct AddCountersignature {
  record::CheckpointCountersigned countersignature;
};

struct AddIncident {
  record::IncidentRecorded incident;
};

struct AddAnchor {
  record::SessionAnchored anchor;
};

// A group that lies in the vault, synced. Pictures that nobody waits for are left out of the record.
struct AddPictures {
  record::PicturesStored group;
};

struct AddCertificate {
  base::CandidateRef candidate;
  std::string code;
  crypto::Digest jwsDigest{};
  crypto::Digest privateHash{};
  StaffCommand command;
};

using Command = std::variant<CheckIn, ConfirmIdentity, BeginTest, SubmitAnswer, RaiseAlert, SeatLinked, SeatUnlinked,
                             StaffCommand, TimePassed, CentreStarted, AddCheckpoint, AddCountersignature, AddIncident,
                             AddAnchor, AddCertificate, AnnouncePicture, AddPictures>;

Decision decide(const SessionState& state, const Environment& environment, const Command& command, const Instant& now);

// The first record of a session's stream; everything it binds is given by the caller.
Decision createSession(const SessionState& state, record::SessionCreated binding);

}  // namespace vigie::exam
