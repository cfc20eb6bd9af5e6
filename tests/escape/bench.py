"""The place where attempts are made: hosts, folders, a guard under test, and an undo for each of them.

Everything lies in the suite's own mount namespace (run.sh), in named network namespaces there, and in one control
group; the guard runs in the machine's process namespace, because the kernel tells started programs only there.
"""

import base64
import ctypes
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

ROOM = Path("/run/vigie-escape")  # the programs' own file system
STATE = Path("/run/vigie-escape-guard")
SEAT = "00112233445566778899aabbccddeeff"
CANDIDATE = 65534  # nobody
CENTRE4, CENTRE6 = "10.77.0.1", "fd77::1"
SEAT4, SEAT6 = "10.77.0.2", "fd77::2"
NEIGHBOUR4, NEIGHBOUR6 = "10.77.0.3", "fd77::3"
PORT = 7443


class CannotRun(Exception):
    """This machine cannot run the suite."""


def run(*command, **options):
    return subprocess.run([str(one) for one in command], check=True, capture_output=True, text=True, **options)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Key:
    """The centre's key for orders; signs with the openssl program."""

    def __init__(self, folder):
        self.private, self.public = folder / "order.key", folder / "order.pem"
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.private)
        run("openssl", "pkey", "-in", self.private, "-pubout", "-out", self.public)
        spki = subprocess.run(["openssl", "pkey", "-in", self.private, "-pubout", "-outform", "DER"], check=True,
                              capture_output=True).stdout
        self.id = hashlib.sha256(spki).hexdigest()

    def order(self, body):
        text = canonical(body).encode()
        der = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.private], check=True, capture_output=True,
                             input=b"vigie/guard-order/1\0" + text).stdout
        raw, at = b"", 2
        for _ in range(2):
            size = der[at + 1]
            raw += der[at + 2 : at + 2 + size].lstrip(b"\0").rjust(32, b"\0")
            at += 2 + size
        return canonical({"body": base64.b64encode(text).decode(), "key": self.id,
                          "signature": base64.b64encode(raw).decode()})


class Network:
    """Three hosts on one wire, each in a network namespace: the centre, this seat, and a neighbour."""

    HOSTS = {"centre": (CENTRE4, CENTRE6), "seat": (SEAT4, SEAT6), "neighbour": (NEIGHBOUR4, NEIGHBOUR6)}

    def __init__(self, undo):
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        undo.callback(lambda: subprocess.run(["umount", "-l", "/run"], check=False))
        for name in ("switch", *self.HOSTS):
            run("ip", "netns", "add", name)
            undo.callback(lambda name=name: subprocess.run(["ip", "netns", "del", name], check=False))
        run("ip", "-n", "switch", "link", "add", "wire", "type", "bridge")
        run("ip", "-n", "switch", "link", "set", "wire", "up")
        for name, (v4, v6) in self.HOSTS.items():
            run("ip", "-n", "switch", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
            run("ip", "-n", "switch", "link", "set", f"to-{name}", "master", "wire", "up")
            run("ip", "-n", name, "address", "add", f"{v4}/24", "dev", "eth0")
            run("ip", "-n", name, "address", "add", f"{v6}/64", "dev", "eth0", "nodad")
            run("ip", "-n", name, "link", "set", "eth0", "up")
            run("ip", "-n", name, "link", "set", "lo", "up")
            run(*self.inside(name), "sh", "-c", "echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range")

    @staticmethod
    def inside(host):
        return ["nsenter", f"--net=/run/netns/{host}", "--"]


SERVER = """
import socket, sys, threading
def tcp(family, port):
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6: listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(("", port)); listener.listen(50)
    def loop():
        while True: listener.accept()[0].close()
    threading.Thread(target=loop, daemon=True).start()
def udp(family, port):
    link = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET6: link.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    link.bind(("", port))
    def loop():
        while True:
            text, who = link.recvfrom(2048); link.sendto(text, who)
    threading.Thread(target=loop, daemon=True).start()
for family in (socket.AF_INET, socket.AF_INET6):
    for port in (7443, 443, 53): tcp(family, port)
    for port in (53, 4000): udp(family, port)
print("ready", flush=True)
sys.stdin.read()
"""


def serve_on_all_hosts(undo):
    for host in Network.HOSTS:
        server = subprocess.Popen([*Network.inside(host), sys.executable, "-c", SERVER], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)
        undo.callback(server.wait)
        undo.callback(server.kill)
        if server.stdout.readline() != "ready\n":
            raise CannotRun(f"no servers on the host {host}")


class Group:
    """A control group of our own, of either version, that the candidate's programs are in."""

    def __init__(self, undo):
        self.path = f"/vigie-escape-{os.getpid()}"
        hierarchy = Path("/sys/fs/cgroup/pids")
        if not hierarchy.is_dir():
            hierarchy = Path("/sys/fs/cgroup")
        self.folder = hierarchy / self.path[1:]
        try:
            self.folder.mkdir()
        except OSError as error:
            raise CannotRun(f"no control group of our own: {error}") from error
        undo.callback(self.remove)

    def remove(self):
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            for pid in self.members():
                try:
                    os.kill(pid, 9)
                except ProcessLookupError:
                    pass
            try:
                self.folder.rmdir()
                return
            except OSError:
                time.sleep(0.02)  # the kernel says when the last one is gone only by letting us remove it

    def members(self):
        try:
            return [int(one) for one in (self.folder / "cgroup.procs").read_text().split()]
        except OSError:
            return []

    def enter(self):
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))


