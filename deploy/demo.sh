#!/usr/bin/env bash
# A whole session on this machine: installs, builds, opens a session, lets N simulated candidates sit an exam over real
# mutual TLS, ends with certificates that strangers' tools verify. Leaves no process; exits 0 only if every step held.
#   deploy/demo.sh [--seats N] [--out DIR] [--keep] [--pace MS]
# Programs can be killed from outside and started again by `sh DIR/run/NAME.cmd`: the demonstration goes on.
set -euo pipefail

seats=3 out=out keep=no pace=250
usage() { sed -n '2,5p' "$0" | sed 's/^# \{0,1\}//'; }
while [ $# -gt 0 ]; do
  case "$1" in
    --seats) seats=${2:?--seats wants a number}; shift 2 ;;
    --out) out=${2:?--out wants a folder}; shift 2 ;;
    --pace) pace=${2:?--pace wants milliseconds}; shift 2 ;;
    --keep) keep=yes; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "demo.sh: unknown option $1" >&2; usage >&2; exit 64 ;;
  esac
done
case "$seats$pace" in *[!0-9]*) echo "demo.sh: --seats and --pace want whole numbers" >&2; exit 64 ;; esac
[ "$seats" -ge 1 ] && [ "$seats" -le 50 ] || { echo "demo.sh: --seats wants 1 to 50" >&2; exit 64; }

source_dir=$(cd "$(dirname "$0")/.." && pwd)
bin=$source_dir/build/release/bin
steps=12 step=0
say() { step=$((step + 1)); printf '\n[%d/%d] %s\n' "$step" "$steps" "$1"; }

# ---- programs that can be killed and started again ----

# start NAME PROGRAM ARGUMENT…: writes run/NAME.cmd and runs it.
start() {
  local name=$1; shift
  {
    echo '#!/bin/sh'
    echo "# Starts $name again; writes its process id to $name.pid."
    printf 'cd %q\n' "$out"
    printf 'setsid'; printf ' %q' "$@"
    printf ' >>%q 2>&1 </dev/null &\n' "log-of-programs/$name.log"
    printf 'echo $! >%q\n' "run/$name.pid"
  } >"$out/run/$name.cmd"
  sh "$out/run/$name.cmd"
}

ended() { /usr/bin/python3 "$source_dir/deploy/demonstration/await-end.py" "$@"; } # PID SECONDS

