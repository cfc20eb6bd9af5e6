#!/usr/bin/env bash
# What a durable answer, an idle link and a restart cost the real center-server, against peers that this script starts
# itself, interleaved round by round: nginx (Debian's; TLS 1.3, client certificates, POST answered 204, nothing stored)
# and bare SQLite group commits of 64 rows. Loopback only. Prints Markdown.
#   tests/bench/server/run.sh BIN [--rounds N] [--links N] [--smoke]
set -euo pipefail
bin=$(cd "$1" && pwd); shift
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
rounds=7 links=4000 idle=1000 seats=64 requests=32 records=6400 smoke=no
while [ $# -gt 0 ]; do
  case "$1" in
    --rounds) rounds=$2; shift 2 ;;
    --links) links=$2; shift 2 ;;
    --smoke) smoke=yes rounds=1 links=20 idle=20 seats=4 requests=8 records=640; shift ;;
    *) echo "run.sh: unknown option $1" >&2; exit 64 ;;
  esac
done
command -v nginx >/dev/null || { echo "nginx is not installed: the peer cannot be started"; exit 77; }
work=$(mktemp -d)
. "$source_dir/tests/support/centre.sh"
trap 'end_programs; rm -rf "$work"' EXIT
cd "$work"
ulimit -n "$(ulimit -Hn)"
: >results

record() { printf '%s %s\n' "$1" "$2" >>results; } # WHAT JSON

fresh_centre() { # SEATS
  rm -rf data keys trust bank content.key console cli.toml machines ./*.jws ./*.pem
  make_centre
  "$bin/room-load" machines --data data --machines machines --count "$1"
  start_centre
}

# nginx of the centre's own certificates, so that both ends do the same handshake.
start_nginx() {
  nginx_port=$(free_port)
  mkdir -p nginx
  cat >nginx.conf <<NGINX
worker_processes 1;
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
events { worker_connections 20000; }
http {
  access_log off;
  client_body_temp_path $work/nginx/body; proxy_temp_path $work/nginx/proxy; fastcgi_temp_path $work/nginx/fastcgi;
  uwsgi_temp_path $work/nginx/uwsgi; scgi_temp_path $work/nginx/scgi;
  keepalive_timeout 3600; keepalive_requests 1000000;
  server {
    listen 127.0.0.1:$nginx_port ssl;
    ssl_protocols TLSv1.3;
    ssl_certificate $work/data/server.pem; ssl_certificate_key $work/data/server.key;
    ssl_client_certificate $work/data/authority.pem; ssl_verify_client on;
    ssl_session_cache off;
    location / { client_max_body_size 1m; return 204; }
  }
}
NGINX
  nginx -c "$work/nginx.conf" -e "$work/nginx/error.log" 2>/dev/null &
  nginx_master=$!
  programs+=("$nginx_master")
  until (exec 3<>"/dev/tcp/127.0.0.1/$nginx_port") 2>/dev/null; do kill -0 "$nginx_master" 2>/dev/null || { cat nginx/error.log; fail "nginx did not start"; }; done
  # It listens before it has its worker.
  until nginx_worker=$(pgrep -P "$nginx_master" | head -n 1) && [ -n "$nginx_worker" ]; do
    kill -0 "$nginx_master" 2>/dev/null || fail "nginx ended"
  done
  programs+=("$nginx_worker")
}
stop_nginx() { kill "$nginx_master"; wait "$nginx_master" 2>/dev/null || true; }

# A room of $seats seats that answer 32 questions each, all at once.
measure_answers() {
  fresh_centre "$seats"
  enrol_console
  open_session "$seats"
  python3 -c 'import json,sys
for c in json.load(open("candidates.json")): print(c["code"])' >codes
  coproc LOAD { exec "$bin/room-load" answer --machines machines --port "$port" --count "$seats" --codes codes \
    --items "$source_dir/deploy/demonstration/items.json" --server "$server_pid" 2>load.log; }
  local said="" output=${LOAD[0]} input=${LOAD[1]}
  read -r said <&"$output" || { cat load.log; fail "the room did not come to sit"; }
  cli candidate confirm --all --session "$session" >/dev/null
  echo go >&"$input"
  read -r said <&"$output" || { cat load.log server.log; fail "the room did not finish"; }
  wait "$LOAD_PID" || true
  record answer "$said"
}

measure_peers() {
  start_nginx
  record nginx "$("$bin/room-load" post --machines machines --port "$nginx_port" --count "$seats" --requests "$requests" --server "$nginx_worker")"
  stop_nginx
  "$bin/journal-bench" --rounds 1 --records "$records" --folder "$work" |
    awk '$1 == "store" && $2 == 64 { printf "sqlite {\"cpuUs\": %f, \"perSecond\": %s}\n", $(NF-1) / $NF, $4 }' >>results
}

measure_idle() {
  fresh_centre "$idle"
  start_nginx
  record nginx-idle "$("$bin/room-load" idle --machines machines --port "$nginx_port" --count "$idle" --server "$nginx_worker")"
  stop_nginx
  stand "$idle"
  record idle "$stood"
  stop_centre TERM
}

# N seats link, the server is killed and started again; how long until each has its Welcome.
stand() { # LINKS
  coproc STAND { exec "$bin/room-load" stand --machines machines --port "$port" --count "$1" --server "$server_pid" 2>stand.log; }
  local said="" output=${STAND[0]} input=${STAND[1]} stand_pid=$STAND_PID
  read -r stood <&"$output" || { cat stand.log; fail "$1 seats did not come to be linked"; }
  stop_centre KILL
  echo killed >&"$input"
  read -r said <&"$output" || { cat stand.log; fail "the links did not end"; }
  start_centre
  echo started >&"$input"
  read -r returned <&"$output" || { cat stand.log; fail "not everybody came back"; }
  wait "$stand_pid" || true
}

for ((round = 1; round <= rounds; round++)); do
  echo "round $round of $rounds" >&2
  measure_answers
  measure_peers
  stop_centre TERM
  measure_idle
done
fresh_centre "$links"
stand "$links"
record restart "$returned"
stop_centre TERM
python3 "$source_dir/tests/bench/server/table.py" results "$seats" "$links" "$rounds"
