#!/usr/bin/env bash
# Somebody with the server's disk brings yesterday's folder back in the middle of a session, keys and all: what was
# acknowledged since is gone, and nothing in the folder shows it. The seat and the console, which keep the heads that
# they were shown, stop and say so.
#   restored-folder.sh BIN SOURCE
set -euo pipefail
bin=$1 source_dir=$2
work=$(mktemp -d)
. "$source_dir/tests/support/centre.sh"
trap 'end_programs; rm -rf "$work"' EXIT
cd "$work"

make_centre
start_centre
enrol_console
open_session 1
candidate=$(field 0.reference <candidates.json)
acknowledged() { wc -l <acknowledged; }
: >acknowledged
seat 1 --code "$(field 0.code <candidates.json)" --pace 100 --acknowledged "$work/acknowledged"
cli session wait --session "$session" --until all-identified --timeout 60 >/dev/null
cli candidate confirm --all --session "$session" >/dev/null
cli session wait --session "$session" --candidate "$candidate" --question 5 --timeout 60 >/dev/null

# The copy is clean: the server ended before it was made.
stop_centre TERM
cp -a data yesterday
before=$(acknowledged)
start_centre
cli session wait --session "$session" --candidate "$candidate" --question 12 --timeout 60 >/dev/null
cli candidate show "$candidate" --session "$session" >/dev/null  # the console is shown where the journal stands
stop_centre KILL
after=$(acknowledged)
[ "$after" -gt "$before" ] || fail "nothing was acknowledged after the copy"

rm -rf data && cp -a yesterday data
start_centre
status=0
await_end "$seat_pid"
wait "$seat_pid" || status=$?
[ $status = 1 ] || { cat seat-1.log; fail "the seat went on at a restored server (it ended with $status)"; }
grep -q "asks for the invigilator: past-changed" seat-1.log || { cat seat-1.log; fail "the seat did not say why it stopped"; }
[ "$(acknowledged)" = "$after" ] || fail "a restored server acknowledged something to a seat that knew better"

status=0
"$bin/proctor-cli" --config cli.toml --json candidate show "$candidate" --session "$session" >answer 2>&1 || status=$?
[ $status != 0 ] || { cat answer; fail "the console took the restored server for the one it knew"; }
grep -q fork answer || { cat answer; fail "the console did not call it a fork"; }
status=0
"$bin/proctor-cli" --config cli.toml --json session pause --session "$session" >answer 2>&1 || status=$?
[ $status != 0 ] && grep -q fork answer || { cat answer; fail "the console commands a restored server"; }
await server.log "fork"
echo "a restored folder was named by the seat and by the console ($((after - before)) acknowledged answers were gone)"
