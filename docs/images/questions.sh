#!/usr/bin/env bash
# docs/images/questions.sh [BIN]: takes the committed pictures of questions again, in docs/images/questions: three colour
# schemes, two languages, 100 and 200 %. BIN is build/release/bin.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=${1:-$root/build/release/bin}
shot() {
  local file=$1; shift
  local items=() id
  for id in "$@"; do items+=(--item "$id"); done
  "$bin/candidate-client" --preview "$root/common/content/bank/$file.json" "${items[@]}" --screenshots "$root/docs/images/questions"
}
rm -f "$root"/docs/images/questions/*.png
shot 1.1 vig-1.1-01             # one choice
shot 1.3 vig-1.3-21             # a table, a list and a number
shot 2.4 vig-2.4-21             # a PDF, a day and a time
shot 3.1 vig-3.1-22             # a picture
shot practical vig-mouse-04 vig-form-01 vig-mail-03 vig-files-01 vig-sheet-04 vig-web-01
# What stands before a timed question is the same each time: once is enough.
for begun in "$root"/docs/images/questions/*-begun.png; do
  case $begun in
    */vig-form-01-*) ;;
    *) rm "${begun%-begun.png}.png" ;;
  esac
done
