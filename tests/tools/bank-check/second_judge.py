#!/usr/bin/python3
"""A second judge: the rules of the first schema (version 1.0) and of correction, written once more from their text and
without any of our code, held against `bank-check --check`.

    second_judge.py BANK_CHECK FILE...

Judges every example of every item that version 1.0 can say (no template, no date, no operator of 1.1). Exit status 1 when
one verdict differs.
"""
import itertools
import json
import math
import re
import subprocess
import sys
import unicodedata

OPERATORS = {"equals", "equalsList", "containsInOrder", "setEquals", "mapEquals", "includes", "atMost", "countEquals",
             "textEquals", "textContains", "dateEquals", "timeEquals", "digitsEqual", "addressListEquals", "minWords"}
MONTHS = {name: place % 12 + 1 for place, name in enumerate(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre january february march april may "
    "june july august september october november december".split())}
NOTHING = {"fold": False, "strip": False, "fuzzy": False}


# ---- texts ----

def usual(text):
    return re.sub("[\u00a0\u2007\u202f]", " ", unicodedata.normalize("NFC", text))


def without_marks(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not 0x300 <= ord(c) <= 0x36F)


def without_words(text, words):
    dropped = [word.lower() for word in words]
    kept = []
    for word in text.split():
        said = word.lower().replace("’", "'")
        if said in dropped:
            continue
        for article in dropped:
            if article.endswith("'") and said.startswith(article) and len(said) > len(article):
                word, said = word[len(article):], said[len(article):]
        kept.append(word)
    return " ".join(kept)


def treated(text, treatments):
    text = usual(text)
    if treatments.get("dropWords"):
        text = without_words(text, treatments["dropWords"])
    if treatments["fold"]:
        text = re.sub(r"[\s\ufeff]", "", without_marks(text.lower()))
        text = unicodedata.normalize("NFC", text).replace("ς", "σ")
    if treatments["strip"]:
        text = re.sub("[^a-z0-9]", "", text)
    return text


def distance(one, other):
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        below = [i]
        for j, right in enumerate(other, 1):
            below.append(min(row[j] + 1, below[-1] + 1, row[j - 1] + (left != right)))
        row = below
    return row[-1]


def matches(answer, accepted, treatments):
    given = treated(answer, treatments)
    untouched = {**NOTHING, "fold": treatments["fold"]}
    for text in accepted:
        wanted = treated(text, treatments)
        if not given.strip() or not wanted.strip():
            # Nothing is left: what was typed decides.
            if not given.strip() and not wanted.strip() and (
                    treated(answer, untouched).strip() == treated(text, untouched).strip()):
                return True
        elif given == wanted:
            return True
        elif treatments["fuzzy"] and abs(len(given) - len(wanted)) * 4 <= len(given):
            if distance(given, wanted) / len(given) <= 0.25:
                return True
    return False


def numbers(text, locale):
    """What it may say: in English a comma is also a thousands separator."""
    text = re.sub(r"[\s\ufeff]", "", usual(text)).replace("\u2212", "-")
    found = []
    if locale == "en" and re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", text):
        found.append(float(text.replace(",", "")))
    if re.fullmatch(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d{1,3})?", text):
        found.append(float(text.replace(",", ".")))
    return [number for number in found if math.isfinite(number)]


# ---- answers ----

def field_right(value, rule, locale, is_list):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = json.dumps(value)
    if not isinstance(value, str):
        return False
    if "numeric" in rule:
        key = rule["numeric"]
        return any(abs(number - wanted) <= key["tolerance"] * (1 + 1e-12) + 1e-12 * abs(wanted)
                   for number in numbers(value, locale) for wanted in key["values"])
    return matches(value, rule["accepted"][locale], NOTHING if is_list else rule["treatments"])


def independent_right(item, response, locale):
    rules = item["answer"]["fields"]
    if set(response) != set(rules):
        return False
    for name, rule in rules.items():
        shown = item.get("fields", {}).get(name, {})
        if item["kind"] == "QROC" and not str(response[name] or "").strip() and response[name] != 0:
            return False
        if not field_right(response[name], rule, locale, isinstance(shown, dict) and shown.get("input") == "select"):
            return False
    return True


def dependent_right(item, response, locale):
    groups = item["answer"]["groups"]
    names = set(item.get("fields") or {name for example in item["examples"] for name in example["response"]})
    if set(response) != names:
        return False
    fits = [[each for each, texts in groups["sets"].items() if isinstance(response[name], str) and
             matches(response[name], texts[locale] if isinstance(texts, dict) else texts, groups["treatments"])]
            for name in sorted(names)]
    return any(len(set(chosen)) == len(chosen) for chosen in itertools.product(*fits))


def choice_right(item, response):
    selected = response.get("selected", [])
    selected = [selected] if isinstance(selected, str) else selected
    if not isinstance(selected, list) or not all(isinstance(each, str) for each in selected):
        return False
    return set(selected) == set(item["answer"]["correct"])


# ---- practical tasks ----

def follow(summary, path):
    """(whether there is something, what)"""
    for step in path.split(".") if path else []:
        if isinstance(summary, dict) and step in summary:
            summary = summary[step]
        elif isinstance(summary, list) and step.isdigit() and int(step) < len(summary):
            summary = summary[int(step)]
        else:
            return False, None
    return True, summary


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same(one, other):
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return (is_number(one) and is_number(other) or type(one) is type(other)) and one == other


