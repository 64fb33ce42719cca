# What the machine must have, and its Debian packages.
# shellcheck shell=bash

WANTED_PACKAGES=(podman runc netavark aardvark-dns iptables catatonit mmdebstrap skopeo unzip git ca-certificates)

# One line that says why the lab cannot run here; nothing if it can.
cannot_run() {
  [ "$(id -u)" = 0 ] || { echo 'it needs root: containers of other users, Debian packages'; return; }
  [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}")" = 'debian 12' ] || { echo 'it needs Debian 12: packages and base images are made of it'; return; }
  [ "$(dpkg --print-architecture)" = amd64 ] || { echo 'it needs an amd64 machine'; return; }
  local program
  for program in go cargo rustup python3 npm node; do
    command -v "$program" >/dev/null || { echo "$program is not installed"; return; }
  done
}

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

packages() {
  local missing
  mapfile -t missing < <(missing_packages "${WANTED_PACKAGES[@]}")
  [ "${#missing[@]}" -gt 0 ] || return 0
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}")
  "${install[@]}" || { apt-get update && "${install[@]}"; }
}

# Taken out of their packages, not installed: one would start a service, the other change how the kernel runs programs.
registry() {
  unpack docker-registry usr/bin/docker-registry
  unpack qemu-user-static usr/bin/qemu-aarch64-static
}

unpack() {
  local package=$1 file=$2 target folder
  target=$LAB/bin/$(basename "$file")
  [ -x "$target" ] && return
  folder=$(mktemp -d "$LAB/tmp/deb.XXXXXX")
  # apt fetches as a user of its own.
  chmod 755 "$folder"
  (cd "$folder" && { apt-get download "$package" || { apt-get update && apt-get download "$package"; }; })
  dpkg-deb --fsys-tarfile "$folder"/*.deb | tar -x -C "$folder" "./$file"
  mv "$folder/$file" "$target"
  rm -rf "$folder"
}
