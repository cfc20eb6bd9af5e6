#!/usr/bin/env python3
"""cage.py PROGRAMS [--whole [--orca]]: called by run.sh --cage. The seat's screen is cage, a Wayland compositor for one
program, on two displays that are not there, of which one is too many. Attempts on it with the guard off and on; --whole:
on one display, then a whole test in the real window, by AT-SPI actions, under a lock and without a false incident, with
the guard killed in the middle; --orca: with the screen reader, its voice and brltty, opened by the accommodation."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import bench
import sitting
from bench import CLIENT_GROUP, CannotRun
from escape import Attempt, Count, check, made, print_row

ATTACK = (Path(__file__).with_name("wayland.py")).read_text()
NOT_TRIED = "keys that a compositor takes for itself and VT switch: cage has no input devices here; a display that comes later"
DISPLAYS = 1 if "--whole" in sys.argv else 2
LAST = 5  # seconds that a change must stay to count


class Seat(sitting.Seat):
    launch = ["--screen-group", CLIENT_GROUP]

    def make_screen(self):
        return bench.Cage(self.undo, displays=DISPLAYS)

    def readers_screen(self):
        """Orca 43 asks an X screen for its keys whatever it runs on, so it has one of its own, where nothing is shown; what
        it reads it has from the accessibility bus."""
        screen = bench.Screen(self.undo)
        return {"DISPLAY": screen.display, "XAUTHORITY": str(screen.authority), "GDK_BACKEND": "x11"}

    def attack(self, what, group):
        """By a program that the policy does not know; waits for a line when it is to stay."""
        one = subprocess.Popen(["/usr/bin/python3", "-c", ATTACK, self.screen.socket, what], env=self.variables, cwd=self.home,
                               text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               preexec_fn=bench.become_candidate(self.group if group else None, "seat"))
        self.undo.callback(one.kill)
        return one

    def attacked(self, what, group=True):
        one = self.attack(what, group)
        one.communicate("\n")
        return one.returncode

    def stay(self):
        self.staying = self.attack("stay", group=False)
        if self.staying.stdout.readline() != "connected\n":
            raise CannotRun("no second client on the screen")

    def read_along(self):
        """By the one that stayed."""
        self.staying.communicate("\n")
        return self.staying.returncode

    def door(self):
        about = self.screen.socket.stat()
        return about.st_mode & 0o7777, about.st_gid

    def open_door(self):
        """As root. Succeeds when it stays open."""
        before = self.door()
        os.chmod(self.screen.socket, 0o777)
        locked = self.guard.status()["state"] == "locked"
        deadline = time.monotonic() + (LAST if locked else 0.3)
        while time.monotonic() < deadline:
            if self.door() == before:
                return 10
            time.sleep(0.02)
        os.chmod(self.screen.socket, before[0])
        return 0

    def kill_guard(self):
        """As root. Succeeds when somebody can connect while it is gone."""
        os.kill(self.guard.worker(), 9)
        out = self.attacked("later", group=False)
        deadline = time.monotonic() + 10
        while not self.guard.ask({"ask": "status"}, quiet=True)["ok"] and time.monotonic() < deadline:
            time.sleep(0.02)
        return out


def attempts(seat):
    started = ("program-refused", "program-ended")
    yield Attempt("a second client that was there and reads along", seat.read_along, ("screen-client-unknown",))
    yield Attempt("a second client that comes and reads along", lambda: seat.attacked("later"), started)
    yield Attempt("press a key by a program (virtual keyboard)", lambda: seat.attacked("virtual-keyboard"), ("input-injected",))
    yield Attempt("fill the clipboard (data control)", lambda: seat.attacked("data-control"), ("clipboard-filled",))
    yield Attempt("open the screen to everybody (root)", seat.open_door, ("changed-behind-us",))
    yield Attempt("kill -9 the guard, then connect (root)", seat.kill_guard, ("guard-restarted",))


def try_all(seat, centre):
    watcher = bench.Watcher(seat.guard)
    door = seat.door()
    seat.stay()
    off = [made(one) for one in attempts(seat)]
    seat.stay()
    began = time.monotonic()  # the one that stays is ended by the lock itself
    seat.lock(centre, [])
    good = True
    standings = {one["control"]: one for one in seat.guard.status()["controls"]}
    for name in ("keys", "clients", "clipboard"):
        good &= check(standings[name]["standing"] == "enforced", f"{name} is enforced: {standings[name].get('why', '')}")
    good &= check(seat.door() == (0o660, CLIENT_GROUP), "the screen is open to its client alone")
    told = watcher.since(began, ("display-too-many",), patience=3.0 if DISPLAYS > 1 else 0)
    good &= check((told is not None) == (DISPLAYS > 1), "two displays are told" if DISPLAYS > 1 else "one display is no incident")
    print_row("attempt", "guard off", "guard on", "incident", "told after")
    count = Count()
    for attempt, first in zip(attempts(seat), off):
        on = made(attempt)
        if first != "succeeded":
            count.impossible += 1
            print_row(attempt.name, first, on, "cannot run here", "")
        else:
            told = watcher.since(began, attempt.incidents)
            count.ran += 1
            count.escaped += on != "refused"
            count.untold += told is None
            print_row(attempt.name, first, on, told[0]["reason"] if told else "NONE", f"{told[1] * 1000:.0f} ms" if told else "")
        began = time.monotonic()
    seat.guard.order([{"do": "unlock"}])
    good &= check(seat.door() == door, "the screen's door is as it was")
    return count, good


def main():
    programs = Path(sys.argv[1])
    before = bench.machine()
    try:
        with ExitStack() as undo:
            seat = Seat(programs, undo, None)
            undo.callback(bench.enter_network, bench.MACHINE)
            centre = sitting.Centre(programs)
            undo.callback(centre.stop)
            seat.enrol(centre)
            count, good = try_all(seat, centre)
            if "--whole" in sys.argv:
                orca = "--orca" in sys.argv
                seat.lock(centre, sitting.READER if orca else [])
                good &= sitting.whole(seat, centre, 0, orca)
                seat.guard.order([{"do": "unlock"}])
    except CannotRun as error:
        print(f"cage: cannot run here: {error}")
        return 77
    good &= check(bench.machine() == before, "the machine is as it was before")
    print(f"Not tried: {NOT_TRIED}.")
    print(f"{count.ran} attempts ran, {count.escaped} escaped, {count.untold} were not told, {count.impossible} cannot run here")
    return 0 if good and not count.escaped and not count.untold and count.ran >= 4 else 1


if __name__ == "__main__":
    sys.exit(main())
