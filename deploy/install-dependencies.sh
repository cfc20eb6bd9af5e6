#!/usr/bin/env bash
# Installs everything that building, running and testing Vigie need, from Debian 12 packages.
# Lists them first; does nothing when all are there already. Run as root.
set -euo pipefail

packages=(
  # compiler and build
  clang-19 clang-format-19 libclang-rt-19-dev llvm-19 g++ lld-19 cmake ninja-build ccache pkg-config git python3
  # libraries (ARCHITECTURE.md says why each is there)
  libboost1.81-dev libssl-dev libsqlite3-dev libsqlitecpp-dev libprotobuf-dev protobuf-compiler
  libspdlog-dev nlohmann-json3-dev libcli11-dev libtomlplusplus-dev libutf8proc-dev zlib1g-dev libglpk-dev
  libgtest-dev libgmock-dev libbenchmark-dev libopencv-dev opencv-data
  # windows; a screen without a monitor and a person who reads it through the accessibility bus
  qt6-base-dev libpoppler-cpp-dev libspeechd-dev fonts-open-sans fonts-dejavu-core xvfb xauth at-spi2-core dbus gir1.2-atspi-2.0 python3-gi
  # strangers' tools that check our certificates and logs
  openssl jose golang-go golang-golang-x-mod-dev sqlite3
  # the workstation guard's packet filter
  libnftables-dev
  # its word with logind, which keeps the machine on
  libsystemd-dev
  # and its eyes on the X screen
  libxcb1-dev libxcb-xinput-dev libxcb-xfixes0-dev libxcb-res0-dev libxcb-randr0-dev libxcb-xtest0-dev
  # an X screen to which displays come and go, without a graphics card
  xserver-xorg-core xserver-xorg-video-dummy
  # a Wayland screen for one program, and Qt's way to it
  cage qt6-wayland
  # a software TPM and the tools that speak to it
  swtpm tpm2-tools libtss2-tcti-swtpm0
  # a wrong date, and the peer of the benchmarks
  faketime nginx-light
)
# Debian's nodejs conflicts with other builds of it: install it only when the command is missing.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

echo "Vigie needs these Debian packages:"
printf '  %s\n' "${packages[@]}" | fmt -w 100
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "All of them are installed."
  exit 0
fi
[ "$(id -u)" = 0 ] || { echo "install-dependencies: run as root to install: ${missing[*]}" >&2; exit 1; }
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=600 update -qq
# RUNLEVEL: packages with a service of their own do not start it.
RUNLEVEL=1 apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "All of them are installed."
