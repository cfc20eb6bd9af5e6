#!/usr/bin/env bash
# A real centre, real links: one workstation breaks every rule while a candidate sits at another. Each deed is refused by
# name, logged without personal data, and the candidate goes on. Then the disk fills, the date is wrong, the journal and
# the bank are damaged: what was acknowledged is never lost.
#   bad-input.sh BIN SOURCE HOSTILE-PEER
set -euo pipefail
bin=$1 source_dir=$2 hostile=$3
work=$(mktemp -d)
. "$source_dir/tests/support/centre.sh"
trap 'end_programs; rm -rf "$work"' EXIT
cd "$work"

make_centre
start_centre
enrol_console
open_session 2
"$bin/make-ticket" --key keys/ticket.key --bank bank/bank.cal --centre 0042 --kind demonstration --number T-2 \
  --codes 5 --days 2 --out second.jws >/dev/null
cli ticket load second.jws >/dev/null
candidate=$(field 0.reference <candidates.json)
other=$(field 1.reference <candidates.json)
: >acknowledged
seat 1 --code "$(field 0.code <candidates.json)" --pace 2000 --acknowledged "$work/acknowledged"
sitting_pid=$seat_pid
cli session wait --session "$session" --candidate "$candidate" --phase identified --timeout 60 >/dev/null
cli candidate confirm "$candidate" --session "$session" >/dev/null
"$hostile" --machine seats/hostile --enrol "$(cli workstation code --label "Poste 9" | field code)" --port "$port" \
  --enrolment-port "$enrolment_port"

acknowledged() { wc -l <acknowledged; }
question() { cli candidate show "$candidate" --session "$session" | field question; }
goes_on() { # the candidate gets another acknowledgement after this
  cli session wait --session "$session" --candidate "$candidate" --question "$(($(question) + 1))" --timeout 60 >/dev/null
}

# deed NAME ANSWER LOG: what the hostile workstation is told, and what the log calls it.
deed() {
  timeout 60 "$hostile" --machine seats/hostile "$1" >said || fail "$1: hostile-peer ended with $?"
  grep -qxF -- "$2" said || { cat said; fail "$1: the centre did not answer \"$2\""; }
  grep -qxF ended said || { cat said; fail "$1: the link went on"; }
  await server.log "$3"
  printf '  %-28s %-28s %s\n' "$1" "$2" "$3"
}

echo "deed, what the workstation is told, what the log says:"
deed frame-over-its-cap ended too-big
deed frame-of-unknown-type ended "unknown"
deed frame-without-type ended "ended"
goes_on
deed no-hello "refused hello-missing" ": hello-missing"
deed old-protocol-version "refused protocol-version" ": protocol-version"
deed future-protocol-version "refused protocol-version" ": protocol-version"
goes_on
deed damaged-message "refused message-malformed" ": message-malformed"
deed wrong-role "refused message-unknown" ": message-unknown"
deed what-only-the-centre-says ended "is not one the peer may send"
goes_on

# ---- a wrong date ----
# dated DATE: a command's beginning, with that date but the clock that counts exam time as it is. (The command `faketime`
# would stand between us and the program's process id.)
faketime_library=$(find /usr/lib -name libfaketimeMT.so.1 | head -n 1)
[ -n "$faketime_library" ] || fail "faketime is not installed: deploy/install-dependencies.sh does it"
dated() { at_date=(env "LD_PRELOAD=$faketime_library" "FAKETIME=@$1" FAKETIME_DONT_FAKE_MONOTONIC=1); }
# A seat in 2000 or 2040 is served all the same: its own date decides nothing.
for date in "2000-01-01 08:00:00" "2040-01-01 08:00:00"; do
  rm -f "seat-late.acknowledged"
  dated "$date"
  "${at_date[@]}" setsid "$bin/seat-simulator" --machine seats/hostile --answers "$source_dir/deploy/demonstration/items.json" \
    --code "$(field 1.code <candidates.json)" --pace 400 --acknowledged "$work/seat-late.acknowledged" >late.log 2>&1 &
  late_pid=$!
  programs+=("$late_pid")
  if [ "$date" = "2000-01-01 08:00:00" ]; then
    cli session wait --session "$session" --candidate "$other" --phase identified --timeout 60 >/dev/null
    cli candidate confirm "$other" --session "$session" >/dev/null
  fi
  at=$(cli candidate show "$other" --session "$session" | field question)
  cli session wait --session "$session" --candidate "$other" --question "$((at + 2))" --timeout 60 >/dev/null ||
    { cat late.log; fail "a seat whose date is $date was not served"; }
  kill -9 "$late_pid" 2>/dev/null || true
  wait "$late_pid" 2>/dev/null || true
  echo "  a seat whose date is $date: served"
done

# ---- a server that lost its date ----
# It runs on from 2000: staff still reach it, and whoever opens a session is told what to do.
start_in() { # DATE
  : >server.log
  dated "$1"
  "${at_date[@]}" setsid "$bin/center-server" run --config centre.toml >>server.log 2>&1 &
  server_pid=$!
  programs+=("$server_pid")
  await server.log listens
}
refused() { # WORDS COMMAND…: the console is refused with these words
  local words=$1 status=0; shift
  "$bin/proctor-cli" --config cli.toml --json "$@" >said 2>&1 || status=$?
  [ $status != 0 ] && grep -qF -- "$words" said || { cat said; fail "$* ended with $status and did not say \"$words\""; }
  printf '  %-28s %-28s\n' "$*" "$words"
}
stop_centre TERM
start_in "2000-01-01 08:00:00"
await server.log clock-wrong
second=$(cli session create --ticket T-2 | field session)
refused clock-wrong session open --session "$second"
goes_on
stop_centre TERM
echo "  a server whose date is 2000: staff are told to set it, no session opens, who sits goes on"

# In 2040 every machine's certificate has expired: nobody is served, and both ends say why.
start_in "2040-01-01 08:00:00"
sed -i 's/^timeout = .*/timeout = 5/' cli.toml
refused expired session list
await server.log "expired"
sed -i 's/^timeout = .*/timeout = 60/' cli.toml
stop_centre TERM

# A hundred days on every machine's certificate has expired, and the date may be true: each renews its own, and goes on.
start_in "$(date -d '+100 days' '+%F %T')"
sed -i 's/^timeout = .*/timeout = 60/' cli.toml
goes_on
for machine in console seats/1; do
  openssl x509 -in "$machine/machine.pem" -noout -checkend $((150 * 86400)) >/dev/null ||
    fail "the certificate of $machine was not renewed: $(openssl x509 -in "$machine/machine.pem" -noout -enddate)"
done
stop_centre TERM
echo "  a hundred days on: console and seat renewed their certificates, the candidate went on"

# Right again: everything is there, and the candidates go on.
start_centre
goes_on
cli candidate show "$candidate" --session "$session" >shown.json
python3 - shown.json acknowledged <<'PYTHON'
import json, sys
there = {(a["question"], a["sha256"]) for a in json.load(open(sys.argv[1]))["acknowledged"]}
told = {(int(q), h) for _, q, h in (line.split() for line in open(sys.argv[2]))}
assert told and told <= there, sorted(told - there)
print(f"  {len(told)} acknowledged answers, all of them there")
PYTHON

# Nothing of this names a person.
cut -d, -f1,2 candidates.csv | tail -n +2 | tr ',' '\n' | sort -u | grep -v '^$' >names
cat ./*.log >all-logs
! grep -nF -f names all-logs || fail "a log names a candidate"
kill "$sitting_pid" 2>/dev/null || true
echo "a real centre refused all of it by name and went on serving"