stop_all() {
  local file pid
  for file in "$out"/run/*.pid "$out"/run/desktop/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || continue
    ended "$pid" 20 || kill -9 "$pid" 2>/dev/null || true
    rm -f "$file"
  done
}

finished=no
on_exit() {
  local status=$?
  if [ "$finished" = yes ] && [ "$keep" = yes ]; then return; fi
  [ -d "$out/run" ] && stop_all
  [ "$finished" = yes ] || { echo; echo "demo.sh: step $step of $steps did not hold; logs are in $out/log-of-programs" >&2; }
  return $status
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# start_ready NAME PROGRAM ARGUMENT…: the same, until the program has written a line to its file descriptor 3, a pipe
# that we hold open, too: the program may close it at once.
start_ready() {
  local name=$1 ready line; shift
  mkfifo "$out/run/$name.ready"
  exec {ready}<>"$out/run/$name.ready"
  # shellcheck disable=SC2016
  start "$name" sh -c 'exec 3<>"$0"; exec "$@"' "run/$name.ready" "$@"
  read -r -t 30 -u "$ready" line || { echo "demo.sh: $name does not come up" >&2; return 1; }
  exec {ready}>&-
}

# start_screen NAME [ARGUMENT…]: a screen that is not there, for windows; $display names it.
start_screen() {
  local name=$1; shift
  display=100
  while [ -e "/tmp/.X11-unix/X$display" ]; do display=$((display + 1)); done
  start_ready "$name" Xvfb ":$display" -displayfd 3 -screen 0 1366x768x24 -nolisten tcp "$@"
}

# await_line NAME TEXT: until that program has written a line with this text.
await_line() {
  local tail status=0
  rm -f "$out/run/lines"
  mkfifo "$out/run/lines"
  tail -n +1 -F "$out/log-of-programs/$1.log" >"$out/run/lines" 2>/dev/null &
  tail=$!
  timeout 60 grep -q -m 1 -F -e "$2" "$out/run/lines" || status=$?
  kill "$tail" 2>/dev/null || true
  wait "$tail" 2>/dev/null || true
  return $status
}

# One JSON value on standard output; a refusal goes to standard error, where somebody sees it.
cli() {
  local answer status=0
  answer=$("$bin/proctor-cli" --config "$out/cli.toml" --json "$@") || status=$?
  if [ $status -ne 0 ]; then echo "proctor-cli $*: $answer" >&2; return $status; fi
  printf '%s\n' "$answer"
}
field() { node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{let v=JSON.parse(t);for(const k of process.argv[1].split("."))v=v[k];console.log(v)})' "$1"; }

# ---- the session ----

say "Install what is missing"
"$source_dir/deploy/install-dependencies.sh"

say "Build the release preset"
cmake -S "$source_dir" --preset release >/dev/null
cmake --build "$source_dir/build/release"

say "Make a demonstration registry (root, log, keys) and the item bank"
rm -rf "$out"
mkdir -p "$out"
out=$(cd "$out" && pwd)
mkdir -p "$out"/{run,log-of-programs,keys,certificates,sessions,status,bank,screens}
trap on_exit EXIT
registry_port=$(free_port)
"$bin/national-registry" init --config "$out/registry.toml" --out "$out/registry" --port "$registry_port" >/dev/null
"$bin/bank-build" --items "$source_dir/deploy/demonstration/items.json" \
  --bank-key "$out/registry/keys-of-bank/bank-authority.key" --content-key-out "$out/keys/content.key" --out "$out/bank"
start national-registry "$bin/national-registry" run --config "$out/registry.toml"

say "Make the centre, have it accredited, start its server"
did=did:web:centre-0042.vigie.example
cat >"$out/centre.toml" <<TOML
[centre]
number = "0042"
name = "Médiathèque de démonstration"
did = "$did"
data = "centre"
[listen]
port = $(free_port)
enrolment_port = $(free_port)
[bank]
calibration = "bank/bank.cal"
items = "bank/bank.items"
content_key = "keys/content.key"
authority = "registry/certificates/bank-authority.pem"
[test]
definition = "certification.json"
[pictures]
every_ms = 1000
[registry]
ticket_key = "registry/certificates/ticket.pem"
host = "127.0.0.1"
port = $registry_port
authority = "registry/for-centres/registry-tls.pem"
certificate = "registry-client.pem"
log_key = "registry/for-centres/log.vkey"
[issuing]
chain = "chain.pem"
status_chain = "registry/for-centres/status.pem"
status_list = "$(sed -n 's/^url = "\(.*\)"/\1/p' "$out/registry.toml")/status/0042"
TOML
cp "$source_dir/deploy/demonstration/certification.json" "$out/"
port=$(sed -n '/^\[listen\]/,/^\[/s/^port = //p' "$out/centre.toml")
enrolment_port=$(sed -n 's/^enrolment_port = //p' "$out/centre.toml")
console_code=$("$bin/center-server" init --config "$out/centre.toml" | tail -n 1)
"$bin/national-registry" accredit --config "$out/registry.toml" --number 0042 --did "$did" \
  --request "$out/centre/issuing.csr" --out "$out/chain.pem" \
  --client-request "$out/centre/registry.csr" --client-out "$out/registry-client.pem" >/dev/null
start center-server "$bin/center-server" run --config "$out/centre.toml"

say "Enrol the console, $seats seats and a spare one"
(umask 077 && openssl rand -base64 24 >"$out/keys/staff.password")
cat >"$out/cli.toml" <<TOML
machine = "console"
staff_key = "console/staff.key"
password_file = "keys/staff.password"
timeout = 120
TOML
cli enrol --code "$console_code" --host 127.0.0.1 --port "$port" --enrolment-port "$enrolment_port" >/dev/null
spare=$((seats + 1))
for ((i = 1; i <= spare; i++)); do
  cli workstation code --label "Poste $i" | field code >"$out/run/seat-$i.code"
done
echo "Codes of $spare workstations are ready."

say "Load a ticket, make a session, add the candidates, open"
"$bin/national-registry" ticket --config "$out/registry.toml" --centre 0042 --bank "$out/bank/bank.cal" \
  --test "$out/certification.json" --kind demonstration --codes "$((seats + 5))" --days 2 --out "$out/ticket.jws" >/dev/null
cli ticket load "$out/ticket.jws" >/dev/null
session=$(cli session create --ticket "$(cli ticket list | field 0.ticket)" | field session)
awk -v n="$seats" 'NR == 1 { print; next } { rows[NR - 2] = $0 } END { for (i = 0; i < n; i++) print rows[i % (NR - 1)] }' \
  "$source_dir/deploy/demonstration/candidates.csv" >"$out/candidates.csv"
cli candidate add --csv "$out/candidates.csv" --session "$session" >"$out/candidates.json"
cli session open --session "$session" >/dev/null
start_screen screen
start proctor-console env "DISPLAY=:$display" "$bin/proctor-console" --config "$out/cli.toml" --lang en \
  --session "$session" --picture "$out/screens/console.png"
await_line proctor-console "room: shown"
echo "The invigilator's window shows the room."
candidate() { field "$(($1 - 1)).reference" <"$out/candidates.json"; }
await() { cli session wait --session "$session" --timeout 120 "$@" >/dev/null; }

say "Candidates check in; an invigilator confirms that each of them is there"
seat() {
  local i=$1; shift
  start "seat-$i" "$bin/seat-simulator" --machine "$out/seats/$i" --enrol "$(cat "$out/run/seat-$i.code")" \
    --host 127.0.0.1 --port "$port" --enrolment-port "$enrolment_port" \
    --answers "$source_dir/deploy/demonstration/items.json" --wrong "$((5 + i))" --pace "$pace" --seed "$i" \
    --acknowledged "$out/run/seat-$i.acknowledged" \
    --camera "$out/run/camera-$i" --picture-every 1000 --pictures "$out/run/seat-$i.pictures" "$@"
}
"$source_dir/deploy/demonstration/fetch-picture.sh" "$source_dir/build/demonstration/astronaut.png"
for ((i = 1; i <= spare; i++)); do
  "$bin/make-demonstration-camera" --picture "$source_dir/build/demonstration/astronaut.png" --out "$out/run/camera-$i" --seed "$i"
done
code() { field "$(($1 - 1)).code" <"$out/candidates.json"; }

# The first seat is the candidate's window, on a screen and a D-Bus of its own. Somebody sits there who reads the
# screen, types and presses like a person (tests/end-to-end/person).
window() {
  local i=$1 desktop=$out/run/desktop display bus
  mkdir -p "$desktop/frames" "$out/log-of-programs/desktop"
  start_screen desktop/screen -fbdir "$desktop/frames"
  bus=unix:abstract=vigie-demonstration-$$-$display
  start_ready desktop/bus env "DISPLAY=:$display" dbus-daemon --session --nofork --nopidfile "--address=$bus" --print-address=3
  local here=(env "DISPLAY=:$display" "DBUS_SESSION_BUS_ADDRESS=$bus" QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1)
  start desktop/person "${here[@]}" /usr/bin/python3 "$source_dir/tests/end-to-end/person/person.py" \
    --bank "$source_dir/deploy/demonstration/items.json" --enrol "$(cat "$out/run/seat-$i.code")" --code "$(code "$i")" \
    --reference "$(candidate "$i")" --acknowledged "$out/run/seat-$i.acknowledged" --wrong "$((5 + i))" --pace "$pace" \
    --alert-at 3 --framebuffer "$desktop/frames/Xvfb_screen0" --picture "$out/screens/question.png"
  start "seat-$i" "${here[@]}" "$bin/candidate-client" --machine "$out/seats/$i" \
    --host 127.0.0.1 --port "$port" --enrolment-port "$enrolment_port" --camera "$out/run/camera-$i"
}
window 1
for ((i = 2; i <= seats; i++)); do seat "$i" --code "$(code "$i")"; done
seat "$spare"
await --until all-identified
cli candidate confirm --all --session "$session" >/dev/null
cli candidate message "Bon courage à tous. Prenez votre temps." --session "$session" >/dev/null
echo "$seats candidates are at work."

say "An alert, a pause, a move to another seat, and the server killed in the middle"
await --until alert
await_line proctor-console "picture: a report waits"
cli alert resolve 1 --outcome replace --session "$session" >/dev/null
echo "Candidate 1 reported a problem: the question was replaced, the time credited."
if [ "$seats" -ge 2 ]; then
  await --candidate "$(candidate 2)" --question 5
  cli candidate pause "$(candidate 2)" --session "$session" >/dev/null
  cli candidate tile "$(candidate 2)" --out "$out/run/tile.jpg" --session "$session" >/dev/null
  [ "$(head -c 3 "$out/run/tile.jpg" | od -An -tx1 | tr -d ' ')" = ffd8ff ]
  rm "$out/run/tile.jpg"
  cli candidate resume "$(candidate 2)" --session "$session" >/dev/null
  echo "Candidate 2 was paused and resumed."
  echo "An invigilator saw what the camera of candidate 2 sees; nothing of it was kept."
fi
await --candidate "$(candidate "$seats")" --question 8
cli candidate move "$(candidate "$seats")" --to "Poste $spare" --session "$session" >/dev/null
await --candidate "$(candidate "$seats")" --question 10
echo "Candidate $seats was moved to Poste $spare and goes on there, without a new code."
await --candidate "$(candidate 1)" --question 12
kill -9 "$(cat "$out/run/center-server.pid")" 2>/dev/null || echo "(somebody killed the server before us)"
echo "The server was killed with kill -9. Three seconds of darkness…"
sleep 3
sh "$out/run/center-server.cmd"
await --candidate "$(candidate 1)" --question 13
echo "It is back; candidate 1 goes on."
await --until all-ended

say "Every acknowledged answer is there, and lost time was credited"
for ((i = 1; i <= seats; i++)); do cli candidate show "$(candidate "$i")" --session "$session"; done >"$out/run/shown.json"
node "$source_dir/deploy/demonstration/check-acknowledged.mjs" "$out/run/shown.json" "$out"/run/seat-*.acknowledged
cli journal verify >"$out/run/journal.json"
grep -q '"intact":true' "$out/run/journal.json" && ! grep -q '"intact":false' "$out/run/journal.json"
# Names of people, and names of what was agreed with them.
tail -n +2 "$out/candidates.csv" | awk -F, '{ print $1; n = split($5, agreed, "+"); for (i = 1; i <= n; i++) print agreed[i] }' |
  sort -u | grep -v '^$' >"$out/clear-names"
[ "$seats" -lt 2 ] || grep -q '"human-reader"' "$out/run/shown.json"
leaks=$(while read -r name; do
  grep -rlaF -e "$name" "$out/centre" "$out/registry" "$out/log-of-programs" "$out/run" --exclude=shown.json || true
done <"$out/clear-names")
rm "$out/clear-names"
[ -z "$leaks" ] || { echo "demo.sh: a candidate's name or accommodation stands in clear in: $leaks" >&2; exit 1; }
echo "No candidate's name or accommodation stands in clear in the journal, the logs or any file name."

say "Every picture is in the vault and opens to the bytes that were taken"
# A simulated seat leaves once its pictures are stored; the one that was left empty stays, and so does the window.
for ((i = 2; i <= spare; i++)); do
  [ "$i" = "$seats" ] || ended "$(cat "$out/run/seat-$i.pid")" 60 || true
done
cli vault verify >"$out/run/vault.json"
node "$source_dir/deploy/demonstration/check-pictures.mjs" "$out/run/vault.json" "$(candidate 1)" "$out"/run/seat-*.pictures

say "End, finalise, sign; the registry is away, then back"
cli session end --session "$session" >/dev/null
cli session finalise --session "$session" >/dev/null
kill -9 "$(cat "$out/run/national-registry.pid")" 2>/dev/null || echo "(somebody killed the registry before us)"
cli session issue --session "$session" >/dev/null
echo "Certificates are signed while the registry is down; the session waits on the centre's disk."
sh "$out/run/national-registry.cmd"
await --until anchored
echo "The registry is back, replayed every choice and score, and logged the certificates."
cli candidate list --session "$session" >"$out/results.json"
cp "$out"/centre/issued/P-* "$out/certificates/"
cp "$out/registry/public/did/0042/did.json" "$out/did.json"
cp "$out"/registry/trust/{root.pem,log.vkey} "$out/"
mkdir -p "$out/log"
cp -r "$out/registry/public/checkpoint" "$out/registry/public/tile" "$out/log/"
cp "$out"/registry/public/status/0042.* "$out/status/"
cp "$out"/centre/outbox/sent/*.bundle "$out/sessions/"
[ "$(find "$out/certificates" -name '*.jwt' | wc -l)" = "$seats" ] || { echo "demo.sh: $seats certificates were expected" >&2; exit 1; }

say "Check every certificate, the log and the session: ours, then strangers' tools"
verify() { # EXPECTED PROGRAM ARGUMENT…
  local expected=$1 status=0 program=$2; shift 2
  "$bin/$program" "$@" >"$out/run/verdict" 2>&1 || status=$?
  [ $status = "$expected" ] || { cat "$out/run/verdict" >&2; echo "demo.sh: $program answered $status, expected $expected" >&2; exit 1; }
  cat "$out/run/verdict"
}
mkdir -p "$out/run/trust"
cp "$out"/{root.pem,log.vkey} "$out/run/trust/"
for file in "$out"/certificates/*.jwt; do verify 0 verify-certificate "$file" --trust "$out" --lang en; done
verify 0 verify-session "$out/sessions/$session.bundle" --trust "$out/run/trust" --lang en
cp "$out/registry/certificates/ticket.pem" "$out/run/trust/registry.pem"
cp "$out/registry/certificates/bank-authority.pem" "$out/bank/"
echo "The same from the centre's data folder, every answer judged again from its text:"
verify 0 verify-session "$out/centre" --trust "$out/run/trust" --bank "$out/bank/bank.items" --bank-key "$out/keys/content.key" --lang en
cp -r "$out/certificates" "$out/run/forged"
first=$(basename "$(ls "$out"/certificates/*.jwt | head -n 1)" .jwt)
sed -i 's/\(.\)$/A/; t; s/$/A/' "$out/run/forged/$first.jwt"
cmp -s "$out/run/forged/$first.jwt" "$out/certificates/$first.jwt" && printf 'B' >>"$out/run/forged/$first.jwt"
echo "A forged copy:"
verify 3 verify-certificate "$out/run/forged/$first.jwt" --trust "$out" --lang en
echo "One bit of one picture changed in the vault:"
segment=$(find "$out/centre/vault" -name '000001.vault')
flip() { dd if=/dev/stdin of="$segment" bs=1 seek=3000 conv=notrunc status=none; }
kept=$(dd if="$segment" bs=1 skip=3000 count=1 status=none | od -An -tu1)
printf "\\x$(printf %02x $((kept ^ 1)))" | flip
verify 3 verify-session "$out/centre" --trust "$out/run/trust" --lang en
printf "\\x$(printf %02x $((kept)))" | flip
{ head -c 20000 "$out/sessions/$session.bundle"; printf 'x'; tail -c +20002 "$out/sessions/$session.bundle"; } >"$out/run/forged/session.bundle"
verify 3 verify-session "$out/run/forged/session.bundle" --trust "$out/run/trust" --lang en
"$source_dir/tests/stock/prepare.sh" "$source_dir/build/stock"
for file in "$out"/certificates/*.jwt; do
  "$source_dir/tests/stock/check-certificate.sh" "$out" "$(basename "$file" .jwt)" openssl jose npm sumdb
done
node "$source_dir/deploy/demonstration/story.mjs" "$out" >"$out/index.html"
echo
node "$source_dir/deploy/demonstration/table.mjs" "$out/results.json"
finished=yes
echo
echo "Done: certificates in $out/certificates, the story in $out/index.html."
[ "$keep" = yes ] && echo "Programs keep running; each stops with: kill \$(cat $out/run/NAME.pid)"
exit 0
