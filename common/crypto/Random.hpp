// The system's CSPRNG, and the seam that lets a simulated room be replayed from its seed.
#pragma once

#include "common/base/Bytes.hpp"
#include "common/base/Id.hpp"

namespace vigie::crypto {

void randomBytes(std::span<std::uint8_t> out);  // ends the process if the system has no randomness
base::Bytes randomBytes(std::size_t size);

template <class IdType>
IdType randomId() {
  IdType id;
  randomBytes(id.value);
  return id;
}

// Alphabet of every code a person types: no vowels (no words), no look-alikes (0/O, 1/I/L, 5/S, Z/2, A, E, N, U).
inline constexpr std::string_view kCodeAlphabet = "2346789BCDFGHJKMPQRTVWXY";

std::string randomCode(std::size_t characters);  // uniform over kCodeAlphabet

}  // namespace vigie::crypto
