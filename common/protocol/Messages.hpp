// The messages of a link, their numbers, senders and caps (design.md 3). Everything here is data: no socket, no state.
// Thread: any.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>

#include "common/protocol/messages.pb.h"

namespace vigie::protocol {

inline constexpr std::uint32_t kProtocolVersion = 1;
inline constexpr std::size_t kUnauthenticatedCap = 4U << 10;
inline constexpr std::size_t kMessageCap = 64U << 10;
inline constexpr std::size_t kPictureCap = 512U << 10;

// Who sends a message; a role never opens another role's calls.
enum class Sender : std::uint8_t { newcomer, seat, console, enrolmentDesk, centre };

// The position in the list is not the number on the wire: that is in Messages.cpp, and never changes.
using Message =
    std::variant<message::EnrolRequest, message::Enrolled, message::Hello, message::Welcome, message::Heartbeat,
                 message::HeartbeatReply, message::Refused, message::ForkReport, message::CheckIn,
                 message::ConfirmIdentity, message::Begin, message::SubmitAnswer, message::RaiseAlert,
                 message::CheckedIn, message::SeatState, message::Question, message::AnswerAcknowledged,
                 message::MessageToCandidate, message::StaffCommand, message::Query, message::Countersign,
                 message::Watch, message::StaffDone, message::Reply, message::CheckpointToSign,
                 message::AnnouncePicture, message::Picture, message::PictureNoted, message::PictureStored,
                 message::Renew, message::Renewed, message::Tile, message::TileAsked>;

// The largest body of this message from this sender; nullopt when the sender may not send it.
std::optional<std::size_t> capOf(Sender sender, std::uint16_t number);

std::uint16_t numberOf(const Message& message);
const char* nameOf(const Message& message);

}  // namespace vigie::protocol
