#!/usr/bin/env python3
"""reach.py PROGRAMS: called by run.sh --reach. Three hosts on one wire, the centre, a seat and its neighbour: each tries to
reach each other one by every protocol, first with the guard off, then with the seat locked. Off, everybody reaches
everybody. Locked, the seat reaches the centre's endpoint and nothing else, nobody reaches the seat, and the other two are
as before. Prints one table; exit status 0 only if every cell is as it must be."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import bench
from escape import policy

HOSTS = bench.Network.HOSTS
PROTOCOLS = {
    "TCP 7443": ("tcp", bench.PORT),
    "TCP 443": ("tcp", 443),
    "DNS, TCP": ("tcp", 53),
    "DNS, UDP": ("udp", 53),
    "UDP 4000": ("udp", 4000),
    "ICMP": ("ping",),
}


def cells():
    for source in HOSTS:
        for target in HOSTS:
            if source != target:
                for name in PROTOCOLS:
                    for family, address in zip(("v4", "v6"), HOSTS[target]):
                        yield source, target, name, family, address


def start(room, group, cell):
    source, _, name, _, address = cell
    word, *port = PROTOCOLS[name]
    return subprocess.Popen([room.probe, word, address, *[str(one) for one in port]], stderr=subprocess.DEVNULL,
                            preexec_fn=bench.become_candidate(group if source == "seat" else None, source))


def may(cell):
    """While the seat is locked."""
    source, target, name, _, _ = cell
    if "seat" not in (source, target):
        return True
    return (source, target, name) == ("seat", "centre", "TCP 7443")


def try_all(room, group):
    """All at once: a packet that is dropped is waited for."""
    running = {cell: start(room, group, cell) for cell in cells()}
    return {cell: process.wait() == 0 for cell, process in running.items()}


def table(off, on):
    wrong = 0
    print(f"{'from':10} {'to':10} " + " ".join(f"{name:>17}" for name in PROTOCOLS))
    print(f"{'':10} {'':10} " + " ".join(f"{'v4 off/on  v6':>17}" for _ in PROTOCOLS))
    for source in HOSTS:
        for target in HOSTS:
            if source == target:
                continue
            row = []
            for name in PROTOCOLS:
                words = []
                for cell in cells():
                    if cell[:3] == (source, target, name):
                        good = off[cell] and on[cell] == may(cell)
                        wrong += not good
                        words.append(f"{'+' if off[cell] else '-'}/{'+' if on[cell] else '-'}{'' if good else '!'}")
                row.append(f"{'  '.join(words):>17}")
            print(f"{source:10} {target:10} " + " ".join(row), flush=True)
    return wrong


def main():
    programs, before = Path(sys.argv[1]), bench.machine()
    try:
        with ExitStack() as undo:
            group = bench.Group(undo)
            bench.Network(undo)
            bench.serve_on_all_hosts(undo)
            room = bench.Room(programs, undo)
            bench.STATE.mkdir(mode=0o755)
            guard = bench.Guard(programs, undo, group, None)
            off = try_all(room, group)
            guard.order([{"do": "lock", "policy": policy(room, False)}])
            on = try_all(room, group)
            guard.order([{"do": "unlock"}])
            again = try_all(room, group)
    except bench.CannotRun as error:
        print(f"reach: cannot run here: {error}")
        return 77
    wrong = table(off, on)
    lost = sum(not one for one in again.values())
    same = bench.machine() == before
    print(f"{2 * len(off)} attempts, {wrong} not as they must be; {lost} of {len(again)} fail after the unlock; "
          f"the machine is {'as it was' if same else 'NOT as it was'}")
    return 0 if not wrong and not lost and same else 1


if __name__ == "__main__":
    sys.exit(main())
