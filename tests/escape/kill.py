#!/usr/bin/env python3
"""kill.py PROGRAMS [--times N]: called by run.sh --kills N. The real guard and its supervisor are killed (-9) again and again,
later and later into a lock and into an unlock; after each the next start must end in the lock or in a system that is
equal: kernel settings, mounts, the packet filter's rules of the seat, and the limit of its control group."""

import json
import os
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import bench
from escape import policy


def listing():
    """All tables of the seat's packet filter, by the same library as the guard's."""
    return bench.run(*bench.Network.inside("seat"), sys.executable, "-c", LIST).stdout


LIST = """
import ctypes
nft = ctypes.CDLL("libnftables.so.1")
nft.nft_ctx_new.restype = ctypes.c_void_p
nft.nft_ctx_get_output_buffer.restype = ctypes.c_char_p
context = ctypes.c_void_p(nft.nft_ctx_new(0))
nft.nft_ctx_buffer_output(context)
nft.nft_run_cmd_from_buffer(context, b"list ruleset")
print(nft.nft_ctx_get_output_buffer(context).decode())
"""


def state(guard):
    settings = {str(file): file.read_bytes() for file in sorted((guard.settings / "proc").rglob("*")) if file.is_file()}
    mounts = [line.split(" ", 4)[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    return {"settings": settings, "mounts": sorted(mounts), "rules": listing(),
            "tasks": (guard.group.folder / "pids.max").read_text()}


def order_later(guard, steps):
    """Sends the order and does not wait for its answer: the guard dies meanwhile."""
    guard.number += 1
    body = {"expires": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 600)), "format": "vigie-order/1",
            "nonce": guard.status()["nonce"], "number": guard.number, "seat": bench.SEAT, "steps": steps}
    line = json.dumps({"ask": "order", "order": guard.key.order(body)}) + "\n"
    link = socket.socket(socket.AF_UNIX)
    link.connect(str(guard.socket))
    link.sendall(line.encode())
    return link


def kill_both(guard):
    worker = guard.worker()
    os.kill(guard.process.pid, signal.SIGKILL)
    try:
        os.kill(worker, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it went with its supervisor
    guard.process.wait()
    while Path(f"/proc/{worker}").exists() and "Z" not in Path(f"/proc/{worker}/stat").read_text().rsplit(")", 1)[1][:3]:
        time.sleep(0.005)


def one_round(guard, steps, delay, before):
    """Kills `delay` seconds into an order; the state the next start found, and whether all is as before in the end."""
    link = order_later(guard, steps)
    threading.Event().wait(delay)
    kill_both(guard)
    link.close()
    guard.start()
    found = guard.status()
    if found["state"] == "locked":
        guard.order([{"do": "unlock"}])
    return found["state"], state(guard) == before


def rounds(guard, room, times):
    before = state(guard)
    lock = [{"do": "lock", "policy": policy(room, False)}]
    longest = guard.order(lock)[1]
    shortest = guard.order([{"do": "unlock"}])[1]
    assert state(guard) == before, "a whole lock and unlock does not end as it began"
    wrong, ends = 0, {}
    for number in range(times):
        share = (number + 1) / times
        end, equal = one_round(guard, lock, longest * 1.1 * share, before)
        ends[f"lock, then {end}"] = ends.get(f"lock, then {end}", 0) + 1
        wrong += not equal
        guard.order(lock)
        end, equal = one_round(guard, [{"do": "unlock"}], shortest * 1.1 * share, before)
        ends[f"unlock, then {end}"] = ends.get(f"unlock, then {end}", 0) + 1
        wrong += not equal
    for name, count in sorted(ends.items()):
        print(f"  killed during {name}: {count}")
    print(f"{2 * times} kills, {wrong} did not end in an equal system")
    return 1 if wrong or any("unclear" in name for name in ends) else 0


def main():
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 25
    machine = bench.machine()
    undo = ExitStack()
    try:
        with undo:
            group = bench.Group(undo)
            bench.Network(undo)
            bench.STATE.mkdir(mode=0o755)
            room = bench.Room(Path(sys.argv[1]), undo)
            guard = bench.Guard(Path(sys.argv[1]), undo, group, None)
            status = rounds(guard, room, times)
    except bench.CannotRun as error:
        print(f"kill loop: cannot run here: {error}")
        return 77
    if bench.machine() != machine:
        print("the machine is not as it was before")
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
