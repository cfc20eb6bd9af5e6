"""A small centre of real programs on this machine: center-server, seat-simulators and proctor-cli, each a process that can
be killed and started again. No registry: sessions end when every candidate has answered. Everything lies in one folder."""

import json
import signal
import socket
import subprocess
from pathlib import Path

CONFIGURATION = """
[centre]
number = "0042"
name = "Test"
did = "did:web:centre-0042.vigie.example"
data = "data"
[listen]
address = "{address}"
port = {port}
enrolment_port = {enrolment_port}
[bank]
calibration = "bank/bank.cal"
items = "bank/bank.items"
content_key = "content.key"
authority = "keys/bank.pub"
[test]
definition = "{definition}"
[registry]
ticket_key = "keys/ticket.pub"
[issuing]
chain = "chain.pem"
status_list = "https://registry.vigie.example/status/0042"
"""


class Broken(Exception):
    """A promise that did not hold."""


def require(holds, what):
    if not holds:
        raise Broken(what)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Program:
    """A process that is started again with the same or other arguments; its words go to <name>.log."""

    def __init__(self, folder, name):
        self.name = name
        self.folder = folder
        self.process = None

    def start(self, *command):
        with open(self.folder / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen([str(word) for word in command], cwd=self.folder, stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.is_running():
            self.process.send_signal(signal.SIGKILL)

    def reap(self):
        """The exit status; negative: of the signal that ended it."""
        return self.process.wait(timeout=120)


class RealRoom:
    address = "127.0.0.1"  # where the centre listens

    def __init__(self, binaries, source, folder, seats, pace_ms):
        self.binaries = Path(binaries).resolve()
        self.source = Path(source).resolve()
        self.folder = Path(folder).resolve()
        self.pace_ms = pace_ms
        self.port, self.enrolment_port = free_port(), free_port()
        self.sessions = 0
        self.session = None
        self.candidates = []  # as `candidate add` answers
        self.downs = []  # seconds, of this session
        self._make_centre()
        self.server = Program(self.folder, "center-server")
        self.seats = [Program(self.folder, f"seat-{i + 1}") for i in range(seats)]
        self.console = Program(self.folder, "console")
        self.start_server()
        self._enrol()

    # ---- once ----

    def run(self, program, *arguments):
        done = subprocess.run([str(self.binaries / program), *map(str, arguments)], cwd=self.folder,
                              capture_output=True, text=True, timeout=180)
        require(done.returncode == 0, f"{program} {' '.join(map(str, arguments))}: {done.stdout}{done.stderr}")
        return done.stdout

    def cli(self, *arguments):
        return json.loads(self.run("proctor-cli", "--config", "cli.toml", "--json", *arguments))

    def _make_centre(self):
        self.folder.mkdir(parents=True)
        self.run("make-demonstration-trust", "make", "--trust", "trust", "--keys", "keys")
        subprocess.run("umask 077; openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt "
                       ">keys/bank.key; openssl pkey -in keys/bank.key -pubout >keys/bank.pub",
                       shell=True, check=True, cwd=self.folder)
        self.run("bank-build", "--items", self.source / "deploy/demonstration/items.json", "--bank-key", "keys/bank.key",
                 "--content-key-out", "content.key", "--out", "bank")
        definition = self.source / "deploy/demonstration/certification.json"
        (self.folder / "centre.toml").write_text(CONFIGURATION.format(
            address=self.address, port=self.port, enrolment_port=self.enrolment_port, definition=definition))
        self.console_code = self.run("center-server", "init", "--config", "centre.toml").splitlines()[-1]

    def _enrol(self):
        (self.folder / "staff.password").write_text("a password of this test alone\n")
        (self.folder / "staff.password").chmod(0o600)
        (self.folder / "cli.toml").write_text(
            'machine = "console-machine"\nstaff_key = "console-machine/staff.key"\n'
            'password_file = "staff.password"\ntimeout = 120\n')
        self.cli("enrol", "--code", self.console_code, "--host", "127.0.0.1", "--port", self.port,
                 "--enrolment-port", self.enrolment_port)
        self.codes = [self.cli("workstation", "code", "--label", f"Poste {i + 1}")["code"] for i in range(len(self.seats))]

    # ---- programs ----

    def start_server(self):
        self.server.start(self.binaries / "center-server", "run", "--config", "centre.toml")

    def start_seat(self, index, *arguments):
        """Without arguments it goes on from its folder, and no code of any kind is given to it."""
        self.seats[index].start(
            self.binaries / "seat-simulator", "--machine", f"machine-{index + 1}",
            "--answers", self.source / "deploy/demonstration/items.json", "--wrong", 5 + index, "--pace", self.pace_ms,
            "--acknowledged", self.folder / f"{self.session}-{index + 1}.acknowledged",
            "--shown", self.folder / f"{self.session}-{index + 1}.shown", *(arguments or ["--resume"]))

    def start_console(self):
        self.console.start(self.binaries / "proctor-cli", "--config", "cli.toml", "--json", "session", "wait",
                           self.session, "--until", "all-ended", "--timeout", 600)

    # ---- a session ----

    def begin_session(self):
        """Everybody sits, is confirmed, and answers."""
        self.sessions += 1
        self.downs = []
        number = f"T-{self.sessions}"
        self.run("make-ticket", "--key", "keys/ticket.key", "--bank", "bank/bank.cal", "--number", number, "--centre",
                 "0042", "--out", f"{number}.jws")
        self.cli("ticket", "load", f"{number}.jws")
        self.session = self.cli("session", "create", "--ticket", number)["session"]
        rows = "".join(f"Durand,Zoe{i},2001-02-0{i + 1},fr\n" for i in range(len(self.seats)))
        (self.folder / "candidates.csv").write_text("family,given,birth,language\n" + rows)
        self.candidates = self.cli("candidate", "add", "--csv", "candidates.csv", "--session", self.session)
        self.cli("session", "open", self.session)
        for i, candidate in enumerate(self.candidates):
            enrolment = ["--enrol", self.codes[i], "--host", "127.0.0.1", "--port", self.port, "--enrolment-port",
                         self.enrolment_port] if self.sessions == 1 else []
            self.start_seat(i, "--code", candidate["code"], *enrolment)
        self.cli("session", "wait", self.session, "--until", "all-identified", "--timeout", 60)
        self.cli("candidate", "confirm", "--all", "--session", self.session)
        self.cli("session", "wait", self.session, "--until", "all-running", "--timeout", 60)
        self.start_console()

    def lines(self, index, kind):
        file = self.folder / f"{self.session}-{index + 1}.{kind}"
        return [line.split() for line in file.read_text().splitlines()] if file.exists() else []

    def show(self, index):
        return self.cli("candidate", "show", self.candidates[index]["reference"], "--session", self.session)

    def check(self, index):
        """What was acknowledged is there, once; the same question came back; lost time was credited."""
        reference = self.candidates[index]["reference"]
        acknowledged = self.lines(index, "acknowledged")  # before the centre is asked: the seat goes on meanwhile
        view = self.show(index)
        kept = {}
        for answer in view["acknowledged"]:
            require(answer["question"] not in kept, f"seat {index + 1}: question {answer['question']} counts twice")
            kept[answer["question"]] = answer["sha256"]
        for who, question, digest in acknowledged:
            require(who == reference, f"seat {index + 1}: an acknowledgement for somebody else")
            require(kept.get(int(question)) == digest,
                    f"seat {index + 1}: answer {question} was acknowledged, the centre has {kept.get(int(question))}")
        known = {}
        for who, question, item, digest in self.lines(index, "shown"):
            require(who == reference, f"seat {index + 1}: a question for somebody else")
            require(known.setdefault(question, (item, digest)) == (item, digest),
                    f"seat {index + 1}: question {question} was {known[question]}, then {(item, digest)}")
        credited = sum(credit["ms"] for credit in view["credits"] if credit["reason"] == "centre-down")
        owed = sum(max(0, int(down * 1000) - 2000) for down in self.downs)  # a gap counts as 2 s, the rest is credited
        require(view["state"] == "ended" or credited >= owed,
                f"seat {index + 1}: {owed} ms must be credited, {credited} ms are")
        return view

    def finish_session(self):
        """Waits until everybody has answered all; every seat's program says so itself."""
        for index, seat in enumerate(self.seats):
            if not seat.is_running() and seat.process.returncode != 0:
                self.start_seat(index)
            status = seat.reap()
            require(status == 0, f"seat {index + 1} ended with {status}; see {seat.name}.log")
        require(self.console.reap() == 0, "the console did not see everybody finish; see console.log")
        answers = 0
        for index in range(len(self.seats)):
            view = self.check(index)
            require(view["endReason"] == "completed" and len(view["acknowledged"]) == view["questions"],
                    f"seat {index + 1} ended with {len(view['acknowledged'])} answers: {view['endReason']}")
            answers += len(view["acknowledged"])
        self.cli("session", "end", self.session)
        self.cli("session", "finalise", self.session)
        streams = self.cli("journal", "verify")
        require(all(one["intact"] for one in streams), f"the journal is damaged: {streams}")
        return answers

    def stop(self):
        for program in (self.console, *self.seats, self.server):
            if program.is_running():
                program.process.terminate()
        for program in (self.console, *self.seats, self.server):
            if program.process is not None:
                program.reap()
