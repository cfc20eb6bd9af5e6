# For scripts that run a real centre on loopback. Sourced with `bin` (programs) and `source_dir` set, in the folder that
# takes the files. Programs are ended by end_programs, which a trap calls.
programs=()

end_programs() {
  exec 2>/dev/null  # the shell's own words about them
  local pid
  for pid in "${programs[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  [ ${#programs[@]} = 0 ] || wait "${programs[@]}" || true  # until they are gone, what they hold open cannot be unmounted
}

fail() { echo "FAILED: $*"; exit 1; }

# Below the ports that connections of our own use on this side.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# await FILE WORDS: until a line of the file has the words, or a minute has passed.
await() { timeout 60 grep -qF -- "$2" <(tail -n +1 -f "$1" --pid=$$ 2>/dev/null) || { cat "$1"; fail "$1 never said \"$2\""; }; }

# await_end PID: until that program has ended, or a minute has passed.
await_end() {
  /usr/bin/python3 "$source_dir/deploy/demonstration/await-end.py" "$1" 60 || fail "process $1 did not end"
}

# A registry's keys, a bank, and a centre that was made; console_code opens its first console.
make_centre() {
  "$bin/make-demonstration-trust" make --trust trust --keys keys >/dev/null
  (umask 077 && openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt >keys/bank.key)
  openssl pkey -in keys/bank.key -pubout >keys/bank.pub
  "$bin/bank-build" --items "$source_dir/deploy/demonstration/items.json" --bank-key keys/bank.key \
    --content-key-out content.key --out bank >/dev/null
  port=$(free_port) enrolment_port=$(free_port)
  cat >centre.toml <<TOML
[centre]
number = "0042"
name = "Test"
did = "did:web:centre-0042.vigie.example"
data = "data"
[listen]
port = $port
enrolment_port = $enrolment_port
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
  console_code=$("$bin/center-server" init --config centre.toml | tail -n 1)
}

# Starts the server and waits until it listens; its pid in server_pid, its log in server.log.
start_centre() {
  : >server.log
  setsid "$bin/center-server" run --config centre.toml >>server.log 2>&1 &
  server_pid=$!
  programs+=("$server_pid")
  await server.log "listens"
}

stop_centre() { # SIGNAL
  kill "-${1:-TERM}" "$server_pid"
  wait "$server_pid" 2>/dev/null || true
}

enrol_console() {
  (umask 077 && openssl rand -base64 24 >staff.password)
  cat >cli.toml <<TOML
machine = "console"
staff_key = "console/staff.key"
password_file = "staff.password"
timeout = 60
TOML
  cli enrol --code "$console_code" --host 127.0.0.1 --port "$port" --enrolment-port "$enrolment_port" >/dev/null
}

cli() {
  local answer status=0
  answer=$("$bin/proctor-cli" --config cli.toml --json "$@") || status=$?
  if [ $status -ne 0 ]; then echo "proctor-cli $*: $answer" >&2; return $status; fi
  printf '%s\n' "$answer"
}

# One member of a JSON value on standard input: field 0.code
field() { python3 -c 'import json,sys; v=json.load(sys.stdin)
for k in sys.argv[1].split("."): v=v[int(k)] if isinstance(v,list) else v[k]
print(v)' "$1"; }

# A session of CANDIDATES under a demonstration ticket, open; its id in session, candidates.json has references and codes.
open_session() { # CANDIDATES
  "$bin/make-ticket" --key keys/ticket.key --bank bank/bank.cal --centre 0042 --kind demonstration --number T-1 \
    --codes "$(($1 + 5))" --days 2 --out ticket.jws >/dev/null
  cli ticket load ticket.jws >/dev/null
  session=$(cli session create --ticket T-1 | field session)
  awk -v n="$1" 'NR == 1 { print; next } { rows[NR - 2] = $0 } END { for (i = 0; i < n; i++) print rows[i % (NR - 1)] }' \
    "$source_dir/deploy/demonstration/candidates.csv" >candidates.csv
  cli candidate add --csv candidates.csv --session "$session" >candidates.json
  cli session open --session "$session" >/dev/null
}

# seat NUMBER ARGUMENT…: a simulated seat in the background, its log in seat-NUMBER.log, its pid in seat_pid.
seat() {
  local number=$1; shift
  local code=()
  [ -e "seats/$number" ] || code=(--enrol "$(cli workstation code --label "Poste $number" | field code)")
  setsid "$bin/seat-simulator" --machine "seats/$number" "${code[@]}" --host 127.0.0.1 --port "$port" \
    --enrolment-port "$enrolment_port" --answers "$source_dir/deploy/demonstration/items.json" "$@" \
    >>"seat-$number.log" 2>&1 &
  seat_pid=$!
  programs+=("$seat_pid")
}
