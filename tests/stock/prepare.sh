#!/usr/bin/env bash
# Gets the npm packages of package-lock.json into a folder (build/stock) once: prepare.sh [FOLDER]
# Exit: 0 there, 77 cannot be had (no npm, or no way to its registry).
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../build/stock}
mkdir -p "$folder"
cp "$here/verify.mjs" "$folder/"
if [ -d "$folder/node_modules" ] && cmp -s "$here/package-lock.json" "$folder/package-lock.json"; then exit 0; fi
command -v npm >/dev/null || { echo "prepare: npm is not installed" >&2; exit 77; }
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder/"
cd "$folder" || exit 77
if ! npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1; then
  echo "prepare: npm could not get the packages:" >&2
  tail -3 npm.log >&2
  rm -rf node_modules package-lock.json
  exit 77
fi