LIBC = ctypes.CDLL(None, use_errno=True)
NEW_NETWORK = 0x40000000  # CLONE_NEWNET
MACHINE = os.open("/proc/self/ns/net", os.O_RDONLY)  # the network we were started in


def enter_network(handle):
    if LIBC.setns(handle, NEW_NETWORK) != 0:
        raise OSError(ctypes.get_errno(), "a network namespace cannot be entered")


def become_candidate(group, host):
    """For a child before its program: no helper program may start within the group, it would be one more to judge."""
    def become():
        handle = os.open(f"/run/netns/{host}", os.O_RDONLY)
        if LIBC.setns(handle, NEW_NETWORK) != 0:
            os._exit(126)
        os.close(handle)
        if group is not None:
            group.enter()
        os.setgroups([])
        os.setgid(CANDIDATE)
        os.setuid(CANDIDATE)
    return become


SCREEN_USER, CLIENT_GROUP = 65533, 65532  # of the screen's program alone; of the candidate's client alone


def become_screen_user():
    """For a child before its program, which is an X server or a compositor."""
    handle = os.open("/run/netns/seat", os.O_RDONLY)
    if LIBC.setns(handle, NEW_NETWORK) != 0:
        os._exit(126)
    os.close(handle)
    os.setgroups([])
    os.setgid(CANDIDATE)
    os.setuid(SCREEN_USER)
    os.umask(0o007)  # the candidate's programs may connect, as long as the seat is open


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def install(source, target, tail=b"", mode=0o755):
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(Path(source).read_bytes() + tail)
    target.chmod(mode)
    return target


class Room:
    """The file system whose programs are judged: the client, its loader and libraries, a shell, a candidate's home."""

    def __init__(self, programs, undo):
        ROOM.mkdir(parents=True)
        run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", ROOM)
        undo.callback(lambda: subprocess.run(["umount", "-l", str(ROOM)], check=False))
        self.probe = install(programs / "escape-probe", ROOM / "bin/probe")
        self.client = install(programs / "escape-probe", ROOM / "bin/client", b"client", 0o711)  # unreadable: undumpable
        self.shell = install("/bin/sh", ROOM / "bin/sh")
        self.reader = install(programs / "escape-probe", ROOM / "bin/orca", b"screen reader")
        # As Orca is: a script, and the program that runs it.
        self.interpreter = install("/bin/sh", ROOM / "bin/interpreter", b"interpreter")
        self.script_reader = ROOM / "bin/script-reader"
        self.script_reader.write_text(f"#!{self.interpreter}\n: > \"$1\"\n")
        self.script_reader.chmod(0o755)
        self.asking_reader = ROOM / "bin/asking-reader"  # which starts something that no list names, and goes on
        self.asking_reader.write_text(f"#!{self.interpreter}\n{ROOM}/home/evil hold \"$1\"\n: > \"$2\"\n")
        self.asking_reader.chmod(0o755)
        xtest = next(Path("/usr/lib").glob("*/libxcb-xtest.so.0"))
        needed = [str(xtest)] + [line for one in ("/bin/ls", programs / "workstation-guard", xtest)
                                 for line in run("ldd", one).stdout.splitlines()]
        for line in needed:
            found = [word for word in line.split() if word.startswith("/lib") or word.startswith("/usr/lib")]
            for one in found:
                if not (ROOM / "lib" / Path(one).name).exists():
                    install(one, ROOM / "lib" / Path(one).name)
        install("/lib64/ld-linux-x86-64.so.2", ROOM / "lib/ld-linux-x86-64.so.2")
        self.loader = ROOM / "lib/ld-linux-x86-64.so.2"
        self.home = ROOM / "home"
        self.home.mkdir()
        self.home.chmod(0o777)
        self.evil = install(programs / "escape-probe", self.home / "evil", b"brought along")
        self.same_name = install(programs / "escape-probe", self.home / "bin/probe", b"renamed")
        self.preload = install(programs / "libescape-preload.so", self.home / "evil.so")
        self.script_copy = install(self.script_reader, self.home / "script-reader")
        self.script = self.home / "script"
        self.script.write_text(f"#!{self.shell}\necho\n: > \"$1\"\n")
        self.script.chmod(0o755)


