#!/usr/bin/python3
"""Orca reads questions in the real preview window to somebody who has a keyboard and sees nothing: which question it is
and what is asked, then the answers in the order in which they stand, then the button that confirms. Its words come to a
speech service that only remembers them.

    orca_reads.py BINARIES SOURCE FOLDER [--print]

Exit status 1 when Orca leaves something out or says it too early; 77 when it is not installed.
"""
import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "person"))
import preview_people  # noqa: E402
from speech import Recorder  # noqa: E402

PATIENCE_S = 20
MOST_STOPS = 40
CONFIRM = "Valider et continuer"


def plain(words):
    """As it is heard: without marks, whatever the spaces."""
    return " ".join(re.sub(r"[*`\u00a0\u202f]", lambda mark: "" if mark.group() in "*`" else " ", words).split())


def asked(item):
    return plain(item["locales"]["fr"]["instruction"])


def labels(fields):
    return [field["label"]["fr"] for field in fields]


def senders(item):
    inbox = [message for message in item["activity"]["mailbox"]["messages"] if message["folder"] == "inbox"]
    inbox.sort(key=lambda message: message["date"], reverse=True)
    return [message["from"]["name"] for message in inbox]


# Item -> what is heard, one after the other, between the question and the button that confirms; choices besides.
QUESTIONS = {
    "vig-1.1-01": lambda item: ["Choisissez une réponse", "1 sur 4", "2 sur 4", "3 sur 4", "4 sur 4"],
    "vig-1.3-21": lambda item: ["Document : ventes.csv", *labels(item["fields"].values())],
    "vig-form-01": lambda item: [*labels(item["activity"]["fields"]), "Envoyer"],
    "vig-mail-01": lambda item: [*senders(item), "Heure"],
}


class Listener:
    """Somebody with a keyboard and ears."""

    def __init__(self, person, recorder):
        self.person = person
        self.recorder = recorder

    def hear(self, words, after, what):
        place = self.recorder.await_words(plain(words), after, PATIENCE_S)
        if place is None:
            raise LookupError(f"{what}: {words!r} was not said, but: {self.recorder.said[after:]}")
        return place

    def arrive(self, item):
        """At its first answer; the place before what was said of it."""
        from hands import SPACE
        began = len(self.recorder.said)
        wanted = self.person.order.index(item["id"]) + 1
        if wanted > 1:
            self.person.confirm()
            self.person.next()
        if item["timerSeconds"]:
            at = self.hear("Question chronométrée", began, "before the start")
            at = self.hear("pour cette question", at - 1, "before the start")
            began = self.hear("Voir la question", at - 1, "before the start")
            self.person.strike(SPACE)
        return began, f"Question {wanted} sur {len(self.person.order)}"

    def listen(self, item):
        from hands import DOWN, TAB, Atspi
        began, where = self.arrive(item)
        at = self.hear(where, began, "the place")
        self.hear(asked(item), at - 1, "the question")
        self.person.offered = {plain(words) for words in item["locales"]["fr"].get("choices", {}).values()}
        choices = self.person.choices()
        for choice in choices[1:]:
            self.person.go(DOWN)
            at = self.hear(choice.name, at - 1, "the next choice") + 1
        if choices:
            self.person.go(TAB)
        for _ in range(MOST_STOPS):
            now = self.person.settled()
            if now is None:
                raise LookupError("nothing has the keyboard")
            name = now.accessible.get_description() if now.role == Atspi.Role.COMBO_BOX else now.name
            at = self.hear(name, at - 1, "the keyboard is there") + 1
            if name == CONFIRM:
                break
            self.person.go(TAB)
        else:
            raise LookupError(f"Tab does not come to {CONFIRM!r}")
        at = began
        for words in [where, asked(item), *QUESTIONS[item["id"]](item), CONFIRM]:
            at = self.hear(words, at, "in its turn") - 1  # several may be in one breath


def silent(folder, recorder):
    """Nothing of the one who runs this: neither voice nor settings."""
    os.environ.update(HOME=str(folder), XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder), LC_ALL="C.UTF-8",
                      XDG_RUNTIME_DIR=str(folder), GSETTINGS_BACKEND="memory", SPEECHD_ADDRESS=recorder.address)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=Path)
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--print", action="store_true", help="everything that was said")
    options = parser.parse_args()
    if shutil.which("orca") is None:
        print("Orca is not installed")
        return 77
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vigie-orca-") as short:  # a socket's path is short
        recorder = Recorder(Path(short) / "speech")
        return listen(options, recorder, Path(tempfile.mkdtemp(dir=options.folder)))


def listen(options, recorder, folder):
    items = {item["id"]: item for item in preview_people.items_of(options.source)}
    chosen = [(name, items[name]) for name in QUESTIONS]
    file = folder / "items.json"
    file.write_text(json.dumps(preview_people.bank_of(chosen)), encoding="utf-8")
    desktop = preview_people.Desktop(folder)
    try:
        silent(folder, recorder)
        orca = desktop.run("orca", ["orca", "--replace", "--user-prefs", str(folder / "prefs")])
        from hands import Keyboard, Lost  # the bus must be there before it is asked
        person = Keyboard(file, chosen, {}, PATIENCE_S)
        if recorder.await_words("Screen reader on") is None:
            print("Orca did not start")
            return 1
        desktop.run("preview", [str(options.binaries / "candidate-client"), "--preview", str(file), "--language", "fr"])
        faults = 0
        for name, item in chosen:
            try:
                Listener(person, recorder).listen(item)
                print(f"{name}: read in its order", flush=True)
            except (LookupError, Lost) as fault:
                print(f"{name}: {fault}", flush=True)
                faults += 1
        if options.print or faults:
            print(*recorder.said, sep="\n")
        orca.kill()  # asked to end, it may wait for an event that never comes
        orca.wait()
        return 1 if faults else 0
    finally:
        desktop.close()


if __name__ == "__main__":
    sys.exit(main())
