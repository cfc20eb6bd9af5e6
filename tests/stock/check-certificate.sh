#!/usr/bin/env bash
# One certificate under strangers' eyes: check-certificate.sh DIR CODE [openssl|jose|npm|sumdb ...]
# DIR: certificates/CODE.{jwt,json,tlog-proof}, did.json, chain.pem, root.pem, log/, log.vkey, status/.
# Tools: Debian's openssl and jose; npm's jose, @digitalbazaar/vc and ajv; Go's sumdb. None of our code decides anything.
# Prints a line per check; a check whose tool is not there is named SKIPPED, never passed over in silence.
# Exit: 0 nothing refused, 1 refused, 64 wrong usage.
# Environment: VIGIE_STOCK = folder of the npm packages (made by prepare.sh; build/stock), VIGIE_BIN = folder of
# go-check-log (build/release/bin), OB_SCHEMA = the Open Badges schema (../shared/vectors/schemas/…).
set -uo pipefail

[ $# -ge 2 ] || { echo "usage: check-certificate.sh DIR CODE [openssl|jose|npm|sumdb ...]" >&2; exit 64; }
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=$(cd "$1" && pwd) || exit 64
code=$2
shift 2
[ $# -gt 0 ] || set -- openssl jose npm sumdb
jwt=$dir/certificates/$code.jwt
stock=${VIGIE_STOCK:-$root/build/stock}
bin=${VIGIE_BIN:-$root/build/release/bin}
export OB_SCHEMA=${OB_SCHEMA:-$root/../shared/vectors/schemas/ob_v3p0_achievementcredential_schema.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
refused=0

accept() { echo "accepted  $*"; }
refuse() { echo "REFUSED   $*"; refused=1; }
skip() { echo "SKIPPED   $*"; }

from_base64url() {
  local text
  text=$(tr -- '-_' '+/')
  while [ $((${#text} % 4)) -ne 0 ]; do text="$text="; done
  printf '%s' "$text" | openssl base64 -d -A
}

# The chain, then the signature with the key of its first certificate: openssl wants DER where a JWS has r and s.
check_openssl() {
  openssl verify -x509_strict -CAfile "$dir/root.pem" -untrusted "$dir/chain.pem" "$dir/chain.pem" >"$work/out" 2>&1 \
    || { refuse "openssl: chain.pem: $(tail -1 "$work/out")"; return; }
  accept "openssl: chain.pem leads to root.pem"
  openssl x509 -in "$dir/chain.pem" -pubkey -noout >"$work/key.pem"
  cut -d. -f1,2 "$jwt" | tr -d '\n' >"$work/signed"
  local raw
  raw=$(cut -d. -f3 "$jwt" | tr -d '\n' | from_base64url | od -An -v -tx1 | tr -d ' \n')
  printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "${raw:0:64}" "${raw:64:64}" >"$work/asn1"
  openssl asn1parse -genconf "$work/asn1" -noout -out "$work/signature" 2>/dev/null
  if openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature" "$work/signed" >/dev/null 2>&1; then
    accept "openssl: the signature of $code.jwt verifies with the accredited key"
  else
    refuse "openssl: the signature of $code.jwt does not verify"
  fi
}

# The second verification method is #k-jwk, whose JWK signs the JWT.
check_jose() {
  command -v jose >/dev/null || { skip "jose: not installed"; return; }
  jose fmt -j "$dir/did.json" -g verificationMethod -g 1 -g publicKeyJwk -o "$work/key.jwk" 2>/dev/null
  if jose jws ver -i "$jwt" -k "$work/key.jwk" -O "$work/payload" 2>/dev/null; then
    accept "jose: the signature of $code.jwt verifies with #k-jwk of did.json"
  else
    refuse "jose: the signature of $code.jwt does not verify"
  fi
}

check_npm() {
  local check status
  for check in jose vc schema; do
    if [ ! -d "$stock/node_modules" ]; then
      skip "npm $check: the packages are not in $stock (tests/stock/prepare.sh gets them)"
      continue
    fi
    node "$stock/verify.mjs" "$check" "$dir" "$code" >"$work/out" 2>&1
    status=$?
    case $status in
      0) accept "npm: $(tail -1 "$work/out")" ;;
      77) skip "npm $check: $(tail -1 "$work/out")" ;;
      *) refuse "npm: $(tail -1 "$work/out")" ;;
    esac
  done
}

check_sumdb() {
  [ -x "$bin/go-check-log" ] || { skip "sumdb: go-check-log is not built"; return; }
  if "$bin/go-check-log" -vkey "$dir/log.vkey" -log "$dir/log" "$dir/certificates/$code.tlog-proof" >"$work/out" 2>&1; then
    accept "sumdb: $(tail -1 "$work/out")"
  else
    refuse "sumdb: $(tail -1 "$work/out")"
  fi
}

[ -f "$jwt" ] || { refuse "$jwt is not there"; exit 1; }
for tool in "$@"; do
  case $tool in
    openssl | jose | npm | sumdb) "check_$tool" ;;
    *) echo "check-certificate: no tool $tool" >&2; exit 64 ;;
  esac
done
exit $refused