XORG = Path("/usr/lib/xorg/Xorg")
DUMMY = Path(__file__).resolve().parents[1] / "support/dummy-screen.conf"


class Screen:
    """An X screen without a monitor, in the seat's network namespace, with a cookie that its programs have. With
    `displays` one whose displays come and go, where that server is installed; it runs as a user without rights, as it
    must reach nothing of the machine's."""

    def __init__(self, undo, size="640x480", more=(), displays=False):
        run("mount", "-t", "tmpfs", "tmpfs", "/tmp")
        undo.callback(lambda: subprocess.run(["umount", "-l", "/tmp"], check=False))
        self.authority = STATE / "cookie"
        name = b"MIT-MAGIC-COOKIE-1"
        self.authority.write_bytes(b"\xff\xff\0\0\0\0" + len(name).to_bytes(2, "big") + name + b"\0\x10" + os.urandom(16))
        self.authority.chmod(0o644)
        told, tell = os.pipe()
        server = ["Xvfb", "-screen", "0", f"{size}x24", *more]
        if displays and XORG.exists():
            folder = STATE / "screen"
            folder.mkdir()
            os.chown(folder, SCREEN_USER, CANDIDATE)
            server = [XORG, "-config", install(DUMMY, folder / "xorg.conf", mode=0o644), "-logfile", folder / "log",
                      "-noreset"]
        self.server = subprocess.Popen([*server, "-displayfd", str(tell), "-auth", self.authority, "-nolisten", "tcp"],
                                       pass_fds=[tell], stderr=subprocess.DEVNULL, preexec_fn=become_screen_user)
        undo.callback(self.server.wait)
        undo.callback(self.server.terminate)
        os.close(tell)
        with os.fdopen(told) as answer:
            self.display = ":" + answer.readline().strip()
        if self.display == ":":
            raise CannotRun("no X screen: Xvfb does not start")
        self.variables = {"DISPLAY": self.display, "XAUTHORITY": str(self.authority), "QT_QPA_PLATFORM": "xcb"}
        self.configuration = f'display = "{self.display}"\nauthority = "{self.authority}"\n'


class Cage:
    """A Wayland screen without a monitor that shows one program: cage, under a user of its own, without Xwayland."""

    def __init__(self, undo, displays):
        run("mount", "-t", "tmpfs", "tmpfs", "/tmp")  # for the socket that an Xwayland would have
        undo.callback(lambda: subprocess.run(["umount", "-l", "/tmp"], check=False))
        folder = STATE / "screen"
        folder.mkdir(mode=0o750)
        os.chown(folder, SCREEN_USER, CANDIDATE)
        self.socket = folder / "wayland-0"
        self.words = open(STATE / "cage.log", "w", encoding="utf-8")  # noqa: SIM115
        self.process = subprocess.Popen(
            ["cage", "--", "sleep", "infinity"], preexec_fn=become_screen_user, cwd="/", stdin=subprocess.DEVNULL,
            stdout=self.words, stderr=self.words,
            env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(folder), "WLR_BACKENDS": "headless",
                 "WLR_HEADLESS_OUTPUTS": str(displays), "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman",
                 "WLR_XWAYLAND": "/bin/false"})
        undo.callback(self.process.wait)
        undo.callback(self.process.terminate)
        deadline = time.monotonic() + 10
        while not self.socket.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise CannotRun(f"no Wayland screen: cage does not start: {(STATE / 'cage.log').read_text()}")
            time.sleep(0.02)
        self.variables = {"WAYLAND_DISPLAY": str(self.socket), "QT_QPA_PLATFORM": "wayland"}
        self.configuration = f'wayland = "{self.socket}"\nwayland_group = {CLIENT_GROUP}\n'


