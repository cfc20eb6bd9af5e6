#include "common/protocol/Messages.hpp"

#include <array>
#include <utility>

namespace vigie::protocol {
namespace {

// In the order of the variant.
struct Rule {
  std::uint16_t number;
  std::array<Sender, 2> senders;
  std::size_t cap;
};

constexpr std::size_t kReplyCap = 512U << 10;  // a room of 200 candidates with all their acknowledged answers

constexpr std::array<Rule, std::variant_size_v<Message>> kRules = {{
    {1, {Sender::newcomer, Sender::newcomer}, kUnauthenticatedCap},         // EnrolRequest
    {2, {Sender::enrolmentDesk, Sender::enrolmentDesk}, kMessageCap},       // Enrolled
    {10, {Sender::seat, Sender::console}, 1U << 10},                        // Hello
    {11, {Sender::centre, Sender::centre}, kMessageCap},                    // Welcome
    {12, {Sender::seat, Sender::console}, 64},                              // Heartbeat
    {13, {Sender::centre, Sender::centre}, 1U << 10},                       // HeartbeatReply
    {14, {Sender::centre, Sender::enrolmentDesk}, 4U << 10},                // Refused
    {15, {Sender::seat, Sender::console}, 1U << 10},                        // ForkReport
    {20, {Sender::seat, Sender::seat}, 4U << 10},                           // CheckIn
    {21, {Sender::seat, Sender::seat}, 64},                                 // ConfirmIdentity
    {22, {Sender::seat, Sender::seat}, 64},                                 // Begin
    {23, {Sender::seat, Sender::seat}, kMessageCap},                        // SubmitAnswer
    {24, {Sender::seat, Sender::seat}, 8U << 10},                           // RaiseAlert
    {30, {Sender::centre, Sender::centre}, 4U << 10},                       // CheckedIn
    {31, {Sender::centre, Sender::centre}, 4U << 10},                       // SeatState
    {32, {Sender::centre, Sender::centre}, kMessageCap},                    // Question
    {33, {Sender::centre, Sender::centre}, 1U << 10},                       // AnswerAcknowledged
    {34, {Sender::centre, Sender::centre}, 8U << 10},                       // MessageToCandidate
    {40, {Sender::console, Sender::console}, kMessageCap},                  // StaffCommand
    {41, {Sender::console, Sender::console}, 1U << 10},                     // Query
    {42, {Sender::console, Sender::console}, 2U << 10},                     // Countersign
    {43, {Sender::console, Sender::console}, 64},                           // Watch
    {50, {Sender::centre, Sender::centre}, 1U << 10},                       // StaffDone
    {51, {Sender::centre, Sender::centre}, kReplyCap},                      // Reply
    {52, {Sender::centre, Sender::centre}, 2U << 10},                       // CheckpointToSign
    {25, {Sender::seat, Sender::seat}, 8U << 10},                           // AnnouncePicture
    {26, {Sender::seat, Sender::seat}, kPictureCap},                        // Picture
    {35, {Sender::centre, Sender::centre}, 1U << 10},                       // PictureNoted
    {36, {Sender::centre, Sender::centre}, 64},                             // PictureStored
    {16, {Sender::seat, Sender::console}, 64},                              // Renew
    {17, {Sender::centre, Sender::centre}, 4U << 10},                       // Renewed
    {27, {Sender::seat, Sender::seat}, kMessageCap},                        // Tile
    {37, {Sender::centre, Sender::centre}, 64},                             // TileAsked
}};

}  // namespace

std::optional<std::size_t> capOf(Sender sender, std::uint16_t number) {
  for (const Rule& rule : kRules) {
    if (rule.number != number) continue;
    if (rule.senders[0] == sender || rule.senders[1] == sender) return rule.cap;
  }
  return std::nullopt;
}

std::uint16_t numberOf(const Message& message) { return kRules[message.index()].number; }

const char* nameOf(const Message& message) {
  return std::visit([](const auto& one) { return one.GetDescriptor()->name().c_str(); }, message);
}

}  // namespace vigie::protocol
