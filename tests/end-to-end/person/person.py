#!/usr/bin/python3
"""Sits an exam in the candidate's window as a person would: reads the screen, types codes, presses buttons, picks
choices by their words, types into fields; every other question by keyboard alone. Right answers come from a bank's
source file on the command line. Ends when the test has ended (0), when somebody must help (1), or when the test went
on at another workstation (0). The window may be killed and started again meanwhile."""
import argparse
import os
import re
import sys

from knowledge import Knowledge, digest, plain
from sight import CONTROL, TEXT_ROLES, Atspi, GLib, Sight, Unusable, photograph

WORDS = {
    "enrol": ("Code du poste", "Workstation code"),
    "enrolGo": ("Relier ce poste", "Link this workstation"),
    "code": ("Votre code", "Your code"),
    "codeGo": ("Continuer", "Continue"),
    "me": ("C’est bien moi", "It is me"),
    "accept": ("J’accepte la caméra", "I accept the camera"),
    "refuse": ("Je refuse la caméra", "I refuse the camera"),
    "understood": ("J’ai compris", "I understand"),
    "begin": ("Je commence", "I am ready"),
    "read": ("J’ai lu", "I have read it"),
    "confirm": ("Valider et continuer", "Confirm and go on"),
    "report": ("Signaler un problème", "Report a problem"),
    "displaysBadly": ("La question s’affiche mal", "The question does not show well"),
    "call": ("Appeler le surveillant", "Call the invigilator"),
    "help": ("Appelez le surveillant", "Call the invigilator"),
    "leave": ("Quitter ce poste", "Leave this workstation"),
    "otherLanguage": ("English", "Français"),
}
PATIENCE = 20
RETURN, SPACE, END = 0xFF0D, 0x20, 0xFF57


class Gone(Exception):
    """What was seen a moment ago is not there any more: look again."""


