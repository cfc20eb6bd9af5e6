"""What a person knows: right and wrong responses to the items of a bank's source file, found by the words on the
screen. The file comes from the command line; nothing of it ever comes from the link."""
import hashlib
import json


def squash(text):
    """Letters and digits only: Markdown marks are neither, so a source and its display squash alike."""
    return "".join(character for character in text.lower() if character.isalnum())


def plain(choice):
    return choice[1:-1] if len(choice) > 2 and choice[0] == choice[-1] == "`" else choice


class Knowledge:
    def __init__(self, file):
        with open(file, encoding="utf-8") as source:
            items = json.load(source)["items"]
        self.entries = {}
        for item in items:
            for locale, block in item["locales"].items():
                key = squash(block["instruction"])
                self.entries.setdefault(key, []).append((item, locale, block))

    def recognise(self, texts, names):
        """The item and language whose instruction is among the texts on the screen, and whose choices are there."""
        for text in texts:
            for item, locale, block in self.entries.get(squash(text), []):
                choices = [plain(choice) for choice in block.get("choices", {}).values()]
                if all(choice in names for choice in choices):
                    return item, locale, block
        return None

    @staticmethod
    def response(item, locale, right):
        """A response whose verdict the author fixed."""
        for example in item["examples"]:
            if example["expected"] == right and example.get("locale", locale) == locale:
                return example["response"]
        raise LookupError(f"{item['id']} has no {'right' if right else 'wrong'} example in {locale}")


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def part(field, content):
    return bytes([field << 3 | 2]) + varint(len(content)) + content


def digest(selected, fields):
    """SHA-256 of the answer as the protocol serialises it (Answer in common/exam/records.proto)."""
    out = b"".join(part(1, choice.encode()) for choice in selected)
    for name, text in fields:
        out += part(2, part(1, name.encode()) + (part(2, text.encode()) if text else b""))
    return hashlib.sha256(out).hexdigest()
