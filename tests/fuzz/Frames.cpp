// A frame's body as it came from a stranger. Input: who sent it (1 byte), message number (2 bytes), body.
#include "Target.hpp"
#include "common/protocol/Codec.hpp"

using namespace vigie;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto sender = static_cast<protocol::Sender>(data[0] % 5);
  const auto number = static_cast<std::uint16_t>(data[1] << 8 | data[2]);
  const auto message = protocol::decode(sender, number, {data + 3, size - 3});
  if (!message) return 0;
  fuzz::expect(protocol::numberOf(*message) == number, "a message has the number it came with");
  fuzz::expect(protocol::capOf(sender, number).has_value(), "nobody sends what they may not");
  const base::Bytes again = protocol::encode(*message);
  const auto second = protocol::decode(sender, number, again);
  fuzz::expect(second && protocol::encode(*second) == again, "what was accepted is written in one form and read again");
  return 0;
}
