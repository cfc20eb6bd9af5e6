#!/usr/bin/env python3
"""Plants the defects of mutants.toml in copies of our sources, for room-mutants alone.

    plant.py list MUTANTS               the files that are changed, one a line
    plant.py plant MUTANTS ROOT OUT     writes the copies to OUT, and the list of defects as Mutants.cpp

Each text that is replaced must stand exactly once in its file, so that a defect cannot get lost when the code changes.
A copy behaves as its original while no defect is chosen (Planted.hpp).
"""

import sys
import tomllib
from pathlib import Path

INCLUDE = '#include "tests/simulation/mutants/Planted.hpp"\n'
LIST = """{include}
namespace vigie::simulation {{

std::span<const Mutant> mutants() {{
  static constexpr Mutant all[] = {{
{lines}  }};
  return all;
}}

}}  // namespace vigie::simulation
"""


def copy_name(file):
    return file.replace("/", "-")


def planted(root, mutants):
    texts = {}
    for mutant in mutants:
        for change in mutant["change"]:
            file = change["file"]
            text = texts.setdefault(file, (root / file).read_text())
            if text.count(change["replace"]) != 1:
                sys.exit(f"{mutant['name']}: {file} must hold exactly once:\n{change['replace']}")
            by = change["by"].replace("PLANTED", f'vigie::simulation::isPlanted("{mutant["name"]}")')
            texts[file] = text.replace(change["replace"], by)
    return texts


def main():
    mutants = tomllib.loads(Path(sys.argv[2]).read_text())["mutant"]
    if sys.argv[1] == "list":
        print("\n".join(sorted({change["file"] for mutant in mutants for change in mutant["change"]})))
        return
    root, out = Path(sys.argv[3]), Path(sys.argv[4])
    out.mkdir(parents=True, exist_ok=True)
    for file, text in planted(root, mutants).items():
        (out / copy_name(file)).write_text(INCLUDE + f'#line 1 "{file}"\n' + text)
    lines = [f'    {{"{mutant["name"]}", "{mutant["what"]}"}},\n' for mutant in mutants]
    (out / "Mutants.cpp").write_text(LIST.format(include=INCLUDE, lines="".join(lines)))


main()
