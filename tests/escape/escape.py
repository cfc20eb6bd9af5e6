#!/usr/bin/env python3
"""escape.py PROGRAMS [--accommodation]: called by run.sh, in a mount namespace of its own."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import bench
from bench import CENTRE4, CENTRE6, NEIGHBOUR4, NEIGHBOUR6, PORT, SEAT4, CannotRun

AT_LEAST = 15
# What could succeed only by changing the machine itself, and the tests that stand for it.
ELSEWHERE = (("plug in a USB device", "guard_control.Tree.*, on recorded trees"),
             ("switch to a console (VT)", "guard_control.Kiosk.*, on recorded trees"),
             ("set the clock back", "guard.GuardTest.DoesNotBelieveAClockThatWasSetBack"),
             ("load a kernel module", "guard_control.SettingTest.*, on recorded trees"),
             ("replay or relay a TPM's quote", "guard_attestation.*, on software TPMs"))


# What needs no fence to be noticed. (Packets from outside are told at a limited rate, which answers use up while nothing
# is blocked.)
SEEN_BY_LOOKING = {"program-refused", "program-ended", "program-misled", "program-not-allowed", "packet-refused",
                   "input-injected", "clipboard-filled", "screen-client-unknown", "display-refused",
                   "guard-restarted"}
ON_SCREEN = ("clipboard", "read-along")  # what a stranger does there, who is looked for there alone


@dataclass
class Attempt:
    name: str
    make: object  # () -> exit status, 0 = it succeeded
    incidents: tuple  # reasons, any of which tells it
    at_lock: bool = False  # told already by the lock, which found the program there


class Suite:
    def __init__(self, programs, accommodation):
        self.undo = ExitStack()
        self.programs, self.accommodation = Path(programs), accommodation
        self.marks = 0
        self.patience = 0.3  # for what a guard would undo: there is none at first

    def build(self):
        undo = self.undo
        self.group = bench.Group(undo)
        self.network = bench.Network(undo)
        bench.serve_on_all_hosts(undo)
        self.room = bench.Room(self.programs, undo)
        bench.STATE.mkdir(mode=0o755)
        self.screen = bench.Screen(undo, displays=True)
        self.guard = bench.Guard(self.programs, undo, self.group, self.screen)
        self.strangers = {}
        self.watcher = bench.Watcher(self.guard)
        # Another program of the candidate's own, which a client that was taken over would look into.
        self.sitter = subprocess.Popen([self.room.probe, "serve", self.room.home / "sitter.socket"],
                                       preexec_fn=bench.become_candidate(self.group, "seat"))
        self.undo.callback(self.sitter.wait)
        self.undo.callback(self.sitter.kill)

    def start_client(self, fenced):
        """The client: as the kiosk starts it, under guard-launch, or as any program."""
        self.serving = self.room.home / "client.socket"
        self.serving.unlink(missing_ok=True)
        serve = ["serve", str(self.serving)]
        if fenced:
            command = [*bench.Network.inside("seat"), self.programs / "guard-launch", "--socket", self.guard.socket, "--user",
                       "nobody", "--group", self.group.folder, "--writable", self.room.home, "--startable", self.room.loader,
                       "--port", str(PORT), "--", self.room.client]
            self.client = subprocess.Popen([*command, *serve], stderr=subprocess.DEVNULL)
        else:
            self.client = subprocess.Popen([self.room.probe, *serve], stderr=subprocess.DEVNULL,
                                           preexec_fn=bench.become_candidate(self.group, "seat"))
        self.client_pid()

    def end_client(self):
        self.client.send_signal(signal.SIGCONT)
        self.client.terminate()
        self.client.wait(10)

    def in_client(self, line):
        """What the client answers to `line`: (exit status of the attempt, its pid); None when it is not there."""
        import socket
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(5)
                link.connect(str(self.serving))
                link.sendall((line + "\n").encode())
                answer = link.recv(200).split()
            return (int(answer[0]), int(answer[1])) if len(answer) == 2 else None
        except OSError:
            return None

    def client_pid(self):
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            answer = self.in_client("")
            if answer:
                return answer[1]
            time.sleep(0.02)
        raise AssertionError("the client does not answer")

    def asked(self, line):
        answer = self.in_client(line)
        return answer[0] if answer else 10

    def probe(self, *words, host="seat", program=None, group=True):
        """An attempt by a program of the candidate, at the seat unless another host is named."""
        done = subprocess.run([program or self.room.probe, *[str(one) for one in words]], capture_output=True, check=False,
                              preexec_fn=bench.become_candidate(self.group if group else None, host))
        return done.returncode

    def on_screen(self, word):
        """By an allowed program of the candidate's."""
        return subprocess.run([self.room.probe, word], capture_output=True, check=False,
                              preexec_fn=bench.become_candidate(self.group, "seat"),
                              env={**os.environ, **self.screen.variables}).returncode

    def stranger(self, word):
        """A program that the policy does not know and that runs already: it waits for its line."""
        group = None if word in ON_SCREEN else self.group
        return subprocess.Popen([self.room.evil, "after-line", word], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                env={**os.environ, **self.screen.variables}, preexec_fn=bench.become_candidate(group, "seat"))

    def by_stranger(self, word, more=""):
        waiting = self.strangers.pop(word, None) or self.stranger(word)
        waiting.communicate(f"{more}\n".encode())
        return waiting.returncode

    def mark(self):
        self.marks += 1
        return self.room.home / f"mark-{self.marks}"

    def foreign(self, command):
        """Succeeds when the program that `command` starts has left its mark."""
        def attempt():
            mark = self.mark()
            self.probe(*command(mark))
            return 0 if mark.exists() else 10
        return attempt

    def preload(self):
        mark = self.mark()
        os.environ["ESCAPE_MARK"] = str(mark)
        self.probe("exec-with", f"LD_PRELOAD={self.room.preload}", self.room.probe, "hold", "/dev/null")
        del os.environ["ESCAPE_MARK"]
        return 0 if mark.exists() else 10

    def client_dies(self):
        """Succeeds when the client stays away, and the desktop would be seen."""
        pid = self.client_pid()
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            answer = self.in_client("")
            if answer and answer[1] != pid:
                return 10
            time.sleep(0.02)
        return 0

    def delete_rules(self):
        """As root: the packet filter's table is thrown away. Succeeds when the neighbour can still be reached some seconds later."""
        subprocess.run([*bench.Network.inside("seat"), sys.executable, "-c", DELETE_TABLE], check=True)
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if self.probe("tcp", NEIGHBOUR4, 443) != 0:
                return 10
            time.sleep(0.05)
        return 0

    def change_setting(self):
        """As root: a kernel setting is changed back. Succeeds when it stays so for some seconds."""
        file = self.guard.settings / "proc/sys/kernel/sysrq"
        file.write_text("1\n")
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if file.read_text() == "0\n":
                return 10
            time.sleep(0.05)
        return 0

    def kill_guard(self):
        """As root: kill -9 of the guard. Succeeds when a foreign program runs or the wire is open a second later."""
        locked = self.guard.status()["state"] == "locked"
        os.kill(self.guard.worker(), signal.SIGKILL)
        reached = self.probe("tcp", NEIGHBOUR4, 443) == 0
        deadline = time.monotonic() + 10
        while not self.guard.ask({"ask": "status"}, quiet=True)["ok"] and time.monotonic() < deadline:
            time.sleep(0.02)
        mark = self.mark()
        self.probe("exec", self.room.evil, "hold", mark)
        still = self.guard.status()["state"] == "locked"
        return 0 if reached or mark.exists() or (locked and not still) else 10

    def attempts(self):
        room, one = self.room, Attempt
        started = ("program-refused", "program-ended")
        refused = ("packet-refused",)
        yield one("start a program brought along", self.foreign(lambda m: ("exec", room.evil, "hold", m)), started)
        yield one("start a copy of an allowed program", self.foreign(lambda m: ("copy", room.probe, room.home / "copy", m)), started)
        yield one("start one with an allowed one's name", self.foreign(lambda m: ("exec", room.same_name, "hold", m)), started)
        yield one("start a script", self.foreign(lambda m: ("exec", room.script, m)), started)
        yield one("start an interpreter", self.foreign(lambda m: ("exec", room.shell, "-c", f"echo; : > {m}")), started)
        yield one("start the loader with a program", self.foreign(lambda m: ("exec", room.loader, room.evil, "hold", m)), started)
        yield one("load code with LD_PRELOAD", self.preload, ("program-misled",))
        yield one("start a program out of memory", self.foreign(lambda m: ("memory", room.evil, m)), started)
        yield one("start processes without end", lambda: self.probe("start-many", 1000), ("too-many-started",))
        if self.accommodation:
            yield one("start a program as the screen reader's", self.foreign(
                lambda m: ("copy", room.reader, room.home / "orca", m)), started)
            yield one("use the screen reader's interpreter", self.foreign(
                lambda m: ("exec", room.interpreter, "-c", f": > {m}")), started)
            yield one("start a copy of its script", self.foreign(lambda m: ("exec", room.script_copy, m)), started)
        for name, host in (("neighbour", (NEIGHBOUR4, NEIGHBOUR6)), ("centre's other port", (CENTRE4, CENTRE6))):
            for address in host:
                family = "v6" if ":" in address else "v4"
                yield one(f"TCP {family}, {name}", lambda a=address: self.probe("tcp", a, 443), refused)
        for address in (NEIGHBOUR4, NEIGHBOUR6):
            family = "v6" if ":" in address else "v4"
            yield one(f"UDP {family}, neighbour", lambda a=address: self.probe("udp", a, 4000), refused)
            yield one(f"ICMP {family}, neighbour", lambda a=address: self.probe("ping", a), refused)
        yield one("DNS over UDP, centre", lambda: self.probe("udp", CENTRE4, 53, "tunnel.example"), refused)
        yield one("DNS over TCP, centre", lambda: self.probe("tcp", CENTRE4, 53), refused)
        yield one("TCP v4, neighbour to this seat", lambda: self.probe("tcp", SEAT4, 443, host="neighbour",
                                                                         group=False), ("packet-from-outside",))
        yield one("press a key by a program (XTEST)", lambda: self.on_screen("press"), ("input-injected",))
        yield one("a shortcut by a program (XTEST)", lambda: self.on_screen("shortcut"), ("input-injected",))
        yield one("fill the clipboard", lambda: self.by_stranger("clipboard"),
                  ("clipboard-filled", "screen-client-unknown"))
        yield one("a second X client that reads along", lambda: self.by_stranger("read-along"),
                  ("screen-client-unknown",))
        yield one("switch on a second display (RANDR)", lambda: self.on_screen("second-display"), ("display-refused",))
        for how in ("file", "call"):
            yield one(f"read the client's memory, brought along ({how})",
                      lambda how=how: self.probe("exec", room.evil, "read-memory", self.client_pid(), how), started)
        yield one("read the client's memory, was there before", lambda: self.by_stranger(
            "read-memory", f"{self.client_pid()} file"), ("program-not-allowed",), at_lock=True)
        for name, line in (("UDP from inside the client", f"udp {CENTRE4} 4000"),
                           ("ptrace from inside the client", f"trace {self.sitter.pid}"),
                           ("write the client's memory (/proc/pid/mem)", "change-memory file"),
                           ("write it by a call (process_vm_writev)", "change-memory call"),
                           ("another kind of socket inside the client", "other-socket")):
            yield one(name, lambda line=line: self.asked(line), ("call-refused",))
        yield one("stop the client (SIGSTOP)", lambda: self.probe("stop", self.client_pid()), ("client-stopped",))
        yield one("kill the client", self.client_dies, ("client-died",))
        yield one("delete the packet filter's rules (root)", self.delete_rules, ("changed-behind-us",))
        yield one("change a kernel setting (root)", self.change_setting, ("changed-behind-us",))
        yield one("kill -9 the guard (root)", self.kill_guard, ("guard-restarted",))


