#!/usr/bin/env python3
"""Draws the pictures and documents of the certification bank from their sources and puts them into the bank's files.

    make.py BANK_FOLDER

sources/<name>.svg becomes <name>.png: 16 grey and colour shades at most, a palette, a few KB. sources/<name>.txt becomes
<name>.pdf: one page for each form feed, the first line of a page large. Every attachment of that name in
BANK_FOLDER/*.json gets the new bytes; its words (the alternative) are the author's. Needs rsvg-convert (Debian's
librsvg2-bin), which nothing else here needs: the results are committed.
"""
import base64
import json
import struct
import subprocess
import sys
import zlib
from collections import Counter
from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
SHADES = 16


def unfiltered(data, width, height, size):
    """Rows of a PNG as bytes, its line filters undone."""
    stride, rows, before = width * size, [], bytes(width * size)
    for y in range(height):
        kind, row = data[y * (stride + 1)], bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = row[x - size] if x >= size else 0
            up, corner = before[x], before[x - size] if x >= size else 0
            if kind == 1:
                row[x] = row[x] + left & 255
            elif kind == 2:
                row[x] = row[x] + up & 255
            elif kind == 3:
                row[x] = row[x] + (left + up) // 2 & 255
            elif kind == 4:
                guess = left + up - corner
                row[x] = row[x] + min((left, up, corner), key=lambda near: abs(guess - near)) & 255
        rows.append(bytes(row))
        before = rows[-1]
    return rows


def pixels(png):
    width, height, _, colour = struct.unpack(">IIBB", png[16:26])
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        if kind == b"IDAT":
            packed += png[at + 8:at + 8 + length]
        at += 12 + length
    size = {2: 3, 6: 4}[colour]
    rows = unfiltered(zlib.decompress(packed), width, height, size)
    return width, [[row[x:x + 3] for x in range(0, len(row), size)] for row in rows]


def with_palette(png):
    width, rows = pixels(png)
    counts = Counter(pixel for row in rows for pixel in row)
    shades = [colour for colour, _ in counts.most_common(SHADES)]
    nearest = {colour: min(range(len(shades)), key=lambda i: sum((a - b) ** 2 for a, b in zip(shades[i], colour)))
               for colour in counts}
    packed = bytearray()
    for row in rows:
        numbers = [nearest[pixel] for pixel in row] + [0] * (width % 2)
        packed.append(0)
        packed += bytes(numbers[x] << 4 | numbers[x + 1] for x in range(0, len(numbers), 2))

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, len(rows), 4, 3, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"PLTE", b"".join(shades)) +
            chunk(b"IDAT", zlib.compress(bytes(packed), 9)) + chunk(b"IEND", b""))


def drawn(svg):
    return with_palette(subprocess.run(["rsvg-convert", str(svg)], check=True, capture_output=True).stdout)


def page_of(text):
    """The drawing of one page of A5: 420 x 595 points, Helvetica of the reader's own."""
    out, y = ["BT"], 540
    for number, line in enumerate(text.strip("\n").split("\n")):
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        out.append(f"/F {18 if number == 0 else 12} Tf 1 0 0 1 36 {y} Tm ({escaped}) Tj")
        y -= 34 if number == 0 else 19
    return "\n".join(out + ["ET"]).encode("cp1252")


def printed(source):
    pages = source.read_text(encoding="utf-8").split("\f")
    objects = [b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>",
               f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{4 + 2 * i} 0 R' for i in range(len(pages)))}] >>"
               .encode(),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for number, text in enumerate(pages):
        drawing = zlib.compress(page_of(text), 9)
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents {5 + 2 * number} 0 R "
                       "/Resources << /Font << /F 3 0 R >> >> >>".encode())
        objects.append(f"<< /Length {len(drawing)} /Filter /FlateDecode >>\nstream\n".encode() + drawing + b"\nendstream")
    out, index = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        index.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{at:010} 00000 n \n".encode() for at in index)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def main(bank):
    made = {svg.stem + ".png": drawn(svg) for svg in SOURCES.glob("*.svg")}
    made |= {text.stem + ".pdf": printed(text) for text in SOURCES.glob("*.txt")}
    used = set()
    for file in sorted(Path(bank).glob("*.json")):
        source = json.loads(file.read_text(encoding="utf-8"))
        for item in source["items"]:
            for attachment in item.get("attachments", []):
                if attachment["name"] in made:
                    attachment["base64"] = base64.b64encode(made[attachment["name"]]).decode()
                    used.add(attachment["name"])
        file.write_text(json.dumps(source, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name in sorted(made):
        print(f"{name}: {len(made[name])} bytes{'' if name in used else ', in no item'}")
    return 0 if used == set(made) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
