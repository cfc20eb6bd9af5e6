// Bytes <-> messages, without a socket, so that it can be tested and fuzzed alone.
#pragma once

#include "common/base/Bytes.hpp"
#include "common/base/Result.hpp"
#include "common/protocol/Messages.hpp"

namespace vigie::protocol {

base::Bytes encode(const Message& message);

// Errors: "message-unknown" (number, or not this sender's), "message-too-big", "message-malformed" (not that message,
// fields of another version, texts that are not UTF-8, more repeated entries than allowed).
base::Result<Message> decode(Sender sender, std::uint16_t number, base::ByteView body);

}  // namespace vigie::protocol
