#include "common/protocol/Codec.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vigie::protocol {
namespace {

template <std::size_t... Indexes>
std::vector<Message> oneOfEach(std::index_sequence<Indexes...>) {
  return {Message(std::in_place_index<Indexes>)...};
}

std::vector<Message> oneOfEach() { return oneOfEach(std::make_index_sequence<std::variant_size_v<Message>>()); }

constexpr Sender kSenders[] = {Sender::newcomer, Sender::seat, Sender::console, Sender::enrolmentDesk, Sender::centre};

TEST(Messages, HaveNumbersOfTheirOwn) {
  std::set<std::uint16_t> numbers;
  for (const Message& message : oneOfEach()) EXPECT_TRUE(numbers.insert(numberOf(message)).second) << nameOf(message);
  EXPECT_EQ(numberOf(message::SubmitAnswer()), 23);
  EXPECT_EQ(numberOf(message::AnswerAcknowledged()), 33);
}

TEST(Messages, AreReadBackFromThoseWhoMaySendThem) {
  for (const Message& message : oneOfEach()) {
    bool somebodyMay = false;
    for (const Sender sender : kSenders) {
      const bool may = capOf(sender, numberOf(message)).has_value();
      somebodyMay = somebodyMay || may;
      const auto back = decode(sender, numberOf(message), encode(message));
      EXPECT_EQ(back.has_value(), may) << nameOf(message);
      if (back) EXPECT_EQ(back->index(), message.index()) << nameOf(message);
      if (!may) EXPECT_EQ(back.error().code, "message-unknown");
    }
    EXPECT_TRUE(somebodyMay) << nameOf(message);
  }
}

TEST(Messages, OpenNoOtherRolesCalls) {
  for (const std::uint16_t number : std::initializer_list<std::uint16_t>{40, 41, 42, 43}) EXPECT_FALSE(capOf(Sender::seat, number)) << number;
  for (const std::uint16_t number : std::initializer_list<std::uint16_t>{20, 21, 22, 23, 24, 25, 26}) EXPECT_FALSE(capOf(Sender::console, number)) << number;
  for (std::uint16_t number = 2; number < 100; ++number) EXPECT_FALSE(capOf(Sender::newcomer, number)) << number;
  EXPECT_EQ(capOf(Sender::newcomer, 1), kUnauthenticatedCap);
}

TEST(Codec, RefusesWhatIsTooBigDamagedOrOfAnotherVersion) {
  EXPECT_EQ(decode(Sender::seat, 22, base::Bytes(65)).error().code, "message-too-big");
  EXPECT_EQ(decode(Sender::seat, 999, {}).error().code, "message-unknown");
  EXPECT_EQ(decode(Sender::seat, 22, base::Bytes{0x0a, 0x05, 'x'}).error().code, "message-malformed");
  EXPECT_EQ(decode(Sender::seat, 22, base::Bytes{0x98, 0x06, 0x01}).error().code, "message-malformed") << "unknown field";
  message::RaiseAlert alert;
  alert.set_category("\xff\xfe");
  base::Bytes body = encode(alert);
  EXPECT_EQ(decode(Sender::seat, 24, body).error().code, "message-malformed") << "not UTF-8";
}

TEST(Codec, RefusesMoreRepeatedEntriesThanAllowed) {
  message::Reply reply;
  for (int i = 0; i < 512; ++i) reply.add_tickets();
  EXPECT_TRUE(decode(Sender::centre, 51, encode(reply)));
  reply.add_tickets();
  EXPECT_EQ(decode(Sender::centre, 51, encode(reply)).error().code, "message-malformed");
}

}  // namespace
}  // namespace vigie::protocol
