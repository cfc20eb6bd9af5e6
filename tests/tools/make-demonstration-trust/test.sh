#!/usr/bin/env bash
# The tools that make a demonstration's trust and tickets, judged by openssl and jose: test.sh BIN WORK
set -uo pipefail
bin=$1
work=$2
failed=0
say() { echo "$*"; failed=1; }

rm -rf "$work"
mkdir -p "$work"
cd "$work" || exit 1
"$bin/make-demonstration-trust" make --trust trust --keys keys || say "make failed"
[ -z "$(find keys -name '*.key' ! -perm 600)" ] || say "a private key is readable by others"
[ -z "$(find trust -name '*.key')" ] || say "a private key lies in the public folder"
grep -Eq '^registre\.demonstration\.example/1\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$' trust/log.vkey || say "log.vkey: $(cat trust/log.vkey)"

openssl ecparam -name prime256v1 -genkey -noout -out centre.key
openssl req -new -key centre.key -subj /CN=centre -outform DER -out centre.csr
accredit() { "$bin/make-demonstration-trust" accredit --trust trust --keys keys --request "$1" --did "$2" --out "$3" 2>error; }
accredit centre.csr did:web:centre-0042.demonstration.example chain.pem || say "accredit failed: $(cat error)"
openssl verify -x509_strict -CAfile trust/root.pem chain.pem >/dev/null || say "openssl refuses the chain"
[ "$(openssl x509 -in chain.pem -pubkey -noout)" = "$(openssl pkey -in centre.key -pubout)" ] || say "chain.pem is for another key"
openssl x509 -in chain.pem -noout -ext subjectAltName | grep -q 'DNS:centre-0042.demonstration.example$' || say "chain.pem names another host"
openssl verify -x509_strict -CAfile trust/root.pem keys/status.pem >/dev/null || say "openssl refuses the status certificate"

# A request whose signature does not hold, and an issuer that accreditation cannot name.
head -c -1 centre.csr >cut.csr
accredit cut.csr did:web:centre-0042.demonstration.example never.pem && say "a cut request was accredited"
accredit centre.csr did:key:zDn never.pem && say "a did:key was accredited"
[ ! -e never.pem ] || say "a refused request left a chain"

echo bank >bank.cal
"$bin/make-ticket" --key keys/ticket.key --bank bank.cal --number T-1 --centre centre-0042 --codes 5 --out ticket.jws ||
  say "make-ticket failed"
openssl pkey -pubin -in keys/ticket.pub -outform DER | tail -c 64 >point
head -c 32 point | jose b64 enc -I- -o x
tail -c 32 point | jose b64 enc -I- -o y
printf '{"kty":"EC","crv":"P-256","x":"%s","y":"%s"}' "$(cat x)" "$(cat y)" >ticket.jwk
jose jws ver -i ticket.jws -k ticket.jwk -O payload || say "jose refuses the ticket"
grep -q "\"bank\":\"$(sha256sum bank.cal | cut -d' ' -f1)\"" payload || say "the ticket binds another bank: $(cat payload)"
[ "$(grep -o 'P-[2-9A-Z]*' payload | sort -u | wc -l)" -eq 5 ] || say "the ticket has not five codes"
"$bin/make-ticket" --key keys/log.key --bank bank.cal --number T-2 --centre c --out never.jws 2>/dev/null && say "an Ed25519 key signed a ticket"
"$bin/make-ticket" --key keys/ticket.key --bank bank.cal --number 'T 2' --centre c --out never.jws 2>/dev/null && say "a number with a blank was signed"
[ ! -e never.jws ] || say "a refused ticket was written"
exit $failed
