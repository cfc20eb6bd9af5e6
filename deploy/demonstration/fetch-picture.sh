#!/usr/bin/env bash
# Brings the demonstration's picture: astronaut.png (NASA, public domain) out of Debian's python3-skimage, that one file
# alone. Usage: fetch-picture.sh FILE. Does nothing when FILE is there.
set -euo pipefail
file=${1:?fetch-picture.sh wants the file to make}
inside=usr/lib/python3/dist-packages/skimage/data/astronaut.png
[ -s "$file" ] && exit 0
mkdir -p "$(dirname "$file")"
if [ -s "/$inside" ]; then
  cp "/$inside" "$file"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -qq python3-skimage 2>/dev/null || { apt-get update -qq && apt-get download -qq python3-skimage; }
cd - >/dev/null
dpkg-deb --fsys-tarfile "$folder"/python3-skimage_*.deb | tar -xO "./$inside" >"$file.part"
mv "$file.part" "$file"
