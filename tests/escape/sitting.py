#!/usr/bin/env python3
"""sitting.py PROGRAMS [--orca] [--minutes N] [--pictures FOLDER]: called by run.sh --sitting. A real candidate's window,
started by guard-launch on a locked seat, with a real centre on another host: somebody who uses only the actions of AT-SPI
answers all 32 questions. No false incident may be told meanwhile. In the middle the guard is killed and kept away: the
window must cover itself with its calm screen, show nothing of what lies behind it, and come back with the guard. With
--orca the accommodation opens the screen reader, its speech and Braille programs, all by content; what the reader says is
heard, and what it writes is felt on a Braille display that is a program; --minutes N: at the pace of somebody who takes so long, and the guard is left alone."""

import html
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import bench
from bench import CANDIDATE, CENTRE4, CannotRun

SOURCE = Path(__file__).resolve().parents[2]
PERSON = SOURCE / "tests/end-to-end/person"
sys.path[:0] = [str(SOURCE / "tests/end-to-end"), str(PERSON)]
from knowledge import plain  # noqa: E402
from real_room import RealRoom  # noqa: E402

BUS = ["/usr/bin/dbus-daemon", "/usr/libexec/at-spi-bus-launcher", "/usr/libexec/at-spi2-registryd"]
# Orca asks xkbset for sticky keys and xkbcomp for the keyboard it must give back; without the second it ends.
READER = ["/usr/bin/orca", "/usr/bin/xkbset", "/usr/bin/xkbcomp", "/usr/bin/speech-dispatcher", "/usr/bin/brltty",
          "/usr/lib/x86_64-linux-gnu/gstreamer1.0/gstreamer-1.0/gst-plugin-scanner",
          "/usr/lib/speech-dispatcher-modules/sd_espeak-ng"]
