#!/usr/bin/env bash
# Installs, builds the release preset and runs every test but those labelled `nightly`, the demonstration among them.
# tests/run.sh nightly adds the sanitizer builds, fuzzing and the long runs.
set -euo pipefail
cd "$(dirname "$0")/.."

deploy/install-dependencies.sh
cmake --preset release >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }
rm -f build-configure.log
cmake --build --preset release

status=0
ctest --test-dir build/release --output-on-failure -LE nightly -j 2 || status=$?
if [ "${1:-}" = nightly ]; then
  ctest --test-dir build/release --output-on-failure -L nightly || status=$?
  cmake --preset asan && cmake --build --preset asan
  ctest --test-dir build/asan --output-on-failure -L unit -j 2 || status=$?
  # Where threads meet: links, the journal's writer, the camera, the programs themselves over real links.
  cmake --preset tsan && cmake --build --preset tsan --target link-tests journal-tests center-server proctor-cli \
    seat-simulator make-demonstration-trust make-ticket bank-build hostile-peer camera-tests
  TSAN_OPTIONS="suppressions=$PWD/tests/thread-sanitizer.txt" ctest --test-dir build/tsan --output-on-failure \
    -R '^(link|journal|camera)\.|^integration\.center\.full-disk|^insider\.restored' || status=$?
  cmake --preset fuzz && cmake --build --preset fuzz --target make-corpus fuzz-frames fuzz-records fuzz-bundles fuzz-jws \
    fuzz-bank-files fuzz-pictures
  ctest --preset fuzz || status=$?
fi

echo
echo "Promises, and the tests that hold them (a test that fails above breaks its line):"
while IFS='|' read -r promise tests; do
  printf '  %-76s %s\n' "$promise" "$tests"
done <tests/promises.txt
exit $status
