#!/usr/bin/env python3
"""Holds every #include, .proto import and declared USES against the library table of ARCHITECTURE.md.

    check_arrows.py ROOT [--declared FILE]

FILE: one line "folder|target|used target ..." for each library and program of the build (VigieTargets.cmake).
Prints one line "file:line: what is wrong" for each fault. Exit status 0: none, 1: some, 2: the table is wrong.
"""

import argparse
import posixpath
import re
import sys
from pathlib import Path

from architecture import TableError, read_table, row_of
from tracked import tracked_files

SOURCES = (".hpp", ".cpp", ".h", ".cc", ".c", ".ipp", ".proto")
INCLUDE = re.compile(r'^\s*#\s*(?:include|include_next|import)\s*([<"])([^">]+)[">]')
IMPORT = re.compile(r'^\s*import\s+(?:public\s+|weak\s+)?(")([^"]+)"\s*;')

# First match wins; the header as written in the #include.
THIRD_PARTY = [
    (re.compile(pattern), name)
    for pattern, name in (
        (r"boost/", "boost"),
        (r"openssl/", "openssl"),
        (r"SQLiteCpp/|sqlite3(ext)?\.h$", "sqlite"),
        (r"pqxx/", "pqxx"),
        (r"nlohmann/", "nlohmann"),
        (r"google/protobuf/", "protobuf"),
        (r"gtest/|gmock/", "gtest"),
        (r"benchmark/", "benchmark"),
        (r"CLI/", "cli11"),
        (r"spdlog/|fmt/", "spdlog"),
        (r"toml\+\+/|toml\.hpp$", "tomlplusplus"),
        (r"opencv2/", "opencv"),
        (r"Q[A-Z]\w*(/|$)", "qt"),
        (r"utf8proc\.h$", "utf8proc"),
        (r"glpk\.h$", "glpk"),
        (r"zlib\.h$", "zlib"),
        (r"hpdf[\w]*\.h$", "haru"),
        (r"qrencode\.h$", "qrencode"),
        (r"libspeechd\.h$", "speechd"),
        (r"poppler-[\w-]+\.h$", "poppler"),
        (r"nftables/", "nftables"),
        (r"systemd/", "systemd"),
        (r"xcb/", "xcb"),
    )
]
# What the compiler, the C library and the kernel bring.
SYSTEM = re.compile(
    r"[a-z_0-9]+$|(sys|linux|net|netinet|arpa|asm|bits|sanitizer|security)/|"
    r"(assert|cpuid|ctype|dirent|dlfcn|elf|endian|errno|fcntl|fenv|float|ftw|getopt|glob|grp|ifaddrs|inttypes|langinfo|limits|"
    r"locale|math|netdb|poll|pthread|pty|pwd|sched|semaphore|shadow|signal|spawn|stdarg|stddef|stdint|stdio|stdlib|string|"
    r"strings|syslog|termios|time|unistd|utime|wchar)\.h$"
)


def third_party_of(header):
    return next((name for pattern, name in THIRD_PARTY if pattern.match(header)), None)


def includes_of(path):
    pattern = IMPORT if path.suffix == ".proto" else INCLUDE
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        found = pattern.match(line)
        if found:
            yield number, found.group(1) == '"', found.group(2)


def our_file(root, file, header, quoted):
    """The repository path that `header`, seen in `file`, names, or None when it is not ours."""
    made = re.sub(r"\.pb\.(h|cc)$", ".proto", header)
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), header))
    for candidate in (made,) + ((beside,) if quoted else ()):
        if (root / candidate).is_file():
            return candidate
    return None


class Tree:
    """The sources below one root, each read once."""

    def __init__(self, root, rows):
        self.root, self.rows = root, rows
        self.includes_ = {}
        self.reached_ = {}

    def includes(self, file):
        """(line, header as written, our file, third-party library, is it known at all) of each include."""
        if file not in self.includes_:
            found = []
            for number, quoted, header in includes_of(self.root / file):
                ours = our_file(self.root, file, header, quoted)
                library = "protobuf" if ours and ours.endswith(".proto") else None if ours else third_party_of(header)
                known = ours or library or (not quoted and SYSTEM.match(header))
                found.append((number, header, ours, library, bool(known)))
            self.includes_[file] = found
        return self.includes_[file]

    def reached(self, file):
        """The third-party libraries that whoever includes `file` sees."""
        if file not in self.reached_:
            self.reached_[file] = set()  # an include cycle ends here
            for _, _, ours, library, _ in self.includes(file):
                self.reached_[file] |= {library} - {None}
                if ours and not ours.endswith(".proto"):
                    self.reached_[file] |= self.reached(ours)
        return self.reached_[file]

    def arrow_fault(self, row, ours, header):
        used = row_of(self.rows, ours)
        if used is None:
            return f"{ours} lies in a folder without a row in ARCHITECTURE.md"
        if not row.may_use(used.folder):
            return f"{row.folder} may not use {used.folder} (includes {header})"
        if "/impl/" in ours and used is not row:
            return f"{header} is internal to {used.folder}"
        return None

    def faults(self, file):
        row = row_of(self.rows, file)
        if row is None:
            yield 1, "its folder has no row in ARCHITECTURE.md"
            return
        for number, header, ours, library, known in self.includes(file):
            fault = self.arrow_fault(row, ours, header) if ours else None
            if not known:
                fault = f"{header} is no file of ours and no known library"
            if fault:
                yield number, fault
                continue
            seen = {library} - {None} if library or not ours else self.reached(ours)
            for one in sorted(seen):
                if not row.may_include(one, file):
                    yield number, f"{one} is not for this file ({'includes' if library else 'comes with'} {header})"


def check_includes(root, rows, files):
    tree = Tree(root, rows)
    for file in sorted(files):
        if file.endswith(SOURCES):
            for number, fault in tree.faults(file):
                yield f"{file}:{number}: {fault}"


def check_declared(rows, declared):
    """USES in the build must follow the same arrows: a library that is only linked is an arrow too."""
    targets = [line.split("|") for line in declared.splitlines() if line]
    folder_of_target = {target: folder for folder, target, _ in targets}
    for folder, target, uses in targets:
        row = row_of(rows, folder)
        if row is None:
            yield f"{folder}/CMakeLists.txt:1: {target}: its folder has no row in ARCHITECTURE.md"
            continue
        for used in uses.split():
            used_row = row_of(rows, folder_of_target[used]) if used in folder_of_target else None
            if used_row is None:
                yield f"{folder}/CMakeLists.txt:1: {target} USES {used}, which no folder of a row makes"
            elif not row.may_use(used_row.folder):
                yield f"{folder}/CMakeLists.txt:1: {target} USES {used}: {row.folder} may not use {used_row.folder}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--declared", type=Path)
    options = parser.parse_args()
    try:
        rows = read_table(options.root)
    except (OSError, TableError) as error:
        print(error, file=sys.stderr)
        return 2
    files = tracked_files(options.root)
    faults = list(check_includes(options.root, rows, files))
    if options.declared:
        faults += check_declared(rows, options.declared.read_text(encoding="utf-8"))
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(faults)} wrong arrows in {len(files)} files, {len(rows)} rows")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
