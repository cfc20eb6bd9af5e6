#include "common/exam/Records.hpp"

#include <utility>

namespace vigie::exam {
namespace {

constexpr std::uint16_t kVersion = 1;

template <class Variant, std::size_t... Indexes>
base::Result<Variant> readInto(RecordType type, base::ByteView payload, std::index_sequence<Indexes...>) {
  Variant content;
  bool parsed = false;
  const auto tryOne = [&]<std::size_t Index>() {
    if (Index == 0 || Index != type.number) return;
    auto& message = content.template emplace<Index>();
    if constexpr (Index != 0) {
      parsed = message.ParseFromArray(payload.data(), static_cast<int>(payload.size())) && !hasUnknownFields(message);
    }
  };
  (tryOne.template operator()<Indexes>(), ...);
  if (!parsed) {
    return base::fail("record-payload", "the payload of a record of type " + std::to_string(type.number) +
                                            " is damaged or has fields that version " + std::to_string(type.version) +
                                            " does not have");
  }
  return content;
}

template <class Variant>
base::Result<Variant> readVariant(RecordType type, base::ByteView payload) {
  constexpr std::size_t count = std::variant_size_v<Variant>;
  if (type.number == 0 || type.number >= count || type.version != kVersion) {
    return base::fail("record-type", "record type " + std::to_string(type.number) + " version " +
                                         std::to_string(type.version) +
                                         " is not known to this program; use the version that wrote it, or a newer one");
  }
  return readInto<Variant>(type, payload, std::make_index_sequence<count>());
}

template <class Variant>
base::Bytes payloadOfVariant(const Variant& content) {
  return std::visit(
      [](const auto& message) -> base::Bytes {
        if constexpr (std::is_same_v<std::decay_t<decltype(message)>, std::monostate>) {
          return {};
        } else {
          return bytesOf(message);
        }
      },
      content);
}

template <class Variant>
const char* nameOfVariant(const Variant& content) {
  return std::visit(
      [](const auto& message) -> const char* {
        if constexpr (std::is_same_v<std::decay_t<decltype(message)>, std::monostate>) {
          return "none";
        } else {
          return message.GetDescriptor()->name().c_str();
        }
      },
      content);
}

}  // namespace

RecordType typeOf(const SessionRecord& content) { return {static_cast<std::uint16_t>(content.index()), kVersion}; }
RecordType typeOf(const CentreRecord& content) { return {static_cast<std::uint16_t>(content.index()), kVersion}; }
const char* nameOf(const SessionRecord& content) { return nameOfVariant(content); }
const char* nameOf(const CentreRecord& content) { return nameOfVariant(content); }
base::Bytes payloadOf(const SessionRecord& content) { return payloadOfVariant(content); }
base::Bytes payloadOf(const CentreRecord& content) { return payloadOfVariant(content); }

base::Result<SessionRecord> readSessionRecord(RecordType type, base::ByteView payload) {
  return readVariant<SessionRecord>(type, payload);
}

base::Result<CentreRecord> readCentreRecord(RecordType type, base::ByteView payload) {
  return readVariant<CentreRecord>(type, payload);
}

record::SignedBytes toRecord(const crypto::SignedMessage& message) {
  record::SignedBytes out;
  out.set_body(base::toString(message.body));
  out.set_key_id(base::toString(message.keyId));
  out.set_signature(base::toString(message.signature));
  return out;
}

base::Result<crypto::SignedMessage> fromRecord(const record::SignedBytes& bytes) {
  crypto::SignedMessage message{base::toBytes(bytes.body()), {}, base::toBytes(bytes.signature())};
  if (!crypto::toDigest(bytes.key_id(), message.keyId) || message.signature.size() != 64) {
    return base::fail("signed-malformed", "expected a key id of 32 bytes and a signature of 64 bytes");
  }
  return message;
}

bool hasUnknownFields(const google::protobuf::Message& message) {
  const google::protobuf::Reflection* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return true;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (hasUnknownFields(reflection->GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      if (hasUnknownFields(reflection->GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

base::Bytes bytesOf(const google::protobuf::Message& message) {
  base::Bytes out(message.ByteSizeLong());
  message.SerializeToArray(out.data(), static_cast<int>(out.size()));
  return out;
}

}  // namespace vigie::exam
