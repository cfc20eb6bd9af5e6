#!/usr/bin/env python3
"""Power cuts: every process of a room killed at one random moment and started again in any order, many times.

    power_cut.py BIN SOURCE WORK [--cuts N] [--seed N]

After each cut every candidate must be back on the question that they had, without a code; every acknowledged answer
must be there, once; and the time without a centre must have been credited. Exit status 0: all held."""

import argparse
import random
import shutil
import sys
import time
from pathlib import Path

from real_room import Broken, RealRoom, require

SEATS = 3
PACE_MS = 350
BACK_WITHIN_S = 60


def is_back(room, index, before):
    """The seat's program, started anew, shows a question again, or has ended."""
    seat = room.seats[index]
    return len(room.lines(index, "shown")) > before[index] or (not seat.is_running() and seat.process.returncode == 0)


def everybody_ended(room):
    return all(not seat.is_running() and seat.process.returncode == 0 for seat in room.seats)


def cut_power(room, chance):
    time.sleep(chance.uniform(0.05, 1.1))
    if everybody_ended(room):
        return False
    finished = [not seat.is_running() and seat.process.returncode == 0 for seat in room.seats]
    programs = [room.server, room.console, *room.seats]
    for program in programs:
        program.kill()
    went_out = time.monotonic()
    for program in programs:
        program.reap()
    for index, seat in enumerate(room.seats):
        require(finished[index] or seat.process.returncode in (0, -9), f"{seat.name} had ended with {seat.process.returncode}")
        finished[index] = seat.process.returncode == 0
    before = [len(room.lines(index, "shown")) for index in range(SEATS)]
    time.sleep(chance.choice([0.0, 0.3, 2.6]))
    starts = [("server", room.start_server), ("console", room.start_console)]
    starts += [(f"seat {i + 1}", lambda i=i: room.start_seat(i)) for i in range(SEATS) if not finished[i]]
    chance.shuffle(starts)
    for name, start in starts:
        if name == "server":
            room.downs.append(time.monotonic() - went_out)
        start()
        time.sleep(chance.uniform(0, 0.2))
    deadline = time.monotonic() + BACK_WITHIN_S
    while not all(finished[i] or is_back(room, i, before) for i in range(SEATS)):
        require(room.server.is_running(), "center-server does not start again; see center-server.log")
        require(time.monotonic() < deadline, "not every seat is back; see the logs")
        time.sleep(0.02)
    for index in range(SEATS):
        room.check(index)
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin")
    parser.add_argument("source")
    parser.add_argument("work")
    parser.add_argument("--cuts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    room = RealRoom(options.bin, options.source, options.work, SEATS, PACE_MS)
    cuts = answers = 0
    try:
        while cuts < options.cuts:
            room.begin_session()
            while cuts < options.cuts:
                chance = random.Random(options.seed * 1_000_003 + cuts)
                if not cut_power(room, chance):
                    break
                cuts += 1
            answers += room.finish_session()
    except Broken as broken:
        print(f"power cut {cuts + 1} of seed {options.seed}: {broken}\n"
              f"again: power_cut.py BIN SOURCE WORK --cuts {options.cuts} --seed {options.seed}; programs' words are in {options.work}")
        return 1
    finally:
        room.stop()
    print(f"{cuts} power cuts in {room.sessions} sessions: every candidate was back on the same question without a code, "
          f"{answers} answers, none lost or doubled, lost time credited")
    return 0


sys.exit(main())
