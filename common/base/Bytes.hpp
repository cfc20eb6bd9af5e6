// Byte strings and their texts: hex, base64, base64url. Decoders accept only the one canonical form, so that two
// different texts never stand for the same bytes (a forged certificate could otherwise differ from the logged one).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/Result.hpp"

namespace vigie::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

ByteView bytesOf(std::string_view text);
Bytes toBytes(std::string_view text);
std::string_view textOf(ByteView bytes);
std::string toString(ByteView bytes);

std::string toHex(ByteView bytes);             // lower case
Result<Bytes> fromHex(std::string_view text);  // lower case only; error "not-hex"

std::string toBase64(ByteView bytes);             // RFC 4648 section 4, padded
Result<Bytes> fromBase64(std::string_view text);  // canonical only; error "not-base64"

std::string toBase64Url(ByteView bytes);             // RFC 4648 section 5, no padding
Result<Bytes> fromBase64Url(std::string_view text);  // canonical only; error "not-base64url"

void appendBigEndian16(Bytes& out, std::uint16_t value);
void appendBigEndian32(Bytes& out, std::uint32_t value);
void appendBigEndian64(Bytes& out, std::uint64_t value);
std::uint16_t readBigEndian16(ByteView bytes);  // precondition: at least 2 bytes
std::uint32_t readBigEndian32(ByteView bytes);  // precondition: at least 4 bytes
std::uint64_t readBigEndian64(ByteView bytes);  // precondition: at least 8 bytes

void append(Bytes& out, ByteView more);

// Equal in a time that depends only on the sizes: an attacker must not learn a code or a tag byte by byte.
bool equalConstantTime(ByteView left, ByteView right);

}  // namespace vigie::base