DELETE_TABLE = """
import ctypes, ctypes.util
nft = ctypes.CDLL(ctypes.util.find_library("nftables") or "libnftables.so.1")
nft.nft_ctx_new.restype = ctypes.c_void_p
context = ctypes.c_void_p(nft.nft_ctx_new(0))
nft.nft_ctx_buffer_error(context)
nft.nft_run_cmd_from_buffer(context, b"delete table inet vigie_guard")
"""


def policy(room, accommodation):
    def named(path):
        return {"path": str(path), "sha256": bench.digest(path)}
    out = {"format": "vigie-policy/1", "grade": "locked",
           "network": {"centre": [{"address": CENTRE4, "port": PORT}, {"address": CENTRE6, "port": PORT}]},
           "processes": {"allowed": [named(room.probe), named(room.client)]}}
    if accommodation:
        out["accommodation"] = [named(one) for one in (room.reader, room.script_reader, room.asking_reader)]
    return out


def check(holds, what):
    print(f"  {'holds' if holds else 'FAILS'}: {what}", flush=True)
    return holds


def made(attempt):
    try:
        return "succeeded" if attempt.make() == 0 else "refused"
    except (AssertionError, OSError, subprocess.SubprocessError) as error:
        return f"failed: {error}"


def print_row(name, off, on, incident, seconds):
    print(f"{name:48} {off:10} {on:10} {incident:22} {seconds}", flush=True)