def among(element, elements):
    return any(same(element, each) for each in elements)


def in_order(found, wanted):
    place = 0
    for element in found:
        if place < len(wanted) and same(element, wanted[place]):
            place += 1
    return place == len(wanted)


def digits(value):
    return re.sub("[^0-9]", "", value if isinstance(value, str) else json.dumps(value))


def addresses(value):
    parts = [part for text in (value if isinstance(value, list) else [value]) for part in re.split("[,;]", text)]
    inside = [re.search("<(.*)>", part) for part in parts]
    plain = [(named[1] if named else part).strip().lower() for named, part in zip(inside, parts)]
    return {each for each in plain if each}


def day(text):
    text = re.sub(r"^\s*(le|the|on)\s+|\s*$", "", without_marks(text.lower()))
    iso = re.fullmatch(r"\s*(\d{4})-(\d\d?)-(\d\d?)", text)
    if iso:
        return tuple(map(int, iso.groups()))
    numeric = re.fullmatch(r"\s*(\d\d?)[/. -](\d\d?)[/. -](\d{4})", text)
    if numeric:
        return int(numeric[3]), int(numeric[2]), int(numeric[1])
    compact = re.fullmatch(r"\s*(\d\d)(\d\d)(\d{4})", text)
    if compact:
        return int(compact[3]), int(compact[2]), int(compact[1])
    for pattern, places in ((r"\s*(\d\d?)(?:er|st|nd|rd|th)?\s+([a-z]+)\s+(\d{4})", (3, 2, 1)),
                            (r"\s*([a-z]+)\s+(\d\d?),?\s+(\d{4})", (3, 1, 2))):
        written = re.fullmatch(pattern, text)
        if written and written[places[1]] in MONTHS:
            return int(written[places[0]]), MONTHS[written[places[1]]], int(written[places[2]])
    return None


def minutes(text):
    text = re.sub(r"^\s*(a|at)\s+|\s*$", "", without_marks(text.lower()))
    said = re.fullmatch(r"\s*(\d\d?)\s*[h:.]\s*(\d\d)?\s*(?:min)?\s*([ap]m)?", text)
    if not said or not (said[2] or "h" in text):
        return None
    hour = int(said[1]) % 12 + (12 if said[3] == "pm" else 0) if said[3] else int(said[1])
    minute = int(said[2] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def holds(check, summary):
    there, found = follow(summary, check["path"])
    value = check.get("value")
    wanted = value if isinstance(value, list) else [value]
    treatments = {**NOTHING, **check.get("treatments", {})}
    text = isinstance(found, str)
    listed = isinstance(found, list)
    return there and {
        "equals": lambda: same(found, value),
        "equalsList": lambda: listed and same(found, value),
        "containsInOrder": lambda: listed and in_order(found, wanted),
        "setEquals": lambda: listed and all(among(e, found) for e in wanted) and all(among(e, wanted) for e in found),
        "mapEquals": lambda: isinstance(found, dict) and same(found, value),
        "includes": lambda: listed and (among(value, found) or all(among(each, found) for each in wanted)),
        "atMost": lambda: is_number(found) and found <= value,
        "countEquals": lambda: isinstance(found, (list, dict)) and len(found) == value,
        "textEquals": lambda: text and matches(found, wanted, treatments),
        "textContains": lambda: text and any(treated(each, treatments) and
                                             treated(each, treatments) in treated(found, treatments) for each in wanted),
        "dateEquals": lambda: text and day(found) is not None and day(found) == day(value),
        "timeEquals": lambda: text and minutes(found) is not None and minutes(found) == minutes(value),
        "digitsEqual": lambda: digits(found) != "" and digits(found) == digits(value),
        "addressListEquals": lambda: addresses(found) == addresses(value),
        "minWords": lambda: text and len(found.split()) >= value,
    }[check["op"]]()


def right(item, response, locale):
    answer = item["answer"]
    if answer["type"] == "choice":
        return choice_right(item, response)
    if answer["type"] == "checks":
        return all(holds(check, response) for check in answer["all"])
    return (independent_right if answer["mode"] == "independent" else dependent_right)(item, response, locale)


def is_first_version(item):
    answer = item["answer"]
    if "parameters" in item:
        return False
    if answer["type"] == "checks":
        return all(check["op"] in OPERATORS and not isinstance(check.get("value"), dict) or check["op"] in
                   ("mapEquals", "equals") for check in answer["all"])
    return not any("date" in rule or "time" in rule for rule in answer.get("fields", {}).values())


def main():
    compared = differences = 0
    for file in sys.argv[2:]:
        with open(file, encoding="utf-8") as opened:
            items = {item["id"]: item for item in json.load(opened)["items"]}
        run = subprocess.run([sys.argv[1], file, "--check"], capture_output=True, text=True, check=False)
        if not run.stdout:
            print(run.stderr)
            return 1
        for line in map(json.loads, run.stdout.splitlines()):
            item = items[line["item"]]
            if not is_first_version(item):
                continue
            compared += 1
            verdict = right(item, item["examples"][line["example"]]["response"], line["locale"])
            if verdict != line["got"]:
                differences += 1
                print(f"{file}: {line}: the second judge says {verdict}")
    print(f"{compared} verdicts, {differences} differences")
    return 0 if compared > 0 and differences == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
