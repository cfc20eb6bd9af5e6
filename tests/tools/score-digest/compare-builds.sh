#!/usr/bin/env bash
# Builds the scoring core with other compilers and options than the shipped one and compares digests of simulated tests.
#   compare-builds.sh SOURCE_DIR SCORE_DIGEST
#       both committed digests (3,000 tests of vigie-scoring/1, 240 of vigie-plans/1): as shipped, g++ -O0, g++ -O3
#       -march=native, clang++ -O3 -march=native, the C library without AVX2 and FMA, 1 and 2 threads
#   compare-builds.sh SOURCE_DIR SCORE_DIGEST shipped | COMPILER [OPTION…]
#       one cell of the nightly grid: 100,000 tests of vigie-scoring/1 on 1 and on 2 threads (shipped: also the C library
#       without AVX2 and FMA). DIGEST_TESTS=N: N tests instead, against the shipped program's own digest on 1 thread.
set -euo pipefail
source_dir=$1
shipped=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
without_avx=GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA

check() { # name, command…
  local name=$1 digest start=$SECONDS
  shift
  digest=$("$@")
  if [ "$digest" = "$expected" ]; then
    echo "same       $name ($((SECONDS - start)) s)"
  else
    echo "DIFFERENT  $name: $digest, expected $expected"
    failures=$((failures + 1))
  fi
}

build() { # output, compiler and options…
  local output=$1
  shift
  "$@" -std=c++23 -ffp-contract=off -I"$source_dir" -o "$output" \
    "$source_dir"/common/base/Bytes.cpp "$source_dir"/common/crypto/Digest.cpp "$source_dir"/common/scoring/*.cpp \
    "$source_dir"/tests/tools/score-digest/*.cpp -lcrypto
}

finish() {
  [ "$failures" = 0 ] || { echo "A changed digest is a new arithmetic: see common/scoring/Arithmetic.hpp."; exit 1; }
  exit 0
}

if [ $# -gt 0 ]; then
  tests=${DIGEST_TESTS:-100000}
  if [ "$tests" = 100000 ]; then
    expected=$(cat "$source_dir/tests/fixtures/vigie-scoring-1-100000.digest")
  else
    expected=$("$shipped" "$tests" 1)
  fi
  if [ "$1" = shipped ]; then
    check "$tests tests, as shipped, 1 thread" "$shipped" "$tests" 1
    check "$tests tests, as shipped, 2 threads" "$shipped" "$tests" 2
    check "$tests tests, as shipped, 2 threads, C library without AVX2 and FMA" env "$without_avx" "$shipped" "$tests" 2
  else
    build "$work/cell" "$@"
    check "$tests tests, $*, 1 thread" "$work/cell" "$tests" 1
    check "$tests tests, $*, 2 threads" "$work/cell" "$tests" 2
  fi
  finish
fi

build "$work/gcc" g++ -O0 & gcc=$!
build "$work/gcc-native" g++ -O3 -march=native & gcc_native=$!
wait "$gcc"
wait "$gcc_native"
build "$work/clang-native" clang++-19 -O3 -march=native
expected=$(cat "$source_dir/tests/fixtures/vigie-scoring-1.digest")
check "as shipped" "$shipped"
# glibc then takes the variants of its functions for processors without AVX2 and FMA.
check "as shipped, C library without AVX2 and FMA" env "$without_avx" "$shipped"
check "g++ -O0" "$work/gcc"
check "g++ -O3 -march=native" "$work/gcc-native"
check "clang++ -O3 -march=native" "$work/clang-native"
expected=$(cat "$source_dir/tests/fixtures/vigie-plans-1.digest")
check "vigie-plans/1 as shipped" "$shipped" plans
check "vigie-plans/1 as shipped, C library without AVX2 and FMA" env "$without_avx" "$shipped" plans
check "vigie-plans/1 g++ -O0" "$work/gcc" plans
check "vigie-plans/1 g++ -O3 -march=native" "$work/gcc-native" plans
check "vigie-plans/1 clang++ -O3 -march=native" "$work/clang-native" plans
expected=$("$shipped" 1000 1)
check "1,000 tests apart, as shipped, 2 threads" "$shipped" 1000 2
check "1,000 tests apart, g++ -O3 -march=native, 2 threads" "$work/gcc-native" 1000 2
check "1,000 tests apart, clang++ -O3 -march=native, 2 threads" "$work/clang-native" 1000 2
finish
