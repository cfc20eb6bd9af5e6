"""The library table of ARCHITECTURE.md: which folder may use which, and which third-party library where."""

import fnmatch
import re
from dataclasses import dataclass, field
from pathlib import Path

BEGIN, END = "<!-- arrows:begin -->", "<!-- arrows:end -->"
TOP_FOLDERS = ("certs", "center-server", "candidate-client", "proctor-console", "tests")
ANY = "*"


class TableError(Exception):
    """The table itself is wrong."""


def folder_of(name):
    return name if name.split("/")[0] in TOP_FOLDERS else f"common/{name}"


@dataclass
class Row:
    folder: str
    uses: set = field(default_factory=set)  # folders; ANY
    third_party: dict = field(default_factory=dict)  # name -> file patterns, empty = everywhere; ANY

    def may_use(self, folder):
        return ANY in self.uses or folder == self.folder or folder in self.uses

    def may_include(self, library, file):
        """`file` is relative to the repository."""
        if ANY in self.third_party:
            return True
        patterns = self.third_party.get(library)
        inside = file[len(self.folder) + 1 :]
        return patterns is not None and (not patterns or any(fnmatch.fnmatch(inside, one) for one in patterns))


def split_third_party(cell):
    libraries = {}
    for name, patterns in re.findall(r"([\w*+-]+)\s*(?:\(([^)]*)\))?", cell):
        libraries[name] = patterns.split()
    return libraries


def read_table(root):
    file = Path(root) / "ARCHITECTURE.md"
    text = file.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise TableError(f"{file}: expected the library table between {BEGIN} and {END}, each once")
    first_line = text[: text.index(BEGIN)].count("\n") + 1
    rows = {}
    for number, line in enumerate(text[text.index(BEGIN) : text.index(END)].splitlines(), first_line):
        cells = [cell.strip().replace("`", "") for cell in line.split("|")[1:-1]]
        if not cells or cells[0] == "library" or set(cells[0]) == {"-"}:
            continue
        if len(cells) != 3:
            raise TableError(f"{file}:{number}: expected 3 columns: library | may use | third-party")
        row = Row(folder_of(cells[0]), third_party=split_third_party(cells[2]))
        for used in filter(None, (one.strip() for one in cells[1].split(","))):
            if used != ANY and folder_of(used) not in rows:
                raise TableError(f"{file}:{number}: {cells[0]} uses {used}, which is no row above it")
            row.uses.add(used if used == ANY else folder_of(used))
        if row.folder in rows:
            raise TableError(f"{file}:{number}: {cells[0]} has a row already")
        rows[row.folder] = row
    return rows


def row_of(rows, path):
    """The row of the longest folder that holds `path`, or None."""
    holders = [folder for folder in rows if path == folder or path.startswith(folder + "/")]
    return rows[max(holders, key=len)] if holders else None
