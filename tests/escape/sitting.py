#!/usr/bin/env python3
"""sitting.py PROGRAMS [--orca] [--minutes N]: called by run.sh --sitting. A real candidate's window, started by guard-launch
on a locked seat, with a real centre on another host: somebody who uses only the actions of AT-SPI answers all 32 questions.
No false incident may be told meanwhile. In the middle the guard is killed and kept away: the window must cover itself with
its calm screen and come back with the guard. With --orca the accommodation opens the screen reader, its speech and
Braille programs, all by content; --minutes N: at the pace of somebody who takes so long, and the guard is left alone."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import bench
from bench import CANDIDATE, CENTRE4, CannotRun

SOURCE = Path(__file__).resolve().parents[2]
PERSON = SOURCE / "tests/end-to-end/person"
sys.path.insert(0, str(SOURCE / "tests/end-to-end"))
from real_room import RealRoom  # noqa: E402

BUS = ["/usr/bin/dbus-daemon", "/usr/libexec/at-spi-bus-launcher", "/usr/libexec/at-spi2-registryd"]
READER = ["/usr/bin/orca", "/usr/bin/speech-dispatcher", "/usr/bin/brltty"]
SPEECH = Path("/usr/lib/speech-dispatcher-modules")
QUESTIONS = 32
CALM = ("Levez la main : ce poste doit être vérifié", "Raise your hand: this workstation must be checked")
LOOK = """
import sys
sys.path.insert(0, sys.argv[1])
from sight import Sight
sight = Sight("candidate-client")
wanted, calm = sys.argv[2] == "covered", set(sys.argv[3:])
while bool(calm & {thing.name for thing in sight.things()}) != wanted:
    sight.wait(0.3)
"""


def real(paths):
    return [str(Path(one).resolve()) for one in paths if Path(one).exists()]


class Seat:
    """A session of the candidate's: screen, bus, window, each as its own user and in its control group."""

    def __init__(self, programs, undo):
        self.programs, self.undo = programs, undo
        self.group = bench.Group(undo)
        bench.Network(undo)
        self.room = bench.Room(programs, undo)
        for name in ("candidate-client", "document-renderer"):
            bench.install(programs / name, bench.ROOM / "bin" / name, mode=0o711)
        self.client = bench.ROOM / "bin/candidate-client"
        bench.STATE.mkdir(mode=0o755)
        self.screen = bench.Screen(undo, "1366x768")
        self.guard = bench.Guard(programs, undo, self.group, self.screen)
        self.home = self.room.home / "seat"
        self.home.mkdir()
        os.chown(self.home, CANDIDATE, CANDIDATE)
        bus = f"unix:path={self.home}/bus"
        self.variables = {**self.screen.variables, "PATH": "/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                          "DBUS_SESSION_BUS_ADDRESS": bus, "XDG_RUNTIME_DIR": str(self.home), "QT_QPA_PLATFORM": "xcb",
                          "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={bus}", "--print-address=1", told=True)

    def start(self, *command, group=True, told=False):
        """As the candidate; when `told`, until it has said a line."""
        process = subprocess.Popen([str(one) for one in command], env=self.variables, cwd=self.home, text=True,
                                   stdout=subprocess.PIPE if told else subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   preexec_fn=bench.become_candidate(self.group if group else None, "seat"))
        self.undo.callback(process.wait)
        self.undo.callback(process.kill)
        if told and not process.stdout.readline():
            raise CannotRun(f"{command[0]} does not start")
        return process

    def enrol(self, centre):
        code = centre.cli("workstation", "code", "--label", "Poste 1")["code"]
        self.config = self.home / "candidate.toml"
        self.config.write_text(f'[workstation]\nmachine = "{self.home}/machine"\nguard = "{self.guard.socket}"\n'
                               f'[centre]\nhost = "{CENTRE4}"\nport = {centre.port}\nenrolment_port = {centre.enrolment_port}\n')
        done = subprocess.run([self.client, "--config", self.config, "--enrol", code], env=self.variables,
                              cwd=self.home, preexec_fn=bench.become_candidate(None, "seat"), capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"the seat is not enrolled: {done.stderr}")

    def lock(self, centre, more):
        def named(path):
            return {"path": str(path), "sha256": bench.digest(path)}
        policy = {"format": "vigie-policy/1", "grade": "locked",
                  "network": {"centre": [{"address": CENTRE4, "port": centre.port}]},
                  "processes": {"allowed": [named(self.client), named(bench.ROOM / "bin/document-renderer")]},
                  "accommodation": [named(one) for one in real([*BUS, *more])]}
        self.guard.order([{"do": "lock", "policy": policy}])

    def open_window(self, centre):
        loader = Path("/lib64/ld-linux-x86-64.so.2").resolve()
        command = [*bench.Network.inside("seat"), self.programs / "guard-launch", "--socket", self.guard.socket, "--user",
                   "nobody", "--group", self.group.folder, "--writable", self.home, "--startable", loader, "--startable",
                   bench.ROOM / "bin/document-renderer", "--port", str(centre.port), "--", self.client, "--config", self.config]
        self.window = subprocess.Popen([str(one) for one in command], env={**os.environ, **self.variables},
                                       stderr=subprocess.DEVNULL)
        self.undo.callback(self.window.wait)
        self.undo.callback(self.window.terminate)

    def look(self, wanted):
        """Waits until the window is covered by its calm screen, or no longer is."""
        began = time.monotonic()
        looking = self.start("/usr/bin/python3", "-c", LOOK, PERSON, wanted, *CALM, group=False)
        if looking.wait(30) != 0:
            raise AssertionError(f"the window does not become {wanted}")
        return time.monotonic() - began


