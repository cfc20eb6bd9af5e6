#!/usr/bin/env python3
"""The checks of this folder, on trees with planted faults: each must be named with its file and line."""

import base64
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import check_arrows
import check_repository
from architecture import TableError, read_table
from tracked import tracked_files

HERE = Path(__file__).resolve().parent
TABLE = """
| library | may use | third-party |
|---|---|---|
| base | | |
| crypto | base | openssl (*.cpp) |
| link | base, crypto | boost |
| certs/credential | base | nlohmann |
| center-server | base, link | boost (observe/*.cpp) |
| center-server/pure | base, link | |
| tests | * | * |
"""


class Planted(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.write_table(TABLE)
        self.plant("common/base/Base.hpp", "#include <vector>\n#include <sys/stat.h>\n#include <unistd.h>\n")
        self.plant("common/link/Asio.hpp", "#include <boost/asio.hpp>\n")
        self.plant("common/link/Link.hpp", '#include "common/base/Base.hpp"\n')
        self.plant("common/link/impl/Inner.hpp", "#pragma once\n")

    def write_table(self, table):
        self.plant("ARCHITECTURE.md", f"# A\n<!-- arrows:begin -->\n{table}\n<!-- arrows:end -->\n")

    def plant(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def arrows(self):
        return list(check_arrows.check_includes(self.root, read_table(self.root), tracked_files(self.root)))

    def declared(self, text):
        return list(check_arrows.check_declared(read_table(self.root), text))


class Includes(Planted):
    def test_a_right_tree_has_no_fault(self):
        self.plant("common/crypto/Key.cpp", '#include <openssl/evp.h>\n#include "common/base/Base.hpp"\n')
        self.plant("center-server/observe/Metrics.cpp", '#include "common/link/Asio.hpp"\n#include "Metrics.hpp"\n')
        self.plant("center-server/observe/Metrics.hpp", "")
        self.plant("tests/unit/Any.cpp", '#include <gtest/gtest.h>\n#include "center-server/observe/Metrics.hpp"\n')
        self.assertEqual(self.arrows(), [])

    def test_each_wrong_include_is_named_with_file_and_line(self):
        cases = {
            "arrow upwards": ("common/base/Up.cpp", '"common/link/Link.hpp"', "common/base may not use common/link"),
            "arrow not in the table": ("certs/credential/A.cpp", '"common/link/Link.hpp"', "may not use common/link"),
            "tests used by a library": ("common/link/B.cpp", '"tests/Help.hpp"', "common/link may not use tests"),
            "relative way out": ("common/base/R.cpp", '"../link/Link.hpp"', "common/base may not use common/link"),
            "angle brackets": ("common/base/N.cpp", "<common/link/Link.hpp>", "common/base may not use common/link"),
            "third-party not in the row": ("common/base/J.cpp", "<nlohmann/json.hpp>", "nlohmann is not for this file"),
            "third-party in another file": ("common/crypto/K.hpp", "<openssl/evp.h>", "openssl is not for this file"),
            "third-party in another folder": ("center-server/net/L.cpp", "<boost/asio.hpp>", "boost is not for"),
            "stricter row of a deeper folder": ("center-server/pure/P.cpp", "<boost/asio.hpp>", "boost is not for"),
            "through our header": ("center-server/net/T.cpp", '"common/link/Asio.hpp"', "comes with common/link/Asio.hpp"),
            "internal header": ("center-server/I.cpp", '"common/link/impl/Inner.hpp"', "internal to common/link"),
            "unknown library": ("common/base/U.cpp", "<mystery/all.hpp>", "no known library"),
            "unknown file": ("common/base/V.cpp", '"common/base/Absent.hpp"', "no file of ours"),
            "generated message": ("common/crypto/M.cpp", '"common/base/m.pb.h"', "protobuf is not for this file"),
        }
        self.plant("tests/Help.hpp", "")
        self.plant("common/base/m.proto", "")
        for name, (file, header, expected) in cases.items():
            with self.subTest(name):
                self.plant(file, f"// a comment\n  #  include {header}\n")
                faults = self.arrows()
                (self.root / file).unlink()
                self.assertEqual(len(faults), 1, faults)
                self.assertTrue(faults[0].startswith(f"{file}:2: "), faults)
                self.assertIn(expected, faults[0])

    def test_a_message_that_imports_upwards_is_named(self):
        self.plant("common/link/up.proto", "")
        self.plant("common/base/down.proto", 'syntax = "proto3";\nimport "common/link/up.proto";\n')
        self.assertEqual([fault.split(" (")[0] for fault in self.arrows()],
                         ["common/base/down.proto:2: common/base may not use common/link"])

    def test_a_folder_without_a_row_is_named(self):
        self.plant("common/forgotten/F.cpp", "")
        self.assertEqual(self.arrows(), ["common/forgotten/F.cpp:1: its folder has no row in ARCHITECTURE.md"])

    def test_the_program_fails_on_a_fault_and_passes_without(self):
        check = [sys.executable, "-B", str(HERE / "check_arrows.py"), str(self.root)]
        self.assertEqual(subprocess.run(check, capture_output=True, check=False).returncode, 0)
        self.plant("common/base/Up.cpp", '#include "common/link/Link.hpp"\n')
        failed = subprocess.run(check, capture_output=True, check=False, text=True)
        self.assertEqual(failed.returncode, 1)
        self.assertIn("common/base/Up.cpp:1: ", failed.stdout)


class Declared(Planted):
    def test_uses_follow_the_table(self):
        self.assertEqual(self.declared("common/base|base|\ncommon/crypto|crypto|base\ntests/x|x|crypto base\n"), [])

    def test_an_upward_or_unknown_use_is_named(self):
        faults = self.declared("common/base|base|link\ncommon/link|link|base ghost\n")
        self.assertEqual(faults, ["common/base/CMakeLists.txt:1: base USES link: common/base may not use common/link",
                                  "common/link/CMakeLists.txt:1: link USES ghost, which no folder of a row makes"])


class Table(Planted):
    def test_a_use_of_a_row_below_is_refused(self):
        self.write_table("| base | link | |\n| link | base | |\n")
        with self.assertRaisesRegex(TableError, r"ARCHITECTURE.md:3: base uses link, which is no row above it"):
            read_table(self.root)

    def test_a_second_row_or_a_missing_column_is_refused(self):
        for table in ("| base | | |\n| base | | |\n", "| base | |\n"):
            self.write_table(table)
            with self.assertRaises(TableError):
                read_table(self.root)

    def test_a_document_without_the_table_is_refused(self):
        self.plant("ARCHITECTURE.md", "# nothing\n")
        with self.assertRaises(TableError):
            read_table(self.root)


class Repository(Planted):
    def keys(self):
        return list(check_repository.private_keys(self.root, tracked_files(self.root)))

    def test_each_kind_of_private_key_is_named(self):
        # Put together here, so that this file is not itself one that the check must find.
        body = base64.b64encode(bytes(range(48))).decode()
        url = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
        pem = "-----BEGIN {}PRIVATE " + "KEY-----"
        planted = {
            "a.pem": pem.format("") + "\n" + body,
            "b.txt": pem.format("EC ") + "\n" + body,
            "encrypted.pem": pem.format("ENCRYPTED ") + "\n" + body,
            "old.pem": pem.format("RSA ") + "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n" + body,
            "Code.cpp": 'const char* k = "' + pem.format("") + '\\n"\n    "' + body + '";',
            "jwk.json": '{"kty": "EC", "d"' + f': "{url}"' + "}",
            "multikey.json": '"secretKeyMulti' + 'base": "z' + "4" * 48 + '"',
            "note": "PRIVATE+" + "KEY+log.example+1234abcd+" + body,
            "server.key": b"\x30\x82",
            "store.p12": b"\x30\x82",
        }
        for name, content in planted.items():
            with self.subTest(name):
                self.plant(f"x/{name}", content)
                faults = self.keys()
                (self.root / "x" / name).unlink()
                self.assertEqual(len(faults), 1, faults)
                self.assertTrue(faults[0].startswith(f"x/{name}:"), faults)

    def test_public_keys_and_code_that_names_headers_pass(self):
        self.plant("a.pem", "-----BEGIN PUBLIC KEY-----\n" + "A" * 64)
        self.plant("b.cpp", 'starts_with("-----BEGIN PRIVATE ' + 'KEY-----"); next("' + "A" * 64 + '");')
        self.plant("c.json", '{"kty":"EC","x":"' + "A" * 43 + '","d":0.1}')
        self.assertEqual(self.keys(), [])

    def test_a_copied_foreign_file_is_named_whatever_its_new_name(self):
        with tempfile.TemporaryDirectory() as folder:
            theirs = Path(folder) / "vectors"
            theirs.mkdir()
            (theirs / "face.jpg").write_bytes(bytes(range(100)))
            (theirs / "empty").write_bytes(b"{}\n")
            self.plant("tests/fixtures/own.json", "{}\n")
            files = tracked_files(self.root)
            self.assertEqual(list(check_repository.foreign_files(self.root, files, [theirs])), [])
            self.plant("tests/fixtures/portrait.bin", bytes(range(100)))
            faults = list(check_repository.foreign_files(self.root, tracked_files(self.root), [theirs]))
            self.assertEqual(len(faults), 1)
            self.assertTrue(faults[0].startswith("tests/fixtures/portrait.bin: is face.jpg of vectors"), faults)

    def test_only_files_that_git_would_track_are_looked_at(self):
        subprocess.run(["git", "init", "-q", str(self.root)], check=True)
        self.plant(".gitignore", "secret/\n")
        self.plant("secret/server.key", b"\x30")
        self.plant("new.key", b"\x30")
        self.assertEqual(self.keys(), ["new.key: a key file"])


class LinksAlone(unittest.TestCase):
    def test_an_undeclared_symbol_is_caught_only_by_linking_alone(self):
        cmake = os.environ.get("CMAKE", "cmake")
        with tempfile.TemporaryDirectory() as build:
            def run(*arguments):
                return subprocess.run([cmake, *arguments], capture_output=True, check=False, text=True)

            made = run("-S", str(HERE / "fixture"), "-B", build, "-G", "Ninja",
                       "-DCMAKE_CXX_COMPILER=" + os.environ.get("CXX", "c++"))
            self.assertEqual(made.returncode, 0, made.stderr)
            plain = run("--build", build)
            self.assertEqual(plain.returncode, 0, plain.stdout)
            right = run("--build", build, "--target", "lower-alone", "higher-alone")
            self.assertEqual(right.returncode, 0, right.stdout)
            wrong = run("--build", build, "--target", "sneaky-alone")
            self.assertNotEqual(wrong.returncode, 0)
            self.assertRegex(wrong.stdout, r"undefined.*lowerAnswer")


if __name__ == "__main__":
    unittest.main()