class Count:
    ran = escaped = untold = impossible = 0


def try_all(suite):
    """Each attempt without the guard, then under it."""
    attempts = list(suite.attempts())
    suite.start_client(fenced=False)
    off = []
    for attempt in attempts:
        off.append(made(attempt))
        if attempt.name in ("kill the client", "stop the client (SIGSTOP)"):
            suite.end_client()
            suite.start_client(fenced=False)
    suite.end_client()
    suite.patience = 5
    suite.strangers = {word: suite.stranger(word) for word in (*ON_SCREEN, "read-memory")}
    before = {file: file.read_text() for file in (suite.guard.settings / "proc").rglob("*") if file.is_file()}
    locking = time.monotonic()
    steps = [{"do": "lock", "policy": policy(suite.room, suite.accommodation)}]
    signed, lock_seconds = suite.guard.order(steps)
    suite.start_client(fenced=True)
    print_row("attempt", "guard off", "guard on", "incident", "told after")
    count = Count()
    for attempt, first in zip(attempts, off):
        began = time.monotonic()
        on = made(attempt)
        told = suite.watcher.since(locking if attempt.at_lock else began, attempt.incidents)
        if first != "succeeded":
            count.impossible += 1
            print_row(attempt.name, first, on, "cannot run here", "")
            continue
        count.ran += 1
        count.escaped += on != "refused"
        count.untold += told is None
        print_row(attempt.name, first, on, told[0]["reason"] if told else "NONE",
                  "by the lock" if attempt.at_lock and told else f"{told[1] * 1000:.0f} ms" if told else "")
    for name, tests in ELSEWHERE:
        count.impossible += 1
        print_row(name, "-", "-", "cannot run here", tests)
    good = check_lock(suite, signed)
    good &= check_stop(suite)
    print_rest(suite)
    suite.end_client()
    unlock_seconds = suite.guard.order([{"do": "unlock"}])[1]
    print(f"  lock {lock_seconds * 1000:.0f} ms, unlock {unlock_seconds * 1000:.0f} ms")
    good &= check({file: file.read_text() for file in before} == before, "every setting is back, byte for byte")
    good &= check(suite.probe("tcp", NEIGHBOUR4, 443) == 0, "the network is open again")
    good &= check(suite.foreign(lambda mark: ("exec", suite.room.evil, "hold", mark))() == 0, "programs start again")
    good &= check(suite.guard.status()["changes"] == 0, "the guard has nothing left to give back")
    good &= check_code(suite)
    if not suite.accommodation:
        good &= try_watched(suite)
    return count, good