class Centre(RealRoom):
    """On its own host; no simulated seats."""
    address = "0.0.0.0"

    def __init__(self, programs):
        bench.enter_network(os.open("/run/netns/centre", os.O_RDONLY))
        super().__init__(programs, SOURCE, Path("/run/vigie-escape-centre"), 0, 0)

    def invite(self):
        self.sessions += 1
        number = f"T-{self.sessions}"
        self.run("make-ticket", "--key", "keys/ticket.key", "--bank", "bank/bank.cal", "--number", number, "--centre", "0042",
                 "--out", f"{number}.jws")
        self.cli("ticket", "load", f"{number}.jws")
        self.session = self.cli("session", "create", "--ticket", number)["session"]
        (self.folder / "candidates.csv").write_text("family,given,birth,language\nDurand,Zoe,2001-02-03,fr\n")
        self.candidates = self.cli("candidate", "add", "--csv", "candidates.csv", "--session", self.session)
        self.cli("session", "open", self.session)

    def answered(self):
        return len(self.show(0)["acknowledged"])


def guard_goes_and_comes(seat):
    """kill -9 of guard and supervisor, and nobody starts it again: what a client's desktop would be is a calm screen."""
    worker = seat.guard.worker()
    os.kill(seat.guard.process.pid, signal.SIGKILL)
    try:
        os.kill(worker, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it went with its supervisor
    seat.guard.process.wait()
    covered = seat.look("covered")
    seat.guard.start()
    state = seat.guard.status()["state"]
    uncovered = seat.look("uncovered")
    print(f"  the guard was killed: calm screen after {covered:.1f} s, the question again {uncovered:.1f} s after it came back, "
          f"{state}", flush=True)
    return state == "locked"


def sit(seat, centre, minutes):
    """One test, at the pace that fills `minutes`; without any, as fast as it goes, and the guard is killed meanwhile."""
    seat.open_window(centre)
    centre.invite()
    began = time.monotonic()
    person = seat.start("/usr/bin/python3", PERSON / "person.py", "--bank", SOURCE / "deploy/demonstration/items.json", "--code",
                        centre.candidates[0]["code"], "--actions", "--pace", int(minutes * 60000 / QUESTIONS), group=False)
    centre.cli("session", "wait", centre.session, "--until", "all-identified", "--timeout", 60)
    centre.cli("candidate", "confirm", "--all", "--session", centre.session)
    centre.cli("session", "wait", centre.session, "--until", "all-running", "--timeout", 60)
    good = bool(minutes) or guard_goes_and_comes(seat)
    if person.wait(minutes * 60 + 600) != 0:
        raise AssertionError("the person at the window needed help")
    view = centre.show(0)
    answered = len(view["acknowledged"])
    print(f"  {answered} of {view['questions']} questions answered by AT-SPI actions in {time.monotonic() - began:.0f} s, "
          f"{view['endReason']}", flush=True)
    return good and view["endReason"] == "completed" and answered == view["questions"] == QUESTIONS


def with_reader(seat):
    """The screen reader runs on the locked seat, its interpreter by itself does not."""
    reader = seat.start("/usr/bin/orca", "--replace")
    began = time.monotonic()
    alone = seat.start("/usr/bin/python3", "-c", "import time; time.sleep(20)")
    ended = alone.wait(20) == -signal.SIGKILL
    print(f"  the screen reader's interpreter by itself was {'ended' if ended else 'NOT ended'} after "
          f"{(time.monotonic() - began) * 1000:.0f} ms", flush=True)
    return reader, ended


def false_alarms(seat):
    """What was told though nobody did anything; that the guard itself was killed is true."""
    alarms = [one for one in seat.guard.status()["incidents"] if one["alarm"] and one["reason"] != "guard-restarted"]
    print(f"  {len(alarms)} false incidents", flush=True)
    for one in alarms:
        print(f"    {one['control']}/{one['reason']}: {one['seen']} {json.dumps(one['facts'])}")
    return alarms


def whole(seat, centre, minutes, orca):
    if not orca:
        good = sit(seat, centre, minutes)
        return good and not false_alarms(seat)
    reader, good = with_reader(seat)
    seat.guard.order([{"do": "unlock"}])  # what was just seen was meant to be
    seat.lock(centre, [*READER, *SPEECH.glob("sd_*")])
    good &= sit(seat, centre, minutes)
    runs = reader.poll() is None
    print(f"  the screen reader {'ran all the time' if runs else 'ENDED'}", flush=True)
    return good and runs and not false_alarms(seat)


def main():
    programs, orca = Path(sys.argv[1]), "--orca" in sys.argv
    minutes = float(sys.argv[sys.argv.index("--minutes") + 1]) if "--minutes" in sys.argv else 0
    before = bench.machine()
    try:
        if orca and not Path(READER[0]).exists():
            raise CannotRun("Orca is not installed")
        with ExitStack() as undo:
            seat = Seat(programs, undo)
            undo.callback(bench.enter_network, bench.MACHINE)
            centre = Centre(programs)
            undo.callback(centre.stop)
            seat.enrol(centre)
            seat.lock(centre, [*READER, *SPEECH.glob("sd_*")] if orca else [])
            good = whole(seat, centre, minutes, orca)
            seat.guard.order([{"do": "unlock"}])
    except CannotRun as error:
        print(f"sitting: cannot run here: {error}")
        return 77
    same = bench.machine() == before
    print(f"sitting: {'good' if good else 'NOT good'}; the machine is {'as it was' if same else 'NOT as it was'}")
    return 0 if good and same else 1


if __name__ == "__main__":
    sys.exit(main())
