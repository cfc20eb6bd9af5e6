"""wayland.py SOCKET stay|later|virtual-keyboard|data-control: an attempt on a Wayland screen, by its bare protocol. Exit
status as the probe's: 0 it succeeded, 10 it was refused. `stay` connects at once, says so, and takes a picture of the screen
when a line comes; the others do so, or ask for that protocol, at once. Read by cage.py, which gives it to a python3 -c."""

import array
import os
import socket
import struct
import sys


def text(word):
    data = word.encode() + b"\0"
    return struct.pack("<I", len(data)) + data + b"\0" * (-len(data) % 4)


class Screen:
    def __init__(self, path):
        self.link = socket.socket(socket.AF_UNIX)
        self.link.settimeout(3)
        self.link.connect(path)
        self.waiting, self.newest, self.offered = b"", 1, {}
        self.registry = self.new()
        self.ask(1, 1, struct.pack("<I", self.registry))
        self.settle()

    def new(self):
        self.newest += 1
        return self.newest

    def ask(self, thing, opcode, arguments=b"", descriptor=None):
        message = struct.pack("<II", thing, (8 + len(arguments)) << 16 | opcode) + arguments
        more = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [descriptor]))] if descriptor is not None else []
        self.link.sendmsg([message], more)

    def hear(self):
        """The next event: (object, opcode, arguments)."""
        while True:
            if len(self.waiting) >= 8:
                thing, word = struct.unpack("<II", self.waiting[:8])
                if len(self.waiting) >= word >> 16:
                    body, self.waiting = self.waiting[8 : word >> 16], self.waiting[word >> 16 :]
                    if thing == 1 and word & 0xFFFF == 0:
                        raise OSError(f"the screen refuses: {body!r}")
                    return thing, word & 0xFFFF, body
            more = self.link.recv(65536)
            if not more:
                raise OSError("the screen hung up")
            self.waiting += more

    def settle(self):
        done = self.new()
        self.ask(1, 0, struct.pack("<I", done))
        while True:
            thing, _, body = self.hear()
            if thing == done:
                return
            if thing == self.registry:
                name, length = struct.unpack("<II", body[:8])
                self.offered[body[8 : 8 + length - 1].decode()] = name

    def bind(self, interface, version):
        if interface not in self.offered:
            raise OSError(f"the screen does not offer {interface}")
        thing = self.new()
        self.ask(self.registry, 0, struct.pack("<I", self.offered[interface]) + text(interface) + struct.pack("<II", version, thing))
        return thing

    def picture(self):
        """By wlr-screencopy, into shared memory: its bytes."""
        memory, output = self.bind("wl_shm", 1), self.bind("wl_output", 1)
        manager, frame = self.bind("zwlr_screencopy_manager_v1", 1), self.new()
        self.ask(manager, 0, struct.pack("<IiI", frame, 0, output))
        while True:
            thing, opcode, body = self.hear()
            if thing == frame and opcode == 0:
                break
        kind, width, height, stride = struct.unpack("<IIII", body)
        file = os.memfd_create("picture")
        os.ftruncate(file, stride * height)
        pool, buffer = self.new(), self.new()
        self.ask(memory, 0, struct.pack("<Ii", pool, stride * height), file)
        self.ask(pool, 0, struct.pack("<IiiiiI", buffer, 0, width, height, stride, kind))
        self.ask(frame, 0, struct.pack("<I", buffer))
        while True:
            thing, opcode, _ = self.hear()
            if thing == frame and opcode in (2, 3):  # ready, failed
                return os.pread(file, stride * height, 0) if opcode == 2 else b""


def attempt(path, what):
    screen = Screen(path)
    if what == "stay":
        print("connected", flush=True)
        sys.stdin.readline()
    if what == "virtual-keyboard":
        return bool(screen.bind("zwp_virtual_keyboard_manager_v1", 1))
    if what == "data-control":
        return bool(screen.bind("zwlr_data_control_manager_v1", 1))
    return bool(screen.picture())


if __name__ == "__main__":
    try:
        sys.exit(0 if attempt(sys.argv[1], sys.argv[2]) else 10)
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(10)
