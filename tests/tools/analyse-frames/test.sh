#!/usr/bin/env bash
# analyse-frames on what people and attackers hand it: a line for each file, never a crash. test.sh PROGRAM MAKE_STREAM
set -euo pipefail
program=$1
make_stream=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A picture without any tool: 32 by 24 grey pixels as BMP.
python3 - "$folder" <<'PYTHON'
import struct, sys
folder = sys.argv[1]
rows = b"".join(bytes((x * 7 + y * 5) % 256 for x in range(32) for _ in range(3)) for y in range(24))
bmp = b"BM" + struct.pack("<IHHI", 54 + len(rows), 0, 0, 54) + struct.pack("<IiiHHIIiiII", 40, 32, 24, 1, 24, 0, len(rows), 0, 0, 0, 0) + rows
names = {"b picture.bmp": bmp, "a\xff.bmp".encode("latin-1"): bmp, "c-cut.bmp": bmp[:200], "d-text.jpg": b"not a picture",
         "e-empty.png": b"", "f-list.mp4": b"#EXTM3U\nb picture.bmp\n", "h-mislabelled.mkv": bmp,
         "g-bomb.png": b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 100000, 100000) + b"\x08\x02" + bytes(7) + struct.pack(">I4sI", 0, b"IEND", 0)}
for name, content in names.items():
    path = folder.encode() + b"/" + (name if isinstance(name, bytes) else name.encode())
    open(path, "wb").write(content)
PYTHON
mkdir "$folder/inner"

"$program" "$folder" "$folder/missing.png" >"$folder.out"
mv "$folder.out" "$folder/lines"
python3 - "$folder/lines" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert len(lines) == 9, len(lines)
read = [line for line in lines if "state" in line]
errors = {line["file"].split("/")[-1]: line["error"] for line in lines if "error" in line}
assert len(read) == 3, read
for line in read:
    assert set(line) >= {"file", "frame", "t", "state", "faces", "measures", "flags"}, line
    assert line["state"] in ("none", "one", "several", "unknown")
for name, code in {"c-cut.bmp": "picture-truncated", "d-text.jpg": "picture-format", "e-empty.png": "picture-format",
                   "f-list.mp4": "picture-format", "g-bomb.png": "picture-too-large", "missing.png": "file-"}.items():
    assert errors[name].startswith(code), (name, errors[name])
PYTHON

# A folder without a file has a line that says so, and nothing was read.
status=0; "$program" "$folder/inner" >"$folder/empty" || status=$?
[ "$status" = 1 ] && grep -q '"error":"folder-empty' "$folder/empty" || { echo "empty folder: exit $status"; exit 1; }
# What is too large for a picture and no video is told by its size.
head -c 34000000 /dev/zero >"$folder/huge.png"
("$program" "$folder/huge.png" || true) | grep -q '"error":"file-too-large' || { echo "a huge file has no message"; exit 1; }
rm "$folder/huge.png"

if "$program" "$folder/d-text.jpg" >/dev/null; then echo "nothing readable must not be a success"; exit 1; fi
status=0; "$program" >/dev/null 2>&1 || status=$?
[ "$status" = 64 ] || { echo "no path: exit $status, expected 64"; exit 1; }

"$make_stream" --clip "$folder/b picture.bmp" --out "$folder/s.avi" --kind black --length-ms 6000 --from-ms 2000 --to-ms 6000
"$program" "$folder/s.avi" >"$folder/video"
"$program" "$folder/s.avi" | grep -v summary >"$folder/again"
grep -v summary "$folder/video" | cmp - "$folder/again"
# A name says nothing: the same film under another one has the same facts.
cp "$folder/s.avi" "$folder/q7f3.png"
"$program" "$folder/q7f3.png" | grep -v summary | sed 's/q7f3.png/s.avi/' | cmp - "$folder/again"
python3 - "$folder/video" "$folder/s.avi.truth.json" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
summary = lines[-1]["summary"]
assert summary["frames"] == 30 == len(lines) - 1, summary
assert summary["cpuMs"] > 0
black = [event for event in summary["events"] if event["flag"] == "black"]
assert len(black) == 1 and 2.0 <= black[0]["from"] <= 7.0, summary
assert [frame["t"] for frame in json.load(open(sys.argv[2]))["frames"]][:3] == [0.0, 0.2, 0.4]
PYTHON
# A model that cannot be used is said once, and the cascades go on.
"$program" --yunet "$folder/d-text.jpg" --yunet-sha256 "$(sha256sum "$folder/d-text.jpg" | cut -c1-64)" "$folder/s.avi" \
  2>"$folder/notice" | grep -v summary | cmp - "$folder/again"
grep -q "The cascades are used instead" "$folder/notice"
"$program" --sface "$folder/d-text.jpg" "$folder/s.avi" 2>&1 >/dev/null | grep -q "not turned on"
python3 - "$folder/video" <<'PYTHON'
import json, sys
seen = 0
for line in map(json.loads, open(sys.argv[1])):
    for flag, ground in line.get("grounds", {}).items():
        assert flag in line["flags"] and {"measure", "value", "limit"} == set(ground), line
        seen += flag == "black"
assert seen > 0
PYTHON
echo "analyse-frames: every file has its line, damaged ones an error"
