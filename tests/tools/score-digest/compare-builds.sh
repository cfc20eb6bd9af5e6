#!/usr/bin/env bash
# Builds the scoring core with other compilers and options than the shipped one and compares the digest of simulated
# tests with the committed one. usage: compare-builds.sh SOURCE_DIR SCORE_DIGEST [long]
# long: 100,000 tests on 1 and on 2 threads, with both compilers at -O0, -O3 and -O3 -march=native.
set -euo pipefail
source_dir=$1
shipped=$2
kind=${3:-short}
if [ "$kind" = long ]; then
  golden=$(cat "$source_dir/tests/fixtures/vigie-scoring-1-100000.digest")
else
  golden=$(cat "$source_dir/tests/fixtures/vigie-scoring-1.digest")
fi
plans=$(cat "$source_dir/tests/fixtures/vigie-plans-1.digest")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

check() { # name, command…
  local name=$1 digest
  shift
  digest=$("$@")
  if [ "$digest" = "$expected" ]; then
    echo "same       $name"
  else
    echo "DIFFERENT  $name: $digest, expected $expected"
    failures=$((failures + 1))
  fi
}
expected=$golden

build() { # output, compiler and options…
  local output=$1
  shift
  "$@" -std=c++23 -ffp-contract=off -I"$source_dir" -o "$output" \
    "$source_dir"/common/base/Bytes.cpp "$source_dir"/common/crypto/Digest.cpp "$source_dir"/common/scoring/*.cpp \
    "$source_dir"/tests/tools/score-digest/*.cpp -lcrypto
}

if [ "$kind" = long ]; then
  check "as shipped, 1 thread" "$shipped" 100000 1
  check "as shipped, 2 threads" "$shipped" 100000 2
  for hwcaps in -AVX2,-FMA; do
    check "as shipped, 2 threads, C library with $hwcaps" \
      env GLIBC_TUNABLES=glibc.cpu.hwcaps=$hwcaps "$shipped" 100000 2
  done
  for compiler in clang++-19 g++; do
    for options in -O0 -O3 "-O3 -march=native"; do
      # shellcheck disable=SC2086 # options are several words
      build "$work/long" "$compiler" $options
      check "$compiler $options, 1 thread" "$work/long" 100000 1
      check "$compiler $options, 2 threads" "$work/long" 100000 2
    done
  done
  [ "$failures" = 0 ] || { echo "A changed digest is a new arithmetic: see common/scoring/Arithmetic.hpp."; exit 1; }
  exit 0
fi

check "as shipped" "$shipped"
# glibc then takes the variants of its functions for processors without AVX2 and FMA.
check "as shipped, C library without AVX2 and FMA" \
  env GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA "$shipped"
build "$work/gcc" g++ -O0 & gcc=$!
build "$work/clang" clang++-19 -O3 -march=native & clang=$!
wait "$gcc"
wait "$clang"
check "g++ -O0" "$work/gcc"
check "clang++ -O3 -march=native" "$work/clang"
expected=$plans
check "vigie-plans/1 as shipped" "$shipped" plans
check "vigie-plans/1 as shipped, C library without AVX2 and FMA" \
  env GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA "$shipped" plans
check "vigie-plans/1 g++ -O0" "$work/gcc" plans
check "vigie-plans/1 clang++ -O3 -march=native" "$work/clang" plans
[ "$failures" = 0 ] || { echo "A changed digest is a new arithmetic: see common/scoring/Arithmetic.hpp."; exit 1; }
