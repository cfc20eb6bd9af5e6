// The records of a session's stream as C++ values, their type numbers and versions. The bytes are records.proto's.
// A released (type, version) never changes and stays readable for ever; an unknown one stops the reading.
#pragma once

#include <cstdint>
#include <variant>

#include "common/base/Bytes.hpp"
#include "common/base/Id.hpp"
#include "common/base/Result.hpp"
#include "common/crypto/SignedMessage.hpp"
#include "common/exam/records.pb.h"

namespace vigie::exam {

struct RecordType {
  std::uint16_t number;
  std::uint16_t version;

  friend bool operator==(const RecordType&, const RecordType&) = default;
};

// The position in the list is the type number (from 1); entries are only ever appended.
using SessionRecord =
    std::variant<std::monostate, record::SessionCreated, record::SessionOpened, record::CandidateAdded,
                 record::CheckInRefused, record::CandidateSeated, record::IdentityConfirmed, record::PresenceConfirmed,
                 record::TestStarted, record::QuestionAsked, record::AnswerAccepted, record::Ticked,
                 record::TimeCredited, record::AlertRaised, record::AlertResolved, record::Paused, record::Resumed,
                 record::LinkLost, record::LinkRestored, record::MessageSent, record::CandidateMoved, record::TestEnded,
                 record::SessionEnded, record::SessionFinalised, record::ResultDecided, record::CertificateIssued,
                 record::CheckpointSigned, record::CheckpointCountersigned, record::IncidentRecorded,
                 record::CentreRestarted, record::SessionAnchored, record::PictureAnnounced, record::CaptureStated,
                 record::PicturesStored, record::PicturesMissing>;

using CentreRecord = std::variant<std::monostate, record::EpochStarted, record::StaffRegistered,
                                  record::EnrolmentCodeIssued, record::EnrolmentRefused, record::MachineEnrolled,
                                  record::MachineRevoked, record::TicketLoaded, record::SessionRegistered,
                                  record::SessionClosed, record::MachineRenewed>;

RecordType typeOf(const SessionRecord& content);
RecordType typeOf(const CentreRecord& content);
const char* nameOf(const SessionRecord& content);  // "AnswerAccepted"
const char* nameOf(const CentreRecord& content);

base::Bytes payloadOf(const SessionRecord& content);
base::Bytes payloadOf(const CentreRecord& content);

// Errors: "record-type" (number or version that this program does not know), "record-payload" (not that message, or
// with fields that this version does not have).
base::Result<SessionRecord> readSessionRecord(RecordType type, base::ByteView payload);
base::Result<CentreRecord> readCentreRecord(RecordType type, base::ByteView payload);

record::SignedBytes toRecord(const crypto::SignedMessage& message);
base::Result<crypto::SignedMessage> fromRecord(const record::SignedBytes& bytes);  // error "signed-malformed"

// True when the message, or one inside it, carries a field that this version does not have.
bool hasUnknownFields(const google::protobuf::Message& message);

// Deterministic bytes of a message without map fields.
base::Bytes bytesOf(const google::protobuf::Message& message);

}  // namespace vigie::exam
