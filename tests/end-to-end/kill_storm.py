#!/usr/bin/env python3
"""Seats killed with kill -9 again and again while they work: each start must go on from the seat's own folder.

    kill_storm.py BIN SOURCE WORK [--kills N] [--seed N]

No start is given a code. Exit status 0: every acknowledged answer is there, once, and everybody finished the test."""

import argparse
import random
import shutil
import sys
import time

from real_room import Broken, RealRoom, require

SEATS = 3
PACE_MS = 40


def storm(room, kills, chance):
    done = 0
    while done < kills:
        index = chance.randrange(SEATS)
        seat = room.seats[index]
        time.sleep(chance.uniform(0, 0.12))
        if not seat.is_running():
            require(seat.process.returncode == 0, f"{seat.name} ended with {seat.process.returncode}")
            if all(not one.is_running() for one in room.seats):
                break
            continue
        seat.kill()
        status = seat.reap()
        require(status in (0, -9), f"{seat.name} ended with {status}")
        if status == -9:
            done += 1
            room.start_seat(index)
    return done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin")
    parser.add_argument("source")
    parser.add_argument("work")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    room = RealRoom(options.bin, options.source, options.work, SEATS, PACE_MS)
    kills = answers = 0
    try:
        chance = random.Random(options.seed)
        while kills < options.kills:
            room.begin_session()
            kills += storm(room, options.kills - kills, chance)
            answers += room.finish_session()
    except Broken as broken:
        print(f"seed {options.seed}, after {kills} kills: {broken}; programs' words are in {options.work}")
        return 1
    finally:
        room.stop()
    print(f"{kills} seats killed in {room.sessions} sessions: {answers} answers, none lost or doubled, no code needed")
    return 0


sys.exit(main())