class Person:
    def __init__(self, options):
        self.options = options
        self.sight = Sight("candidate-client")
        self.knowledge = Knowledge(options.bank)
        self.typed_code = False
        self.seated = False
        self.alerted = False
        self.replaced = 0      # questions that staff replaced: numbers count questions as asked
        self.seen = None       # (k, item) at the last look: only what two looks agree on is true
        self.last = None       # (k, item) of the newest question
        self.sent = None       # (number, digest) of an answer that is on its way
        self.answered = 0
        self.leaving = 0       # how often the way out was tried
        self.puzzled = 0       # looks in a row at a question that is not in the bank
        self.photographed = False

    # ---- looking ----

    def look(self):
        self.things = self.sight.things()
        self.names = [thing.name for thing in self.things]

    def find(self, word):
        for thing in self.things:
            if thing.name in WORDS[word]:
                return thing
        return None

    def button(self, word):
        for thing in self.things:
            if thing.name in WORDS[word] and thing.role == Atspi.Role.PUSH_BUTTON:
                return thing
        return None

    def press(self, word):
        button = self.button(word)
        if button is None:
            raise Gone(word)
        button.press()

    def field(self, word):
        for thing in self.things:
            if thing.name in WORDS[word] and thing.role in TEXT_ROLES:
                return thing
        return None

    def place(self):
        for thing in self.things:
            match = re.fullmatch(r"Question (\d+) (?:sur|of) (\d+)", thing.name)
            if match and thing.role == Atspi.Role.LABEL:
                return int(match.group(1))
        return None

    @staticmethod
    def tell(text):
        print(text, flush=True)

    # ---- acting ----

    def fill(self, field, text):
        """Types on the keyboard; what this keyboard has no key for is pasted."""
        field.focus()
        if text.isascii() and not self.options.actions:
            self.sight.key(END)
            self.sight.type(text)
            for _ in range(20):
                if field.text.replace("-", "") == text.replace("-", ""):
                    return
                self.sight.wait(0.1)
        field.replace(text)

    def act(self):
        """One thing, the first that the screen asks for. True when the person is done here."""
        self.note_acknowledged()
        read = self.button("read")
        if read:
            self.tell("reads a message")
            read.press()
        elif self.field("enrol"):
            self.enter("enrol", "enrolGo", self.options.enrol)
        elif self.field("code"):
            return self.come_in()
        elif self.button("me"):
            self.seated = True
            self.tell("is the person named")
            self.press("me")
        elif self.button("accept"):
            self.press("refuse" if self.options.refuse_camera else "accept")
        elif self.button("understood"):
            self.press("understood")
        elif self.button("begin"):
            self.begin()
        elif self.find("displaysBadly"):
            self.report()
        elif self.button("confirm") and self.place():
            self.question()
        elif self.button("leave"):
            self.leave()
        elif any(name in WORDS["help"] for name in self.names):
            self.puzzle("the window asks for the invigilator")
        return False

    def puzzle(self, what):
        self.doubt(what)
        raise Gone(what)

    def doubt(self, what):
        """One screen may have given way to the next while it was read; only what stays is true."""
        self.puzzled += 1
        if self.puzzled >= PATIENCE:
            print(f"{what}:", [name for name in self.names if name], file=sys.stderr)
            sys.exit(1)
        return False

    def enter(self, field, button, code):
        if self.button(button) is None:
            return
        if self.field(field).text.replace("-", "") != code.replace("-", ""):
            self.fill(self.field(field), code.replace("-", ""))
        self.tell(f"types a code: {field}")
        self.press(button)

    def come_in(self):
        if self.seated:
            return True  # the test went on elsewhere
        if not self.typed_code and self.options.switch_language:
            self.typed_code = True
            self.find("otherLanguage").press()  # both languages work from the first screen
            return False
        self.enter("code", "codeGo", self.options.code)
        self.sight.think(max(200, self.options.pace))  # before trying a refused code again
        return False

    def begin(self):
        self.tell("begins")
        if self.options.actions:
            return self.press("begin")
        self.button("begin").focus()
        self.sight.key(SPACE)

    def leave(self):
        """The workstation is for the next person then: it asks for a code."""
        self.leaving += 1
        if self.leaving >= PATIENCE:
            print("the workstation cannot be left:", [name for name in self.names if name], file=sys.stderr)
            sys.exit(1)
        self.press("leave")
        self.sight.wait()

    def report(self):
        bad = self.find("displaysBadly")
        if not bad.checked:
            bad.press()
        self.tell("reports a problem")
        self.press("call")
        self.alerted = True

    def question(self):
        texts = [thing.name for thing in self.things if thing.role in TEXT_ROLES or len(thing.name) > 40]
        known = self.knowledge.recognise(texts, self.names)
        if known is None:
            self.puzzle("this question is not in the bank file")
        self.puzzled = 0
        item, locale, block = known
        k = self.place()
        shown = (k, item["id"])
        if shown != self.seen:
            self.seen = shown
            self.sight.think(self.options.pace)
            return  # and looks again: it may be covered now, or was read while one question gave way to the next
        if shown != self.last:
            if self.last and self.last[0] == k:
                self.replaced += 1
            self.last = shown
        if self.options.picture and not self.photographed and k >= 2:
            self.photographed = True
            photograph(self.options.framebuffer, self.options.picture)
        if self.options.alert_at == k and not self.alerted:
            self.press("report")
            return
        number = k + self.replaced
        wrong = self.options.wrong and number % self.options.wrong == 0
        self.answer(item, locale, block, number, self.knowledge.response(item, locale, not wrong))

    def answer(self, item, locale, block, number, response):
        by_keyboard = number % 2 == 0 and not self.options.actions
        selected, fields = [], []
        if "choices" in block:
            ids = {plain(text): choice for choice, text in block["choices"].items()}
            order = [thing for thing in self.things
                     if thing.role in (Atspi.Role.RADIO_BUTTON, Atspi.Role.CHECK_BOX) and thing.name in ids]
            for position, thing in enumerate(order, start=1):
                wanted = ids.get(thing.name) in response["selected"]
                if wanted:
                    selected.append(ids[thing.name])
                if wanted == thing.checked:
                    continue
                if by_keyboard:
                    self.sight.key(ord("0") + position)
                else:
                    thing.press()
        else:
            for name, label in self.order_of(item, locale, block):
                text = response.get(name, "")
                field = next((thing for thing in self.things if thing.role in TEXT_ROLES and thing.name == label), None)
                if field is None:
                    raise Gone(label)
                if field.text != text:
                    field.replace("")
                    self.fill(field, text)
                fields.append((name, text))
        self.tell(f"answers question {number}, {item['id']}, by {'keyboard' if by_keyboard else 'pointer'}")
        self.sent = (number, digest(selected, fields))
        self.confirm(by_keyboard)

    @staticmethod
    def order_of(item, locale, block):
        """Fields as they stand in the template, with the names that they have on the screen."""
        placed = re.findall(r"\$\{([^}]+)\}", block.get("template", ""))
        names = placed + [name for name in sorted(item["fields"]) if name not in placed]
        return [(name, item["fields"][name]["label"][locale]) for name in names]

    def confirm(self, by_keyboard):
        if by_keyboard:
            self.sight.key(RETURN, [CONTROL])
        else:
            self.press("confirm")
        self.sight.wait()

    def note_acknowledged(self):
        """The next question, or the end, says that the answer before is safe."""
        if self.sent is None:
            return
        place = self.place()
        known = place is not None and self.button("confirm") and place + self.replaced > self.sent[0]
        if not known and not self.button("leave"):
            return
        self.answered += 1
        if self.options.acknowledged:
            line = f"{self.options.reference} {self.sent[0]} {self.sent[1]}\n"
            file = os.open(self.options.acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            os.write(file, line.encode())
            os.close(file)
        self.sent = None

    def done(self):
        try:
            self.look()
            return bool(self.things) and self.act()
        except (Gone, GLib.Error):
            return False  # the screen changed, or the program ended, while it was read
        except Unusable as fault:
            return self.doubt(str(fault))

    def sit(self):
        while not self.done():
            self.sight.wait()
        print(f'{{"answered":{self.answered},"replaced":{self.replaced}}}')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bank", required=True, help="items with their examples, JSON")
    parser.add_argument("--code", required=True, help="code of the slip")
    parser.add_argument("--enrol", default="", help="the 20 characters of the workstation")
    parser.add_argument("--pace", type=int, default=0, help="milliseconds from a question to its answer")
    parser.add_argument("--wrong", type=int, default=0, help="every n-th answer is wrong (0: none)")
    parser.add_argument("--alert-at", type=int, default=0, help="report a problem on the k-th question")
    parser.add_argument("--refuse-camera", action="store_true")
    parser.add_argument("--actions", action="store_true", help="no keyboard: by the actions of AT-SPI alone")
    parser.add_argument("--switch-language", action="store_true", help="on the first screen")
    parser.add_argument("--reference", default="", help="of the candidate, for --acknowledged")
    parser.add_argument("--acknowledged", help="file that gets a line for every acknowledged answer")
    parser.add_argument("--framebuffer", help="file of Xvfb -fbdir")
    parser.add_argument("--picture", help="PNG of a question")
    Person(parser.parse_args()).sit()


if __name__ == "__main__":
    main()
