#include "common/protocol/Codec.hpp"

#include <utility>

#include "common/exam/Records.hpp"

namespace vigie::protocol {
namespace {

// More entries than any message of ours needs; a hostile 64 KiB could otherwise hold tens of thousands of empty ones.
constexpr int kMostRepeated = 512;

bool repeatsTooMuch(const google::protobuf::Message& message) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const bool isMessage = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE;
    if (!field->is_repeated()) {
      if (isMessage && repeatsTooMuch(reflection->GetMessage(message, field))) return true;
      continue;
    }
    const int count = reflection->FieldSize(message, field);
    if (count > kMostRepeated) return true;
    for (int i = 0; isMessage && i < count; ++i) {
      if (repeatsTooMuch(reflection->GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

template <std::size_t... Indexes>
bool parseInto(Message& message, std::uint16_t number, base::ByteView body, std::index_sequence<Indexes...>) {
  bool parsed = false;
  const auto tryOne = [&]<std::size_t Index>() {
    if (parsed) return;
    Message candidate(std::in_place_index<Index>);
    if (numberOf(candidate) != number) return;
    auto& one = std::get<Index>(candidate);
    if (!one.ParseFromArray(body.data(), static_cast<int>(body.size()))) return;
    if (exam::hasUnknownFields(one) || repeatsTooMuch(one)) return;
    message = std::move(candidate);
    parsed = true;
  };
  (tryOne.template operator()<Indexes>(), ...);
  return parsed;
}

}  // namespace

base::Bytes encode(const Message& message) {
  return std::visit([](const auto& one) { return exam::bytesOf(one); }, message);
}

base::Result<Message> decode(Sender sender, std::uint16_t number, base::ByteView body) {
  const auto cap = capOf(sender, number);
  if (!cap) return base::fail("message-unknown", "message " + std::to_string(number) + " is not known, or not this peer's to send");
  if (body.size() > *cap) {
    return base::fail("message-too-big", "message " + std::to_string(number) + " has " + std::to_string(body.size()) +
                                             " bytes, at most " + std::to_string(*cap) + " are allowed");
  }
  Message message;
  if (!parseInto(message, number, body, std::make_index_sequence<std::variant_size_v<Message>>())) {
    return base::fail("message-malformed", "message " + std::to_string(number) +
                                               " is damaged, or of another protocol version than " +
                                               std::to_string(kProtocolVersion));
  }
  return message;
}

}  // namespace vigie::protocol