def try_watched(suite):
    """Under the policy "watched" nothing is blocked, and what programs and packets do is told all the same."""
    suite.patience = 0.3
    suite.guard.order([{"do": "lock", "policy": {**policy(suite.room, False), "grade": "watched"}}])
    suite.start_client(fenced=False)
    blocked, untold, told = [], [], 0
    for attempt in suite.attempts():
        began = time.monotonic()
        if made(attempt) != "succeeded":
            blocked.append(attempt.name)
        reasons = set(attempt.incidents) & SEEN_BY_LOOKING
        if reasons:
            reasons |= {"program-not-allowed", "display-came"}
            seen = suite.watcher.since(began, reasons)
            told += seen is not None
            untold += [] if seen else [attempt.name]
        if attempt.name in ("kill the client", "stop the client (SIGSTOP)"):
            suite.end_client()
            suite.start_client(fenced=False)
    suite.end_client()
    suite.guard.order([{"do": "unlock"}])
    good = check(not blocked, f"under the policy \"watched\" nothing is blocked {blocked or ''}")
    return good & check(not untold, f"and {told} attempts are told {untold or ''}")


def check_lock(suite, signed):
    """What must work, and what must not be obeyed, while the seat is locked."""
    good = True
    standings = {one["control"]: one for one in suite.guard.status()["controls"]}
    for name in ("keys", "clients", "clipboard", "displays", "processes", "network", "client", "kernel"):
        good &= check(standings[name]["standing"] == "enforced", f"{name} is enforced")
    for address in (CENTRE4, CENTRE6):
        good &= check(suite.probe("tcp", address, PORT) == 0, f"the centre is reached at {address} port {PORT}")
    good &= check(suite.probe("exec", suite.room.probe, "hold", suite.mark()) == 0, "an allowed program starts")
    reader = suite.probe("hold", suite.mark(), program=suite.room.reader) == 0 if suite.accommodation else None
    if suite.accommodation:
        good &= check(reader, "the candidate's screen reader starts")
        done = suite.foreign(lambda mark: ("exec", suite.room.script_reader, mark))()
        good &= check(done == 0, "and one that is a script, in its interpreter")
        good &= check_helper(suite)
    else:
        done = suite.foreign(lambda mark: ("exec", suite.room.reader, "hold", mark))()
        good &= check(done != 0, "a screen reader that no accommodation names does not start")
    for how in ("file", "call"):
        memory = suite.probe("read-memory", suite.client_pid(), how)
        good &= check(memory != 0, f"an allowed program of the candidate's cannot read the client's memory either ({how})")
    ask = suite.probe("ask", suite.guard.socket, '{"ask":"status"}')
    good &= check(ask == 0, "the client may ask for the status")
    order = '{"ask":"restore","damage":"keep"}'
    good &= check(suite.probe("ask", suite.guard.socket, order) != 0, "the client may not ask to be opened")
    replay = suite.guard.ask({"ask": "order", "order": signed})
    good &= check(replay.get("code") in ("order-number", "order-nonce"), f"an order again is refused ({replay.get('code')})")
    return good


