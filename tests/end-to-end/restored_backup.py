#!/usr/bin/env python3
"""A backup of the centre's data folder is put back in the middle of a session: restored_backup.py BIN SOURCE WORK

`center-server restored` records a new epoch; the seats then go on by themselves and send again what the backup lacks.
Exit status 0: no acknowledged answer is lost, everybody finishes, the journal says that it was restored."""

import shutil
import sys
import time

from real_room import Broken, RealRoom, require

SEATS = 2
PACE_MS = 200


def await_answers(room, counts):
    deadline = time.monotonic() + 60
    while any(len(room.lines(i, "acknowledged")) < counts[i] for i in range(SEATS)):
        require(time.monotonic() < deadline, "the seats do not go on; see the logs")
        time.sleep(0.02)


def kill_server(room):
    room.server.kill()
    room.server.reap()


def restore(room):
    room.begin_session()
    await_answers(room, [4] * SEATS)
    kill_server(room)
    data, backup = room.folder / "data", room.folder / "backup"
    shutil.copytree(data, backup)
    room.start_server()
    lost = 5
    await_answers(room, [len(room.lines(i, "acknowledged")) + lost for i in range(SEATS)])
    kill_server(room)
    shutil.rmtree(data)
    shutil.copytree(backup, data)
    said = room.run("center-server", "restored", "--config", "centre.toml")
    epoch = said.split("epoch ")[1].split(".")[0]
    room.start_server()
    answers = room.finish_session()
    for index in range(SEATS):
        notices = (room.folder / f"seat-{index + 1}.log").read_text()
        require("call" not in notices, f"seat {index + 1} called the invigilator: {notices}")
    return answers, epoch


def main():
    binaries, source, work = sys.argv[1:4]
    shutil.rmtree(work, ignore_errors=True)
    room = RealRoom(binaries, source, work, SEATS, PACE_MS)
    try:
        answers, epoch = restore(room)
    except Broken as broken:
        print(f"{broken}; programs' words are in {work}")
        return 1
    finally:
        room.stop()
    print(f"a backup was restored in the middle: {answers} answers, none lost or doubled, epoch {epoch}")
    return 0


sys.exit(main())