class Guard:
    """The guard under test. `seen` holds every incident with the moment it was first told."""

    def __init__(self, programs, undo, group, screen):
        self.programs, self.group = programs, group
        self.key = Key(STATE)
        self.number = 0
        self.config = STATE / "guard.toml"
        settings = STATE / "settings"
        for name, text in {"kernel/sysrq": "438\n", "kernel/core_pattern": "core\n", "vm/memfd_noexec": "0\n"}.items():
            (settings / "proc/sys" / name).parent.mkdir(parents=True, exist_ok=True)
            (settings / "proc/sys" / name).write_text(text)
        self.settings = settings
        self.socket = STATE / "socket"
        self.config.write_text(
            f'[guard]\nfolder = "{STATE}/data"\nsocket = "{self.socket}"\nseat = "{SEAT}"\norder_key = "{self.key.public}"\n'
            f'settings_root = "{settings}"\n[users]\nclient = [{CANDIDATE}]\n'
            f'[processes]\nwatched = ["{ROOM}"]\nwritable = ["{ROOM}/home"]\ncgroup = "{group.path}"\n'
            + (f"[screen]\n{screen.configuration}" if screen else ""))
        self.process = None
        self.start()
        undo.callback(self.stop)

    def start(self):
        with open(STATE / "guard.log", "a", encoding="utf-8") as words:  # it says each time that it is started again
            self.process = subprocess.Popen(
                [self.programs / "workstation-guard", "--config", self.config, "run", "--network-namespace", "/run/netns/seat"],
                stdout=subprocess.PIPE, stderr=words, text=True, preexec_fn=lambda: enter_network(MACHINE))
        line = self.process.stdout.readline()
        if "ready" not in line:
            raise CannotRun(f"the guard does not start: {(STATE / 'guard.log').read_text()}")

    def stop(self):
        self.ask({"ask": "restore", "damage": "give-up"}, quiet=True)
        self.process.terminate()
        self.process.wait(10)

    def worker(self):
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    def ask(self, question, quiet=False):
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(10)
                link.connect(str(self.socket))
                link.sendall((json.dumps(question) + "\n").encode())
                answer = b""
                while not answer.endswith(b"\n"):
                    part = link.recv(1 << 20)
                    if not part:
                        raise ConnectionError("the guard hung up")
                    answer += part
            return json.loads(answer)
        except OSError:
            if quiet:
                return {"ok": False}
            raise

    def status(self):
        return self.ask({"ask": "status"})["status"]

    def order(self, steps):
        self.number += 1
        body = {"expires": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 600)), "format": "vigie-order/1",
                "nonce": self.status()["nonce"], "number": self.number, "seat": SEAT, "steps": steps}
        signed = self.key.order(body)
        began = time.monotonic()
        answer = self.ask({"ask": "order", "order": signed})
        if not answer["ok"]:
            raise AssertionError(f"the guard refused an order: {answer}")
        return signed, time.monotonic() - began


class Watcher(threading.Thread):
    """Hears the guard's pushed status; knows when it first told of each incident or of one more of it."""

    def __init__(self, guard):
        super().__init__(daemon=True)
        self.guard, self.changed = guard, threading.Condition()
        self.told = {}  # reason -> [(times, moment, incident)]
        self.start()

    def run(self):
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as link:
                    link.connect(str(self.guard.socket))
                    link.sendall(b'{"ask":"watch"}\n')
                    for line in link.makefile():
                        self.hear(json.loads(line)["status"])
            except OSError:
                pass
            time.sleep(0.02)  # between two lives of the guard

    def hear(self, status):
        now = time.monotonic()
        with self.changed:
            for incident in status["incidents"]:
                known = self.told.setdefault(incident["reason"], {})
                if known.get(incident["id"], (0,))[0] < incident["times"]:
                    known[incident["id"]] = (incident["times"], now, incident)
            self.changed.notify_all()

    def since(self, moment, reasons, patience=3.0):
        """(incident, seconds) of the first one with one of these reasons told after `moment`, or None."""
        deadline = time.monotonic() + patience
        with self.changed:
            while True:
                found = [(when, incident) for reason in reasons
                         for _, when, incident in self.told.get(reason, {}).values() if when >= moment]
                if found:
                    when, incident = min(found, key=lambda one: one[0])
                    return incident, when - moment
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                self.changed.wait(left)


def machine():
    """What must be the same after the suite as before it."""
    out = {}
    for name in ("kernel/sysrq", "kernel/core_pattern", "kernel/dmesg_restrict", "kernel/kptr_restrict",
                 "kernel/perf_event_paranoid", "kernel/unprivileged_bpf_disabled", "fs/suid_dumpable",
                 "user/max_user_namespaces", "vm/memfd_noexec"):
        file = Path("/proc/sys") / name
        out[name] = file.read_text() if file.exists() else None
    out["mounts"] = Path(f"/proc/{os.getppid()}/mountinfo").read_text()  # whoever started us, outside
    out["links"] = run("ip", "-o", "link").stdout
    out["groups"] = sorted(str(one) for one in Path("/sys/fs/cgroup").rglob(f"vigie-escape-{os.getpid()}"))
    out["run"] = sorted(one.name for one in Path("/run").iterdir())
    return out


__all__ = [name for name in dir() if not name.startswith("_")]
assert shutil and ExitStack
