#!/usr/bin/python3
"""Two people answer one item of every kind in the real preview window, right once and wrong once: one with nothing but a
keyboard, one with nothing but the actions that assistive technology has (AT-SPI). The window's verdict must be the
author's.

    preview_people.py BINARIES SOURCE FOLDER [--what kinds|tasks] [--who keyboard|actions] [--only WORD]

A kind is a row of KINDS; what is done to a practical task is in tests/fixtures/practical/scripts.json. Exit status 1 when something differs.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "person"))
import activities  # noqa: E402

PATIENCE_S = 20


def inputs_of(item):
    return {field.get("input", "text") for field in item.get("fields", {}).values()}


def media_of(item):
    return {attachment["mediaType"] for attachment in item.get("attachments", [])}


def plain_item(item):
    return not item.get("attachments") and not item["timerSeconds"] and "parameters" not in item


# What makes questions different to answer: a name, and which items are such.
KINDS = [
    ("one choice", lambda item: item["kind"] == "QCU" and plain_item(item)),
    ("several choices", lambda item: item["kind"] == "QCM" and plain_item(item)),
    ("a word", lambda item: item["kind"] == "QROC" and inputs_of(item) == {"text"} and plain_item(item)),
    ("a number", lambda item: item["kind"] == "QROC" and inputs_of(item) == {"number"} and plain_item(item)),
    ("lists", lambda item: item["kind"] == "QROCM" and inputs_of(item) == {"select"} and plain_item(item)),
    ("a day and a time", lambda item: inputs_of(item) == {"date", "time"}),
    ("fields that share their answers", lambda item: item["answer"].get("mode") == "dependent"),
    ("a picture", lambda item: "image/png" in media_of(item)),
    ("a table", lambda item: "text/csv" in media_of(item) and item["kind"] == "QCU"),
    ("a text to read", lambda item: "text/plain" in media_of(item) and "parameters" not in item),
    ("a PDF", lambda item: "application/pdf" in media_of(item) and item["kind"] == "QROC"),
    ("a timed question", lambda item: item["timerSeconds"] and item["kind"] != "ABC" and "parameters" not in item),
]


def typed_on_any_keyboard(response):
    return all(not isinstance(value, str) or (value.isascii() and value.isprintable()) for value in response.values())


def example_of(item, locale, right):
    """A response whose verdict the author fixed, the wrong one not empty."""
    for example in item["examples"]:
        response = example["response"]
        said = example["expected"] == right and example.get("locale", locale) == locale
        empty = not any(response.values())
        if said and not empty and typed_on_any_keyboard(response):
            return response
    raise LookupError(f"{item['id']} has no {'right' if right else 'wrong'} example in {locale} that can be entered")


def items_of(source):
    items = []
    files = sorted((source / "common/content/bank").glob("*.json")) + [source / "deploy/demonstration/items.json"]
    for file in files:
        items += json.loads(file.read_text(encoding="utf-8"))["items"]
    return items


def pick_kinds(items):
    """(what, item) for each kind."""
    chosen = []
    for what, fits in KINDS:
        taken = {one["id"] for _, one in chosen}
        item = next((one for one in items if one["id"] not in taken and fits(one)), None)
        if item is None:
            raise LookupError(f"the bank has no item for: {what}")
        chosen.append((what, item))
    return chosen


def pick_tasks(items, scripts):
    """(type, item) for each type of practical task."""
    chosen = []
    practical = [item for item in items if item["id"] in scripts]
    practical.sort(key=lambda item: not activities.is_plain(scripts[item["id"]]))
    for kind in sorted({item["activity"]["type"] for item in items if "activity" in item}):
        item = next((one for one in practical if one["activity"]["type"] == kind), None)
        if item is None:
            raise LookupError(f"nobody knows what to do in an activity {kind}: tests/fixtures/practical/scripts.json")
        chosen.append((kind, item))
    return chosen


def bank_of(chosen):
    frame = {"schemaVersion": "1.1", "bank": "people", "scale": {}, "treatments": {}}
    unique = {item["id"]: item for _, item in chosen}
    return {**frame, "items": list(unique.values())}


class Desktop:
    """A screen and a bus of their own."""

    def __init__(self, folder):
        self.folder = folder
        self.programs = []
        display = self.start("screen", ["Xvfb", "-displayfd", "{fd}", "-screen", "0", "1366x768x24", "-nolisten", "tcp"])
        os.environ["DISPLAY"] = f":{display}"
        bus = self.start("bus", ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}"])
        os.environ.update(DBUS_SESSION_BUS_ADDRESS=bus, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
                          LIBGL_ALWAYS_SOFTWARE="1")

    def start(self, name, command):
        """A program that writes one line when it is ready; that line."""
        read, write = os.pipe()
        with open(self.folder / f"{name}.log", "ab") as log:
            command = [word.replace("{fd}", str(write)) for word in command]
            self.programs.append(subprocess.Popen(command, pass_fds=[write], stdout=log, stderr=log))
        os.close(write)
        with os.fdopen(read) as ready:
            return ready.readline().strip()

    def run(self, name, command):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.programs.append(subprocess.Popen(command, stdout=log, stderr=log))
        return self.programs[-1]

    def close(self):
        for program in reversed(self.programs):
            program.terminate()
            program.wait(timeout=20)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=Path)
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--what", choices=["kinds", "tasks"])
    parser.add_argument("--who", choices=["keyboard", "actions"])
    parser.add_argument("--only", default="", help="only kinds whose name has this word")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    items, scripts = items_of(options.source), activities.read_scripts(options.source)
    chosen = [] if options.what == "tasks" else pick_kinds(items)
    chosen += [] if options.what == "kinds" else pick_tasks(items, scripts)
    chosen = [(what, item) for what, item in chosen if options.only in what]
    file = Path(tempfile.mkdtemp(dir=options.folder)) / "items.json"
    file.write_text(json.dumps(bank_of(chosen)), encoding="utf-8")
    desktop = Desktop(options.folder)
    try:
        from hands import Actions, Keyboard  # the bus must be there before it is asked
        faults = 0
        for who in (Keyboard, Actions):
            if options.who and options.who != who.name:
                continue
            program = desktop.run(f"preview-{who.name}", [
                str(options.binaries / "candidate-client"), "--preview", str(file), "--language", "fr"])
            faults += who(file, chosen, scripts, PATIENCE_S).answer_all()
            program.terminate()
            program.wait(timeout=20)
        return 1 if faults else 0
    finally:
        desktop.close()


if __name__ == "__main__":
    sys.exit(main())
