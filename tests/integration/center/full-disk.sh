#!/usr/bin/env bash
# A real centre whose disk fills while a candidate sits: the reserve keeps it going and it says so; when that is used up
# too it stops by itself, naming the disk; with room again it starts, and every acknowledged answer is there.
#   full-disk.sh BIN SOURCE HOSTILE-PEER
set -euo pipefail
if [ "${VIGIE_OWN_MOUNTS:-}" != yes ]; then
  unshare -m true 2>/dev/null || { echo "a mount namespace is not allowed here: nothing was tested"; exit 77; }
  VIGIE_OWN_MOUNTS=yes exec unshare -m "$0" "$@"
fi
bin=$1 source_dir=$2
work=$(mktemp -d)
. "$source_dir/tests/support/centre.sh"
trap 'end_programs; cd /; umount "$work/data" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
mkdir data
mount -t tmpfs -o size=80m tmpfs data

make_centre
start_centre
enrol_console
open_session 1
candidate=$(field 0.reference <candidates.json)
: >acknowledged
seat 1 --code "$(field 0.code <candidates.json)" --pace 20 --acknowledged "$work/acknowledged"
cli session wait --session "$session" --until all-identified --timeout 60 >/dev/null
cli candidate confirm --all --session "$session" >/dev/null
cli session wait --session "$session" --candidate "$candidate" --question 3 --timeout 60 >/dev/null

fill() { head -c 200m /dev/zero >"data/$1" 2>/dev/null || true; }
fill filler-1
await server.log "the disk is full: the journal's reserve was released"
fill filler-2
status=0
await_end "$server_pid"
wait "$server_pid" || status=$?
[ $status = 1 ] || { cat server.log; fail "the server ended with $status on a full disk"; }
grep -q "journal-full" server.log || { cat server.log; fail "the server did not name the full disk"; }

rm data/filler-1 data/filler-2
cp acknowledged before
start_centre
cli session wait --session "$session" --candidate "$candidate" --phase ended --timeout 120 >/dev/null
cli candidate show "$candidate" --session "$session" >shown.json
python3 - shown.json acknowledged <<'PYTHON'
import json, sys
there = {(a["question"], a["sha256"]) for a in json.load(open(sys.argv[1]))["acknowledged"]}
told = {(int(q), h) for _, q, h in (line.split() for line in open(sys.argv[2]))}
assert told and told <= there, sorted(told - there)
PYTHON
cli journal verify | grep -q '"intact":true' || fail "the journal is not intact"
echo "a full disk: said, stopped, started again; $(wc -l <before) answers had been acknowledged, all are there"
