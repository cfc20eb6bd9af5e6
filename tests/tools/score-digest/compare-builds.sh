#!/usr/bin/env bash
# Builds the scoring core with other compilers and options than the shipped one and compares the digest of simulated
# tests with the committed one. usage: compare-builds.sh SOURCE_DIR SCORE_DIGEST
set -euo pipefail
source_dir=$1
shipped=$2
golden=$(cat "$source_dir/tests/fixtures/vigie-scoring-1.digest")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

check() { # name, command…
  local name=$1 digest
  shift
  digest=$("$@")
  if [ "$digest" = "$golden" ]; then
    echo "same       $name"
  else
    echo "DIFFERENT  $name: $digest, expected $golden"
    failures=$((failures + 1))
  fi
}

build() { # output, compiler and options…
  local output=$1
  shift
  "$@" -std=c++23 -ffp-contract=off -I"$source_dir" -o "$output" \
    "$source_dir"/common/base/Bytes.cpp "$source_dir"/common/crypto/Digest.cpp "$source_dir"/common/scoring/*.cpp \
    "$source_dir"/tests/tools/score-digest/*.cpp -lcrypto -lglpk
}

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
[ "$failures" = 0 ] || { echo "A changed digest is a new arithmetic: see common/scoring/Arithmetic.hpp."; exit 1; }
