"""Answering a question of the preview, by keyboard alone or by AT-SPI actions alone. Both read the screen through AT-SPI,
as a person looks at it."""
import json
import re
import time

import activities
from sight import CONTROL, TEXT_ROLES, Atspi, GLib, Sight, Thing

ALT = 64
TAB, RETURN, SPACE, DOWN, HOME, RIGHT = 0xFF09, 0xFF0D, 0x20, 0xFF54, 0xFF50, 0xFF53
MENU, PAGE_DOWN, DELETE = 0xFF67, 0xFF56, 0xFFFF
BUTTONS = (Atspi.Role.PUSH_BUTTON, Atspi.Role.TOGGLE_BUTTON, Atspi.Role.CHECK_BOX, Atspi.Role.RADIO_BUTTON)
PAGES = (Atspi.Role.SCROLL_PANE, Atspi.Role.PANEL, Atspi.Role.VIEWPORT, Atspi.Role.FILLER)
CHOICES = (Atspi.Role.RADIO_BUTTON, Atspi.Role.CHECK_BOX)
LOCALE = "fr"
PLACE = re.compile(r"Question \d+ sur \d+")


class Lost(Exception):
    """What a person looked for did not come."""


def spaced(words):
    """Spaces that hold words together are spaces to whoever reads."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def plain(choice):
    return choice[1:-1] if len(choice) > 2 and choice[0] == choice[-1] == "`" else choice


class Person:
    def __init__(self, file, chosen, scripts, patience):
        self.chosen = chosen
        self.scripts = scripts
        self.order = [item["id"] for item in json.loads(file.read_text(encoding="utf-8"))["items"]]
        self.patience = patience
        self.sight = Sight("candidate-client")
        self.things = []
        self.offered = set()  # words of the choices of this question

    # ---- looking ----

    def look(self):
        try:
            self.things = self.sight.things()
        except GLib.Error:
            self.things = []
        return self.things

    def await_thing(self, what, fits):
        end = time.monotonic() + self.patience
        while time.monotonic() < end:
            for thing in self.look():
                if fits(thing):
                    return thing
            self.sight.wait(0.5)
        raise Lost(f"{what}; on the screen: {[thing.name[:60] for thing in self.things if thing.name]}")

    @staticmethod
    def is_called(thing, name, roles):
        """A list tells its current line as its name, and what it is for as its description."""
        if roles and thing.role not in roles:
            return False
        if thing.role == Atspi.Role.COMBO_BOX:
            return thing.accessible.get_description() == name
        return spaced(thing.name) == spaced(name)

    def find(self, name, roles=(), after=None):
        """`after`: the one that comes after the button of this name, as the lines of a list do."""
        def fits(thing):
            if not self.is_called(thing, name, roles):
                return False
            before = self.things[:self.things.index(thing)]
            return after is None or any(self.is_called(one, after, BUTTONS) for one in before)
        return self.await_thing(name, fits)

    def bar_of(self, page):
        """What a page scrolls by."""
        def fits(thing):
            if thing.role != Atspi.Role.SCROLL_BAR:
                return False
            at = thing.accessible
            while at is not None and spaced(at.get_name() or "") != page:
                at = at.get_parent()
            return at is not None
        return self.await_thing(f"the scroll bar of {page}", fits).accessible.get_value_iface()

    def choices(self):
        return [thing for thing in self.look() if thing.role in CHOICES and thing.name in self.offered]

    # ---- one question ----

    def answer_all(self):
        faults = 0
        for what, item in self.chosen:
            for right in (True, False):
                said = self.try_one(item, right)
                expected = "juste" if right else "faux"
                faults += said != expected
                print(f"{self.name:8} {what}, {item['id']}: {said}{'' if said == expected else ', expected ' + expected}",
                      flush=True)
        return faults

    def try_one(self, item, right):
        try:
            self.go_to(item)
            if item["kind"] == "ABC":
                if not right:  # after the right one: the task is as it was left
                    self.press("Recommencer cette tâche")
                    self.press("Oui, recommencer")
                    self.find("Recommencer cette tâche", BUTTONS)  # which was not there while it asked
                activities.follow(self, self.scripts[item["id"]]["right" if right else "wrong"])
            else:
                self.read_documents(item)
                self.answer(item, self.response(item, right))
            self.confirm()
            return self.verdict(item)
        except (Lost, LookupError, GLib.Error) as error:
            return f"lost: {error}"

    @staticmethod
    def response(item, right):
        from preview_people import example_of
        return example_of(item, LOCALE, right)

    def go_to(self, item):
        wanted = f"Question {self.order.index(item['id']) + 1} sur {len(self.order)}"
        for _ in range(len(self.order) + 1):
            self.await_thing("the place of the question", lambda thing: PLACE.fullmatch(thing.name))
            if any(thing.name == wanted for thing in self.things):
                break
            self.next()
        if item["timerSeconds"] and any(thing.name == "Voir la question" for thing in self.look()):
            self.press("Voir la question")
            self.find("Valider et continuer")

    def read_documents(self, item):
        for attachment in item.get("attachments", []):
            words = attachment["alternative"][LOCALE]
            self.await_thing(f"the document {attachment['name']}", lambda thing: words in thing.name)

    def answer(self, item, response):
        block = item["locales"][LOCALE]
        if "choices" in block:
            self.offered = {plain(text) for text in block["choices"].values()}
            wanted = [plain(block["choices"][choice]) for choice in response["selected"]]
            self.await_thing("the choices", lambda thing: thing.role in CHOICES and thing.name in self.offered)
            return self.choose(wanted)
        for name, field in item["fields"].items():
            label, value = field["label"][LOCALE], response.get(name, "")
            if field.get("input") == "select":
                ids = [option["id"] for option in field["options"]]
                words = field["options"][ids.index(value)]["label"][LOCALE] if value in ids else ""
                self.select(label, ids.index(value) + 1 if value in ids else 0, words)
            else:
                self.fill(label, value)

    def verdict(self, item):
        said = self.await_thing("a verdict", lambda thing: thing.name.startswith("Verdict :") and item["id"] in thing.name)
        return said.name.split(" · ")[0].removeprefix("Verdict : ")


class Keyboard(Person):
    """Tab, arrows, Space, letters."""

    name = "keyboard"
    types_any_letter = False

    def key(self, symbol, modifiers=()):
        self.sight.key(symbol, modifiers)

    def focused(self):
        return next((thing for thing in self.look() if thing.focused), None)

    def reach(self, name, roles=(), after=None):
        """Tab until it has the keyboard; what is there already needs none. Arrows go along buttons of one group."""
        wanted = self.find(name, roles, after)
        now = self.focused()
        for _ in range(120):
            if now is not None and self.is_called(now, name, roles):
                now = self.settled()
                if now is not None and self.is_called(now, name, roles):
                    return now
            grouped = now is not None and now.role == wanted.role == Atspi.Role.RADIO_BUTTON
            now = self.go(RIGHT if grouped else TAB)
        raise Lost(f"{name}: Tab does not come there")

    def settled(self):
        """What has the keyboard once nothing moves any more: word of it may have come late, from a key before."""
        for _ in range(20):
            if not self.sight.wait(0.15):
                break
        return self.focused()

    def go(self, symbol):
        """What has the keyboard after this key: most often it says so, otherwise one looks."""
        self.sight.newly_focused = None
        self.key(symbol)
        for _ in range(5):
            if self.sight.newly_focused is not None:
                return Thing(self.sight.newly_focused)
            self.sight.wait(0.1)
        return self.focused()

    def strike(self, symbol, modifiers=()):
        """A key whose consequence one sees before the next one: keys sent faster than that may meet in the air."""
        self.sight.news = False
        self.key(symbol, modifiers)
        self.sight.wait(1)

    def press(self, name, after=None):
        self.reach(name, BUTTONS, after)
        self.strike(SPACE)

    def open(self, name):
        self.reach(name, BUTTONS)
        self.strike(RETURN)

    def menu(self, name):
        self.reach(name, BUTTONS)
        self.strike(MENU)

    def drag(self, name, onto):
        self.reach(name, BUTTONS)
        self.strike(ord("x"), [CONTROL])
        self.reach(onto, BUTTONS)
        self.strike(ord("v"), [CONTROL])

    def scroll(self, name):
        self.reach(name, PAGES)
        bar = self.bar_of(name)
        for _ in range(200):
            if Atspi.Value.get_current_value(bar) >= Atspi.Value.get_maximum_value(bar):
                return
            self.key(PAGE_DOWN)
            self.sight.wait(0.2)
        raise Lost(f"{name}: Page Down does not come to its end")

    def choose(self, wanted):
        one = any(thing.role == Atspi.Role.RADIO_BUTTON for thing in self.choices())
        for position, thing in enumerate(self.choices(), start=1):
            if (thing.name in wanted) == thing.checked or (one and thing.name not in wanted):
                continue
            if one:
                self.key(ord("0") + position)
            else:
                self.reach(thing.name, CHOICES)
                self.key(SPACE)
            self.await_thing(f"{thing.name} chosen", lambda now, name=thing.name: now.name == name and now.role in CHOICES
                             and now.checked == (name in wanted))

    def fill(self, label, text):
        field = self.reach(label, TEXT_ROLES)
        self.key(ord("a"), [CONTROL])
        self.key(DELETE)
        self.sight.type(text)
        def holds(thing):
            if not self.is_called(thing, label, TEXT_ROLES):
                return False
            if thing.role == Atspi.Role.PASSWORD_TEXT:  # nobody reads it
                return Atspi.Text.get_character_count(thing.accessible.get_text_iface()) == len(text)
            return thing.text == text
        self.await_thing(f"{label}: {text}", holds)
        return field

    def select(self, label, index, words):
        self.reach(label, (Atspi.Role.COMBO_BOX,))
        self.key(HOME)
        for _ in range(index):
            self.key(DOWN)
        self.await_thing(f"{label}: {words}", lambda thing: self.is_called(thing, label, (Atspi.Role.COMBO_BOX,))
                         and spaced(thing.name) == spaced(words))

    def confirm(self):
        self.settled()
        self.key(RETURN, [CONTROL])

    def next(self):
        before = next(thing.name for thing in self.things if PLACE.fullmatch(thing.name))
        self.key(RIGHT, [ALT])
        self.await_thing("the next question", lambda thing: PLACE.fullmatch(thing.name) and thing.name != before)


class Actions(Person):
    """What a screen reader, a switch or a voice can ask a control to do; no key, no pointer."""

    name = "actions"
    types_any_letter = True

    def ask(self, name, do, after=None):
        """A page that has just changed may still show a button that is gone: whoever cannot press it looks again."""
        end = time.monotonic() + self.patience
        while True:
            try:
                return do(self.find(name, BUTTONS, after))
            except (LookupError, GLib.Error) as error:
                if time.monotonic() > end or "reply" in str(error):  # without a reply it may have been pressed
                    raise
                self.sight.wait(0.5)

    def press(self, name, after=None):
        self.ask(name, Thing.press, after)

    def open(self, name):
        self.ask(name, lambda thing: thing.act("open"))

    def menu(self, name):
        self.ask(name, lambda thing: thing.act("ShowMenu"))

    def drag(self, name, onto):
        self.press(name)
        self.press(onto)

    def scroll(self, name):
        bar = self.bar_of(name)
        Atspi.Value.set_current_value(bar, Atspi.Value.get_maximum_value(bar))

    def choose(self, wanted):
        one = any(thing.role == Atspi.Role.RADIO_BUTTON for thing in self.choices())
        for thing in self.choices():
            if (thing.name in wanted) != thing.checked and (not one or thing.name in wanted):
                thing.press()

    def fill(self, label, text):
        self.find(label, TEXT_ROLES).replace(text)

    def select(self, label, _index, words):
        self.find(label, (Atspi.Role.COMBO_BOX,)).press()
        choice = self.await_thing(f"{label}: {words}", lambda thing: thing.name == words
                                  and thing.role in (Atspi.Role.LIST_ITEM, Atspi.Role.MENU_ITEM))
        choice.press()

    def confirm(self):
        self.press("Valider et continuer")

    def next(self):
        before = next(thing.name for thing in self.things if PLACE.fullmatch(thing.name))
        self.press("Suivante ▶")
        self.await_thing("the next question", lambda thing: PLACE.fullmatch(thing.name) and thing.name != before)