SPEECH = """LogLevel 5
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
AudioOutputMethod "alsa"
AudioALSADevice "null"
"""
# A Braille display of 40 cells, to brltty's driver for displays that are programs: says each line that is written on it.
BRAILLE = """
import socket
listener = socket.create_server(("127.0.0.1", 35752))
print("ready", flush=True)
link = listener.accept()[0]
link.sendall(b"cells 40\\n")
for line in link.makefile(errors="replace"):
    print(line, end="", flush=True)
"""
QUESTIONS = 32
DESKTOP = 0xE000E0  # a colour that no window of ours has
BEGINNING = 12  # letters of a choice that a line of Braille shows beside what the reader says of it
HEARD = 5  # the reader speaks slower than the person answers: it says what is on the screen when it gets there
CALM = ("Levez la main : ce poste doit être vérifié", "Raise your hand: this workstation must be checked")
PHOTOGRAPH = """
import sys
sys.path.insert(0, sys.argv[1])
from sight import photograph
photograph(sys.argv[2], sys.argv[3])
"""
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
    launch = []  # more arguments of guard-launch

    def __init__(self, programs, undo, pictures):
        self.programs, self.undo, self.pictures = programs, undo, pictures
        self.group = bench.Group(undo)
        bench.Network(undo)
        self.room = bench.Room(programs, undo)
        for name in ("candidate-client", "document-renderer"):
            bench.install(programs / name, bench.ROOM / "bin" / name, mode=0o711)
        self.client = bench.ROOM / "bin/candidate-client"
        bench.STATE.mkdir(mode=0o755)
        self.frame = None
        self.screen = self.make_screen()
        self.guard = bench.Guard(programs, undo, self.group, self.screen)
        self.home = self.room.home / "seat"
        self.home.mkdir()
        os.chown(self.home, CANDIDATE, CANDIDATE)
        bus = f"unix:path={self.home}/bus"
        self.variables = {**self.screen.variables, "PATH": "/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8",
                          "DBUS_SESSION_BUS_ADDRESS": bus, "XDG_RUNTIME_DIR": str(self.home),
                          "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GSETTINGS_BACKEND": "memory",
                          "PYTHONDONTWRITEBYTECODE": "1"}
        self.start("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={bus}", "--print-address=1", told=True)

    def make_screen(self):
        frames = bench.STATE / "frames"
        frames.mkdir()
        os.chown(frames, bench.SCREEN_USER, CANDIDATE)
        screen = bench.Screen(self.undo, "1366x768", ["-fbdir", frames, "-noreset"])
        self.frame = frames / "Xvfb_screen0"
        painting = subprocess.run([self.room.probe, "paint", f"{DESKTOP:06x}"], check=False,
                                  env={**os.environ, **screen.variables}, preexec_fn=bench.become_candidate(None, "seat"))
        if painting.returncode != 0 or self.desktop() < 1366 * 768:
            raise CannotRun("the screen's picture cannot be read")
        return screen

    def readers_screen(self):
        """Variables for the screen reader."""
        return {}

    def start(self, *command, group=True, told=False, variables=None):
        """As the candidate, with these variables besides; when `told`, until it has said a line."""
        process = subprocess.Popen([str(one) for one in command], env={**self.variables, **(variables or {})},
                                   cwd=self.home, text=True, stdout=subprocess.PIPE if told else subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL,
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
                   "nobody", *self.launch, "--group", self.group.folder, "--writable", self.home, "--startable", loader, "--startable",
                   bench.ROOM / "bin/document-renderer", "--port", str(centre.port), "--", self.client, "--config", self.config]
        self.window = subprocess.Popen([str(one) for one in command], env={**os.environ, **self.variables},
                                       stderr=subprocess.DEVNULL)
        self.undo.callback(self.window.wait)
        self.undo.callback(self.window.terminate)

    def pixels(self):
        """What the screen shows: the file of Xvfb -fbdir, XWD version 7, 32 bits a pixel, no padding at this width."""
        if self.frame is None:
            return memoryview(b"")
        data = self.frame.read_bytes()
        header = struct.unpack(">25I", data[:100])
        start = header[0] + 12 * header[19]
        return memoryview(data)[start : start + header[12] * header[5]].cast("I")

    def desktop(self):
        """How much of what lies behind all windows is seen, in pixels; none where no picture can be had."""
        if self.frame is None:
            return 0
        return self.pixels().tolist().count(DESKTOP)

    def show_no_desktop(self, began, wanted):
        """Called again and again while something is waited for: a picture has no event."""
        if self.desktop():
            raise AssertionError("the desktop was seen")
        if time.monotonic() - began > 30:
            raise AssertionError(f"the window does not become {wanted}")
        time.sleep(0.03)

    def photograph(self, name):
        if self.pictures and self.frame:
            subprocess.run(["/usr/bin/python3", "-c", PHOTOGRAPH, PERSON, self.frame, self.pictures / f"{name}.png"], check=True)

    def look(self, wanted):
        """Waits until the window is covered by its calm screen, or no longer is; its desktop must not be seen meanwhile."""
        began = time.monotonic()
        looking = self.start("/usr/bin/python3", "-c", LOOK, PERSON, wanted, *CALM, group=False)
        while looking.poll() is None:
            self.show_no_desktop(began, wanted)
        if looking.returncode != 0:
            raise AssertionError("nobody can look at the window")
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
    seat.photograph("question")
    question = bytes(seat.pixels())
    worker = seat.guard.worker()
    os.kill(seat.guard.process.pid, signal.SIGKILL)
    try:
        os.kill(worker, signal.SIGKILL)
    except ProcessLookupError:
        pass  # it went with its supervisor
    seat.guard.process.wait()
    covered = seat.look("covered")
    began = time.monotonic()
    while seat.frame and bytes(seat.pixels()) == question:  # a screen reader is told before it is drawn
        seat.show_no_desktop(began, "covered")
    seat.photograph("calm")
    seat.guard.start()
    state = seat.guard.status()["state"]
    uncovered = seat.look("uncovered")
    seat.photograph("again")
    print(f"  the guard was killed: calm screen after {covered:.1f} s, the question again {uncovered:.1f} s after it came back, "
          f"{state}", flush=True)
    return state == "locked"


def sit(seat, centre, minutes):
    """One test, at the pace that fills `minutes`; without any, as fast as it goes, and the guard is killed meanwhile."""
    seat.open_window(centre)
    centre.invite()
    began = time.monotonic()
    pace = int(minutes * 60000 / QUESTIONS)
    patience = 60 + pace // 500  # who is slow to answer is slow with a code, too
    person = seat.start("/usr/bin/python3", PERSON / "person.py", "--bank", SOURCE / "deploy/demonstration/items.json", "--code",
                        centre.candidates[0]["code"], "--actions", "--pace", pace, group=False)
    centre.cli("session", "wait", centre.session, "--until", "all-identified", "--timeout", patience)
    centre.cli("candidate", "confirm", "--all", "--session", centre.session)
    centre.cli("session", "wait", centre.session, "--until", "all-running", "--timeout", patience)
    good = bool(minutes) or guard_goes_and_comes(seat)
    if person.wait(minutes * 60 + 600) != 0:
        raise AssertionError("the person at the window needed help")
    view = centre.show(0)
    answered = len(view["acknowledged"])
    print(f"  {answered} of {view['questions']} questions answered by AT-SPI actions in {time.monotonic() - began:.0f} s, "
          f"{view['endReason']}", flush=True)
    return good and view["endReason"] == "completed" and answered == view["questions"] == QUESTIONS