def check_helper(suite):
    """What a program of the accommodation starts besides does not run, and is no alarm against the candidate."""
    began, foreign, own = time.monotonic(), suite.mark(), suite.mark()
    suite.probe("exec", suite.room.asking_reader, foreign, own)
    told = suite.watcher.since(began, ("helper-refused",))
    return check(told is not None and not told[0]["alarm"] and own.exists() and not foreign.exists(),
                 "what it starts besides does not, and that is no alarm")


def check_stop(suite):
    """SIGSTOP of the guard itself: its supervisor lets it go on."""
    worker = suite.guard.worker()
    os.kill(worker, signal.SIGSTOP)
    goes_on = suite.guard.status()["state"] == "locked" and suite.guard.worker() == worker
    return check(goes_on, "a guard that is stopped (root) goes on")


def check_code(suite):
    """A seat whose server is gone: its one-time code opens it, by the program that a technician has."""
    code, salt = "ABCD-EFGH-JKLM", os.urandom(16)
    digest = hashlib.sha256(b"vigie/unlock-code/1\0" + salt + code.replace("-", "").encode()).hexdigest()
    suite.guard.order([{"do": "code", "digest": digest, "salt": salt.hex()},
                       {"do": "lock", "policy": policy(suite.room, suite.accommodation)}])

    def typed(text):
        program = [suite.guard.programs / "workstation-guard", "--config", suite.guard.config, "unlock", text]
        return subprocess.run(program, capture_output=True, check=False).returncode == 0

    wrong = typed("ABCD-EFGH-JKLL")
    good = check(not wrong and suite.guard.status()["state"] == "locked", "a wrong unlock code opens nothing")
    right = typed(code.lower())
    good &= check(right and suite.guard.status()["state"] == "open", "the seat's own opens it without the centre")
    good &= check(not typed(code), "and only once")
    told = {one["reason"] for one in suite.guard.status()["incidents"]}
    return good & check({"code-wrong", "unlocked-by-code"} <= told, "both are told")


def print_rest(suite):
    """Memory and processor time of the guard while a locked seat is left alone."""
    pid = suite.guard.worker()

    def spent():
        """Nanoseconds of all its threads (the kernel's sched-stats)."""
        return sum(int(one.read_text().split()[0]) for one in Path(f"/proc/{pid}/task").glob("*/schedstat"))

    before, began = spent(), time.monotonic()
    threading.Event().wait(4)
    share = (spent() - before) / 1e9 / (time.monotonic() - began)
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    memory = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    print(f"  at rest: {memory / 1024:.1f} MB, {share * 100:.2f} % of a core")


def main():
    programs, accommodation = sys.argv[1], "--accommodation" in sys.argv[2:]
    before = bench.machine()
    suite = Suite(programs, accommodation)
    try:
        with suite.undo:
            suite.build()
            count, good = try_all(suite)
    except CannotRun as error:
        print(f"escape suite: cannot run here: {error}")
        return 77
    after = bench.machine()
    good &= check(after == before, "the machine is as it was before")
    for name in before:
        if after[name] != before[name]:
            print(f"    {name} differs:\n{before[name]}\n{after[name]}")
    print(f"{count.ran} attempts ran, {count.escaped} escaped, {count.untold} were not told, {count.impossible} cannot run here"
          f"{' (with an accommodation)' if accommodation else ''}")
    return 0 if good and not count.escaped and not count.untold and count.ran >= AT_LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
