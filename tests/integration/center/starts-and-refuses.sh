#!/usr/bin/env bash
# center-server as a program: what it refuses, with which words, and that it ends cleanly.
#   starts-and-refuses.sh BIN SOURCE
set -euo pipefail
bin=$1 source_dir=$2
work=$(mktemp -d)
server=
cleanup() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"; }
trap cleanup EXIT
cd "$work"

refuses() { # STATUS WORDS COMMAND…
  local expected=$1 words=$2 status=0; shift 2
  "$@" >answer 2>&1 || status=$?
  [ "$status" = "$expected" ] || { echo "FAILED: $* answered $status, expected $expected:"; cat answer; exit 1; }
  grep -qF -- "$words" answer || { echo "FAILED: $* did not say \"$words\":"; cat answer; exit 1; }
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

"$bin/make-demonstration-trust" make --trust trust --keys keys >/dev/null
(umask 077 && openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt >keys/bank.key)
openssl pkey -in keys/bank.key -pubout >keys/bank.pub
"$bin/bank-build" --items "$source_dir/deploy/demonstration/items.json" --bank-key keys/bank.key \
  --content-key-out content.key --out bank >/dev/null
cat >centre.toml <<TOML
[centre]
number = "0042"
name = "Test"
did = "did:web:centre-0042.vigie.example"
data = "data"
[listen]
port = $(free_port)
enrolment_port = $(free_port)
[bank]
calibration = "bank/bank.cal"
items = "bank/bank.items"
content_key = "content.key"
authority = "keys/bank.pub"
[test]
definition = "$source_dir/deploy/demonstration/certification.json"
[registry]
ticket_key = "keys/ticket.pub"
[issuing]
chain = "chain.pem"
status_list = "https://registry.vigie.example/status/0042"
TOML

# Usage and configuration.
refuses 64 "Run with --help" "$bin/center-server" frobnicate
refuses 1 "there is no configuration file" "$bin/center-server" run --config none.toml
sed 's/^port = .*/port = 70000/; s/^did = .*/dad = "x"/' centre.toml >wrong.toml
refuses 1 "[listen] port" "$bin/center-server" run --check-config --config wrong.toml
refuses 1 "dad" "$bin/center-server" run --check-config --config wrong.toml
refuses 1 "[centre] did: missing" "$bin/center-server" run --check-config --config wrong.toml
"$bin/center-server" run --check-config --config centre.toml | grep -q correct

# A centre is made once, and does not run before it is made.
refuses 1 "there is no" "$bin/center-server" run --config centre.toml
"$bin/center-server" init --config centre.toml >/dev/null
refuses 1 "there is a centre in" "$bin/center-server" init --config centre.toml
[ "$(stat -c %a data/authority.key)" = 600 ] || { echo "FAILED: authority.key can be read by others"; exit 1; }

# A test definition of version 2: one that cannot be carried out is refused with its reason, a good one runs.
plan=$source_dir/deploy/demonstration/certification-plan.json
sed 's/"maximumLength": 28/"maximumLength": 200/' "$plan" >long.json
sed "s|^definition = .*|definition = \"long.json\"|" centre.toml >long.toml
refuses 1 "asks 200" "$bin/center-server" run --config long.toml
sed 's/"minimumAnswers": 8/"minimumAnswers": 20/' "$plan" >early.json
sed "s|^definition = .*|definition = \"early.json\"|" centre.toml >early.toml
refuses 1 "result.minimumAnswers" "$bin/center-server" run --config early.toml
sed "s|^definition = .*|definition = \"$plan\"|" centre.toml >plan.toml
coproc PLAN { exec "$bin/center-server" run --config plan.toml 2>&1; }
server=$PLAN_PID
lines=${PLAN[0]}
while read -r line <&"$lines"; do case "$line" in *listens*) break ;; esac; done
kill -TERM "$server"
wait "$server" || { echo "FAILED: a centre with a plan ended with $?"; exit 1; }
server=

# It runs, alone, and ends cleanly.
coproc RUN { exec "$bin/center-server" run --config centre.toml 2>&1; }
server=$RUN_PID
lines=${RUN[0]}
while read -r line <&"$lines"; do case "$line" in *listens*) break ;; esac; done
refuses 1 "another" "$bin/center-server" run --config centre.toml
kill -TERM "$server"
status=0
wait "$server" || status=$?
server=
[ $status = 0 ] || { echo "FAILED: SIGTERM ended the server with $status"; exit 1; }

# Damage is named, never passed over.
cp -r data intact
# (An insider first removes the triggers that forbid it.)
sqlite3 data/journal.sqlite "select 'drop trigger ' || name || ';' from sqlite_master where type = 'trigger'" |
  sqlite3 data/journal.sqlite
sqlite3 data/journal.sqlite "update record set blob = cast(x'00' || substr(blob, 2) as blob) where sequence = 2"
refuses 1 "2" "$bin/center-server" run --config centre.toml
rm -rf data && cp -r intact data
printf 'x' >>bank/bank.items
refuses 1 "bank" "$bin/center-server" run --config centre.toml
rm data/journal.sqlite
refuses 1 "journal" "$bin/center-server" run --config centre.toml
echo "center-server refused what it must, and ended cleanly"