class Braille:
    """brltty on the locked seat, as the candidate's, and a display for it."""

    def __init__(self, seat):
        for folder in ("/var/lib/BrlAPI", "/var/lib/brltty"):  # it must make its socket there, whoever it is
            bench.run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", folder)
            seat.undo.callback(lambda folder=folder: subprocess.run(["umount", "-l", folder], check=False))
        self.display = subprocess.Popen([*bench.Network.inside("seat"), "/usr/bin/python3", "-c", BRAILLE], text=True,
                                        stdout=subprocess.PIPE)
        seat.undo.callback(self.display.wait)
        seat.undo.callback(self.display.kill)
        if self.display.stdout.readline() != "ready\n":
            raise CannotRun("no Braille display")
        self.lines = []
        self.hand = threading.Thread(target=lambda: self.lines.extend(self.display.stdout), daemon=True)
        self.program = seat.start("/usr/bin/brltty", "-n", "-e", "-b", "vr", "-d", "client:127.0.0.1:35752", "-x", "no", "-s", "no",
                                  "-A", "auth=none,host=:0", "-f", "/dev/null")
        began = time.monotonic()
        while not Path("/var/lib/BrlAPI/0").exists():
            if self.program.poll() is not None or time.monotonic() - began > 10:
                raise AssertionError("brltty does not start under the lock")
            time.sleep(0.05)
        self.hand.start()

    def felt(self):
        """The lines that were on the display, as letters."""
        return [line[8:-2] for line in list(self.lines) if line.startswith('Visual "')]


class Reader:
    """The screen reader, its voice and its Braille on the locked seat; the reader's interpreter by itself does not run there."""

    def __init__(self, seat):
        settings = seat.home / "speech"
        (settings / "modules").mkdir(parents=True)
        (settings / "speechd.conf").write_text(SPEECH)
        shutil.copy("/etc/speech-dispatcher/modules/espeak-ng.conf", settings / "modules")
        os.chown(settings, CANDIDATE, CANDIDATE)
        self.log = settings / "speech-dispatcher.log"
        self.voice = seat.start("/usr/bin/speech-dispatcher", "--run-single", "--config-dir", settings, "--log-dir", settings,
                                "--timeout", 0)
        self.braille = Braille(seat)
        self.orca = seat.start("/usr/bin/orca", "--replace", variables=seat.readers_screen())
        began = time.monotonic()
        alone = seat.start("/usr/bin/python3", "-c", "import time; time.sleep(20)")
        self.alone = alone.wait(20) == -signal.SIGKILL
        print(f"  the screen reader's interpreter by itself was {'ended' if self.alone else 'NOT ended'} after "
              f"{(time.monotonic() - began) * 1000:.0f} ms", flush=True)

    def said(self):
        """What Orca gave to its voice, without its marks between words."""
        texts = re.findall(r"Queueing message \|<speak>(.*?)</speak>\|", self.log.read_text(errors="replace"), re.DOTALL)
        return [html.unescape(re.sub(r"<mark [^>]*>", "", text)).rstrip(".") for text in texts]

    def good(self):
        said = self.said()
        items = json.loads((SOURCE / "deploy/demonstration/items.json").read_text())["items"]
        choices = {plain(text).rstrip(".") for item in items for block in item["locales"].values()
                   for text in block.get("choices", {}).values()}
        heard = {text for text in said for choice in choices if text.startswith(choice)}
        felt = self.braille.felt()
        touched = {choice for choice in choices if any(choice[:BEGINNING] in line for line in felt)}
        runs = all(one.poll() is None for one in (self.orca, self.voice, self.braille.program))
        print(f"  the screen reader, its voice and brltty {'ran all the time' if runs else 'ENDED'}; it said {len(said)} things, "
              f"{len(heard)} choices among them, and wrote {len(felt)} lines of Braille, {len(touched)} choices among them", flush=True)
        return runs and self.alone and len(heard) >= HEARD and len(touched) >= HEARD


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
    reader = Reader(seat)
    seat.guard.order([{"do": "unlock"}])  # what was just seen was meant to be
    seat.lock(centre, READER)
    good = sit(seat, centre, minutes)
    return reader.good() and good and not false_alarms(seat)


def main():
    programs, orca = Path(sys.argv[1]), "--orca" in sys.argv
    minutes = float(sys.argv[sys.argv.index("--minutes") + 1]) if "--minutes" in sys.argv else 0
    pictures = Path(sys.argv[sys.argv.index("--pictures") + 1]) if "--pictures" in sys.argv else None
    before = bench.machine()
    try:
        if orca and not Path(READER[0]).exists():
            raise CannotRun("Orca is not installed")
        with ExitStack() as undo:
            seat = Seat(programs, undo, pictures)
            undo.callback(bench.enter_network, bench.MACHINE)
            centre = Centre(programs)
            undo.callback(centre.stop)
            seat.enrol(centre)
            seat.lock(centre, READER if orca else [])
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
