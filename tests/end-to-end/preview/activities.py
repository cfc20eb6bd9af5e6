"""Practical tasks: the steps of tests/fixtures/practical/scripts.json, done by a person of hands.py.

A step is "verb name" or "verb name => what", with the names that a screen reader says: press X, open X, menu X,
type X => words, choose LIST => option, drag X => onto, scroll X. The window's own tests follow the same steps.
"""
import json
import unicodedata


def read_scripts(source):
    """Item id -> {"right": steps, "wrong": steps}."""
    text = (source / "tests/fixtures/practical/scripts.json").read_text(encoding="utf-8")
    return {row["item"]: row for row in json.loads(text)}


def split(step):
    verb, _, rest = step.partition(" ")
    name, _, what = rest.partition(" => ")
    return verb, name, what


def is_plain(script):
    """Every letter is on any keyboard."""
    return all(split(step)[2].isascii() for step in script["right"] + script["wrong"] if split(step)[0] == "type")


def on_the_keys(words):
    """What somebody types whose keyboard has no accents."""
    decomposed = unicodedata.normalize("NFD", words.replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def follow(person, steps):
    for step in steps:
        verb, name, what = split(step)
        if verb == "press":
            person.press(name)
        elif verb == "open":
            person.open(name)
        elif verb == "menu":
            person.menu(name)
        elif verb == "type":
            person.fill(name, what if person.types_any_letter else on_the_keys(what))
        elif verb == "choose":
            person.press(name)
            person.press(what, after=name)
        elif verb == "drag":
            person.drag(name, what)
        elif verb == "scroll":
            person.scroll(name)
        else:
            raise LookupError(f"no verb {verb!r}")
