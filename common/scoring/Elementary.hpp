// exp and log of our own: the C library's differ between processors with and without fused multiply-add, and a score
// must not depend on the machine. Only + - * / and integer operations, no branches, so that plain loops over the grid
// vectorise to the same bits. Errors measured over millions of arguments: below 1 unit in the last place
// (tests/unit/scoring/ElementaryTest.cpp holds both to it against extended precision).
// Source of the method: argument reduction by multiples of log 2 (W. J. Cody and W. Waite, Software Manual for the
// Elementary Functions, 1980); log as in fdlibm's e_log.c (Sun Microsystems, 1993); polynomials are our own Chebyshev
// expansions. Built with -ffp-contract=off and the default rounding, never with fast-math. Thread: any.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace vigie::scoring {

static_assert(std::numeric_limits<double>::is_iec559, "the engine's arithmetic is IEEE 754 binary64");

inline constexpr double kLog2High = 0x1.62e42fee00000p-1;  // 32 bits: its product with an exponent is exact
inline constexpr double kLog2Low = 0x1.a39ef35793c76p-33;
inline constexpr double kRoundToInteger = 0x1.8p52;  // adding it leaves the nearest integer in the low bits

// Where exp() and moderateExp() give the same bits: -kModerate <= x <= kModerate.
inline constexpr double kModerate = 700;

// e^x = 2^k (1 + r + r^2 q(r)), x = k log 2 + r with |r| <= log 2 / 2. `shifted` carries k in its low bits.
struct ReducedExp {
  double shifted;
  double power;  // e^r
};
inline ReducedExp reducedExp(double x) {
  constexpr double kPerLog2 = 0x1.71547652b82fep+0;
  const double shifted = x * kPerLog2 + kRoundToInteger;
  const double k = shifted - kRoundToInteger;
  const double r = (x - k * kLog2High) - k * kLog2Low;
  double q = 0x1.1f7f27da618f1p-29;
  q = q * r + 0x1.af4dea43cc39ep-26;
  q = q * r + 0x1.27e4d4192b23bp-22;
  q = q * r + 0x1.71de02312a642p-19;
  q = q * r + 0x1.a01a01a9e9aaep-16;
  q = q * r + 0x1.a01a01abe824dp-13;
  q = q * r + 0x1.6c16c16c15a68p-10;
  q = q * r + 0x1.11111111100dbp-7;
  q = q * r + 0x1.5555555555557p-5;
  q = q * r + 0x1.5555555555557p-3;
  q = q * r + 0.5;
  return {shifted, 1 + (r + r * r * q)};
}

// e^x. Overflows to infinity, underflows gradually to 0; NaN stays NaN.
inline double exp(double x) {
  constexpr double kUnderflow = -746;  // everything below is 0
  constexpr double kOverflow = 710;    // everything above is infinite
  const double atLeast = x < kUnderflow ? kUnderflow : x;
  const double bounded = atLeast > kOverflow ? kOverflow : atLeast;

  const auto [shifted, power] = reducedExp(bounded);

  // times 2^k in two steps: k itself may lie outside the exponents of a double, its halves do not
  const std::uint64_t exponent = std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(kRoundToInteger);
  const std::uint64_t half = ((exponent + 2048) >> 1U) - 1024;
  const double scale = std::bit_cast<double>((half + 1023) << 52U);
  const double otherScale = std::bit_cast<double>((exponent - half + 1023) << 52U);
  return power * scale * otherScale;
}

// The same for -kModerate <= x <= kModerate, with fewer operations: nothing to bound, and a result far from both ends
// of the exponents, where adding k to the exponent of e^r is the exact product with 2^k. Outside, any number.
inline double moderateExp(double x) {
  const auto [shifted, power] = reducedExp(x);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(power) + (std::bit_cast<std::uint64_t>(shifted) << 52U));
}

// The natural logarithm. 0 gives minus infinity, negative numbers NaN; infinity and NaN stay.
inline double log(double x) {
  constexpr std::uint64_t kOne = 0x3ff0000000000000;
  constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd;
  constexpr double kLeastNormal = std::numeric_limits<double>::min();
  const bool isSubnormal = x < kLeastNormal;
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(isSubnormal ? x * 0x1p54 : x);

  // x = 2^k m with m in [sqrt(1/2), sqrt(2)[; the exponent is turned into a double without an integer conversion, which
  // SSE2 and AVX2 lack for 64 bits
  const std::uint64_t shifted = bits + (kOne - kRootHalf);
  const double biased = std::bit_cast<double>((shifted >> 52U) | 0x4330000000000000) - 0x1p52;
  const double k = biased - 1023 - (isSubnormal ? 54.0 : 0.0);
  const double f = std::bit_cast<double>((shifted & 0x000fffffffffffff) + kRootHalf) - 1;

  // log(1 + f) = f - f^2/2 + s (f^2/2 + z p(z)), s = f / (2 + f), z = s^2
  const double s = f / (2 + f);
  const double z = s * s;
  double p = 0x1.0c0e19c89c7cdp-3;
  p = p * z + 0x1.0fbd8f0759b26p-3;
  p = p * z + 0x1.3b1c3f6dc9989p-3;
  p = p * z + 0x1.745cf8d3ae904p-3;
  p = p * z + 0x1.c71c7201d2587p-3;
  p = p * z + 0x1.2492492476856p-2;
  p = p * z + 0x1.9999999999a3ap-2;
  p = p * z + 0x1.5555555555555p-1;
  const double halfSquare = 0.5 * f * f;
  const double finite = k * kLog2High - ((halfSquare - (s * (halfSquare + z * p) + k * kLog2Low)) - f);

  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double notLarge = x < kInfinity ? finite : x;  // infinity and NaN as they are
  const double notNegative = x < 0 ? std::numeric_limits<double>::quiet_NaN() : notLarge;
  return x == 0 ? -kInfinity : notNegative;
}

}  // namespace vigie::scoring
