#!/usr/bin/env bash
# Strangers' tools and ours on the same files, good and forged: test.sh CASE BIN WORK
# BIN: folder of our programs; WORK: a folder of this run's own, where the case makes its sample nation.
# A forgery must be refused by the stock tool it is meant for and by verify-certificate with status 3 and a sentence.
# Exit: 0 as expected, 1 not, 77 a tool is missing.
set -uo pipefail
case=$1
bin=$2
work=$3
here=$(cd "$(dirname "$0")" && pwd)
export VIGIE_BIN=$bin VIGIE_STOCK=${VIGIE_STOCK:-$here/../../build/stock}
failed=0

say() { echo "$*"; failed=1; }

rm -rf "$work"
mkdir -p "$work"
"$bin/make-sample-nation" --out "$work" --certificates 2 --entries 300 || exit 1
code=$(head -1 "$work/codes")
other=$(tail -1 "$work/codes")
good=$work/good

ours() { "$bin/verify-certificate" "$1" --trust "$2" --lang en; }

expect_ours() {  # STATUS FILE DIR WHAT
  local sentence status
  sentence=$(ours "$2" "$3")
  status=$?
  [ $status -eq "$1" ] || say "$4: verify-certificate said $status instead of $1: $sentence"
  [ -n "$sentence" ] || say "$4: verify-certificate said nothing"
  [ "$1" -ne 3 ] || [[ $sentence == *"forged or damaged"* ]] || say "$4: no word of forgery: $sentence"
}

# A forged copy of the good folder: forge NAME, then change files in $forged.
forge() {
  forged=$work/$1
  rm -rf "$forged"
  cp -r "$good" "$forged"
}

expect_refused() {  # TOOL WHAT: a line "REFUSED   TOOL…" by check-certificate.sh
  local out
  out=$("$here/check-certificate.sh" "$forged" "$code" "${1%%:*}")
  grep -q "^REFUSED   $1" <<<"$out" || say "$2: $1 did not refuse: $out"
}

# Replaces one character at an offset by its neighbour in the alphabet of base64.
bend() {  # FILE OFFSET
  local byte
  byte=$(dd if="$1" bs=1 skip="$2" count=1 2>/dev/null)
  if [ "$byte" = A ]; then byte=B; else byte=A; fi
  printf '%s' "$byte" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

case $case in
  good)
    "$here/check-certificate.sh" "$good" "$code" >"$work/out" || say "refused: $(cat "$work/out")"
    cat "$work/out"
    expect_ours 0 "$good/certificates/$code.jwt" "$good" good
    expect_ours 0 "$good/certificates/$code.json" "$good" good
    # The tools that Debian brings must have looked; npm's may be out of reach.
    for tool in openssl jose sumdb; do grep -q "^accepted  $tool" "$work/out" || say "$tool did not look"; done
    if grep -q "^SKIPPED" "$work/out" && [ $failed -eq 0 ]; then exit 77; fi
    ;;
  jwt)
    size=$(stat -c %s "$good/certificates/$code.jwt")
    for at in 60 400 $((size / 2)) $((size - 40)); do
      forge "jwt-$at"
      bend "$forged/certificates/$code.jwt" "$at"
      for tool in openssl jose npm; do expect_refused "$tool" "jwt byte $at"; done
      expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "jwt byte $at"
    done
    forge jwt-other-key
    cp "$good/certificates/$other.jwt" "$forged/certificates/$code.jwt"
    expect_refused "npm: jose" "another code's jwt"
    expect_refused sumdb "another code's jwt"
    expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "another code's jwt"
    ;;
  json)
    [ -d "$VIGIE_STOCK/node_modules" ] || exit 77
    for change in 's/"value":"512"/"value":"895"/' 's/"proofValue":"z2/"proofValue":"z3/;t;s/"proofValue":"z./"proofValue":"z2/' 's/not-locked/as-locked/'; do
      forge json
      sed -i "$change" "$forged/certificates/$code.json"
      cmp -s "$good/certificates/$code.json" "$forged/certificates/$code.json" && say "$change changed nothing"
      expect_refused "npm: vc" "$change"
      expect_ours 3 "$forged/certificates/$code.json" "$forged" "$change"
    done
    # An unknown term: the credential's proof breaks, and safe mode alone would refuse it too.
    forge json-term
    sed -i 's/"evidence":/"durée":"1h","evidence":/' "$forged/certificates/$code.json"
    expect_refused "npm: vc" "an unknown term"
    expect_ours 3 "$forged/certificates/$code.json" "$forged" "an unknown term"
    # The schema wants the proof in an array.
    forge json-shape
    sed -i 's/"proof":\[\(.*\)\],"type"/"proof":\1,"type"/' "$forged/certificates/$code.json"
    cmp -s "$good/certificates/$code.json" "$forged/certificates/$code.json" && say "the proof was not taken out of its array"
    [ ! -f "${OB_SCHEMA:-$here/../../../shared/vectors/schemas/ob_v3p0_achievementcredential_schema.json}" ] ||
      expect_refused "npm: schema" "a proof outside an array"
    expect_ours 3 "$forged/certificates/$code.json" "$forged" "a proof outside an array"
    ;;
  chain)
    forge chain
    "$bin/make-sample-nation" --out "$work/stranger" --certificates 1 --entries 1
    cp "$work/stranger/good/root.pem" "$forged/root.pem"
    expect_refused openssl "a stranger's root"
    expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "a stranger's root"
    forge did
    cp "$work/stranger/good/did.json" "$forged/did.json"
    expect_refused jose "a stranger's did.json"
    expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "a stranger's did.json"
    ;;
  log)
    for file in log/checkpoint log/tile/0/000 log/tile/0/002.p/90 log/tile/1/000.p/2 log/tile/entries/001; do
      forge log
      [ -f "$forged/$file" ] || { say "the sample has no $file"; continue; }
      bend "$forged/$file" 70
      expect_refused sumdb "$file"
    done
    forge proof
    proof=$forged/certificates/$code.tlog-proof
    lines=$(wc -l <"$proof")
    for line in $(seq 1 "$lines"); do
      [ -n "$(sed -n "${line}p" "$good/certificates/$code.tlog-proof")" ] || continue
      cp "$good/certificates/$code.tlog-proof" "$proof"
      sed -i "${line}s/\(.*\)[^=]\(=*\)\$/\1!\2/" "$proof"
      expect_refused sumdb "proof line $line"
      expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "proof line $line"
    done
    forge swapped
    cp "$good/certificates/$other.tlog-proof" "$forged/certificates/$code.tlog-proof"
    expect_refused sumdb "another certificate's proof"
    expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "another certificate's proof"
    ;;
  status)
    [ -d "$VIGIE_STOCK/node_modules" ] || exit 77
    forged=$work/revoked
    expect_refused "npm: vc: refused: revoked" revoked
    expect_ours 1 "$forged/certificates/$code.jwt" "$forged" revoked
    expect_ours 0 "$forged/certificates/$other.jwt" "$forged" "the one beside it"
    forge status
    sed -i 's/"encodedList":"uH4sI/"encodedList":"uH4sJ/' "$forged/status/centre-0042.json"
    expect_refused "npm: vc" "a changed list"
    expect_ours 3 "$forged/certificates/$code.jwt" "$forged" "a changed list"
    ;;
  *) echo "test.sh: no case $case" >&2; exit 64 ;;
esac
exit $failed
