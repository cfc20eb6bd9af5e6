#!/usr/bin/env bash
# tests/escape/run.sh [--programs FOLDER] [--accommodation]
# tests/escape/run.sh [--programs FOLDER] --kills N: the guard is killed 2 N times on the way in and out instead.
# tests/escape/run.sh [--programs FOLDER] --reach: who reaches whom of three hosts, by every protocol, instead.
# tests/escape/run.sh [--programs FOLDER] --sitting [--orca] [--minutes N] [--pictures FOLDER]: a whole test in the real window on a locked seat,
# by the actions of AT-SPI, without a false incident (in N minutes); and its calm screen when the guard is killed.
# tests/escape/run.sh [--programs FOLDER] --cage [--whole [--orca]]: the attempts on a Wayland screen (cage); a whole test there.
# Tries to get out of a locked workstation in every way this machine allows, for real, and prints one line for each.
# Everything happens in mount, network and control groups of its own; the machine is compared before and after. Run as
# root. Without --programs it installs and builds what it needs. Exit status 0: no attempt escaped, each was told as an
# incident, and at least 15 really ran; 77: this machine cannot run the suite, with the reason.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
programs=""
script=escape.py
more=()
orca=no
while [ $# -gt 0 ]; do
  case $1 in
    --programs) programs=$2; shift 2 ;;
    --kills) script=kill.py; more+=(--times "$2"); shift 2 ;;
    --sitting) script=sitting.py; shift ;;
    --orca) more+=(--orca); orca=yes; shift ;;
    --minutes) more+=(--minutes "$2"); shift 2 ;;
    --pictures) more+=(--pictures "$2"); shift 2 ;;
    --reach) script=reach.py; shift ;;
    --cage) script=cage.py; shift ;;
    --whole) more+=(--whole); shift ;;
    --accommodation) more+=(--accommodation); shift ;;
    *) echo "run.sh: there is no option $1" >&2; exit 64 ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo "The escape suite makes namespaces and locks them: run it as root." >&2; exit 77; }
if [ -z "$programs" ]; then
  "$root/deploy/install-dependencies.sh"
  (cd "$root" && cmake --preset release >/dev/null &&
    cmake --build --preset release --target workstation-guard guard-status guard-launch escape-probe escape-preload \
      candidate-client document-renderer center-server proctor-cli bank-build make-ticket make-demonstration-trust)
  programs=$root/build/release/bin
fi
# Only for this: 50 packages that nothing else needs.
if [ $orca = yes ] && ! { command -v orca && [ -e /usr/lib/speech-dispatcher-modules/sd_espeak-ng ]; } >/dev/null; then
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends \
    orca speech-dispatcher speech-dispatcher-espeak-ng brltty >/dev/null || echo "run.sh: Orca cannot be installed here" >&2
fi
exec unshare --mount --propagation private python3 -B "$here/$script" "$programs" "${more[@]}"
