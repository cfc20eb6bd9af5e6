#!/usr/bin/env python3
"""What must not be in the repository.

    check_repository.py keys ROOT            no private key: PEM, JWK, Multikey, signed-note, key containers
    check_repository.py foreign ROOT DIR...  no file that is, byte for byte, one of those below DIR (other people's)

Prints one line for each fault. Exit status 0: none, 1: some, 77: nothing to compare with (foreign only).
"""

import argparse
import hashlib
import re
import sys
from pathlib import Path

from tracked import tracked_files

# A header alone is what code that reads keys contains; with base64 behind it, it is a key.
PRIVATE_KEYS = [
    (re.compile(pattern), what)
    for pattern, what in (
        (rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:\\n|[\s\"'+\\])*(?:[A-Za-z-]+: [^\n]*\s+)*[A-Za-z0-9+/]{30}",
         "a PEM private key"),
        (rb"-----BEGIN PGP PRIVATE KEY BLOCK-----\s", "a PGP private key"),
        (rb"\\?\"d\\?\"\s*:\s*\\?\"[A-Za-z0-9_-]{42,}\\?\"", "a JWK private key"),
        (rb"secretKeyMultibase\\?\"\s*:\s*\\?\"z[1-9A-HJ-NP-Za-km-z]{40,}", "a Multikey private key"),
        (rb"PRIVATE\+KEY\+[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{40}", "a signed-note private key"),
    )
]
CONTAINERS = (".key", ".p12", ".pfx", ".jks", ".pk8", ".p8", ".keystore")
SMALLEST_COMPARED = 32  # empty and trivial files are nobody's


def private_keys(root, files):
    for file in sorted(files):
        if file.endswith(CONTAINERS):
            yield f"{file}: a key file"
        content = (root / file).read_bytes()
        for pattern, what in PRIVATE_KEYS:
            for found in pattern.finditer(content):
                yield f"{file}:{content[: found.start()].count(10) + 1}: {what}"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def foreign_files(root, files, folders):
    theirs = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.stat().st_size >= SMALLEST_COMPARED:
                theirs.setdefault(digest(path), path)
    for file in sorted(files):
        original = theirs.get(digest(root / file))
        if original:
            yield f"{file}: is {original.name} of {original.parent.name}, which is not ours to publish"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("keys", "foreign"))
    parser.add_argument("root", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    options = parser.parse_args()
    files = tracked_files(options.root)
    if options.what == "keys":
        faults = list(private_keys(options.root, files))
    else:
        present = [folder for folder in options.folders if folder.is_dir()]
        if not present:
            print("none of the folders to compare with is there")
            return 77
        faults = list(foreign_files(options.root, files, present))
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(faults)} faults in {len(files)} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
