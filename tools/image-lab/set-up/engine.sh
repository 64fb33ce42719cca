# podman with files of its own: no setting of the machine is read or changed, and what the lab makes is in its folder.
# shellcheck shell=bash

# Beside the certificates of an image, in a folder that Go reads too: what copies an image's own gets none of this machine's.
CERTIFICATES=/etc/pki/tls/certs/image-lab.pem

write_engine_configuration() {
  # runc and cgroupfs: machines without systemd. Limits: podman's own are above what some machines allow.
  cat >"$LAB/etc/containers.conf" <<END
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
tmp_dir = "$LAB/run/libpod"
volume_path = "$LAB/store/volumes"
image_copy_tmp_dir = "$LAB/tmp"
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=16384:16384"]
log_driver = "k8s-file"
[network]
network_backend = "netavark"
END
  cat >"$LAB/etc/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$LAB/store"
runroot = "$LAB/run/storage"
END
  # No registry to search: a name that is not here is an error, not a question to the internet.
  echo 'unqualified-search-registries = []' >"$LAB/etc/registries.conf"
  podman info >/dev/null
}

use_engine() {
  export CONTAINERS_CONF=$LAB/etc/containers.conf CONTAINERS_STORAGE_CONF=$LAB/etc/storage.conf
  export CONTAINERS_REGISTRIES_CONF=$LAB/etc/registries.conf BUILDAH_FORMAT=docker
}

# How npm, pip and Go of this machine reach their registries. Mounted into builds, so that no image holds it.
write_client_configuration() {
  umask 077
  local certificates=${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt} file
  cp "$certificates" "$LAB/etc/ca.crt"
  # Stands for a secret of who builds; it must not be found in an image. Kept, so that builds stay cached.
  [ -s "$LAB/etc/canary" ] || echo "canary-build-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')" >"$LAB/etc/canary"
  local canary
  canary=$(cat "$LAB/etc/canary")
  {
    for file in "$(npm config get globalconfig)" "$(npm config get userconfig)"; do
      # shellcheck disable=SC2015
      [ -r "$file" ] && grep -E '^(@[^:]+:registry|//|proxy|https-proxy|noproxy|strict-ssl)' "$file" || true
    done
    echo "registry=$(npm config get registry)"
    echo "cafile=$CERTIFICATES"
    echo "//image-lab.invalid/:_authToken=$canary"
  } >"$LAB/etc/npmrc"
  {
    echo '[global]'
    echo "cert = $CERTIFICATES"
    python3 -m pip config list | sed -nE "s/^[^.]+\.(index-url|extra-index-url|trusted-host|proxy)='(.*)'$/\1 = \2/p"
    printf '[image-lab]\npassword = %s\n' "$canary"
  } >"$LAB/etc/pip.conf"
  # What Go has fetched and compiled on this machine is not fetched and compiled again.
  mkdir -p "$(go env GOMODCACHE)/cache/download" "$(go env GOCACHE)"
  {
    echo "GOPROXY=file:///modproxy,$(go env GOPROXY)"
    go env -json GOSUMDB GONOSUMDB GOPRIVATE GONOPROXY GOINSECURE | node -e \
      'for (const [k, v] of Object.entries(JSON.parse(require("fs").readFileSync(0, "utf8")))) if (v) console.log(`${k}=${v}`)'
    echo 'GOTOOLCHAIN=local'
    echo 'GOCACHE=/gocache'
  } >"$LAB/etc/go.env"
}

build_options() {
  local mount target
  printf '%s' '--pull=never --network=host'
  for mount in "ca.crt:$CERTIFICATES" npmrc:/usr/local/etc/npmrc pip.conf:/etc/pip.conf \
    go.env:/usr/local/go/go.env gitconfig:/etc/gitconfig; do
    target=${mount#*:}
    printf ' -v %s:%s:ro' "$LAB/etc/${mount%%:*}" "$target"
  done
  printf ' -v %s:/repositories:ro' "$LAB/git"
  printf ' -v %s:/modproxy:ro' "$(go env GOMODCACHE)/cache/download"
  printf ' -v %s:/gocache' "$(go env GOCACHE)"
}

write_environment() {
  cat >"$LAB/env.sh" <<END
# Written by tools/image-lab/set-up.sh: podman of the image lab, and how apps/cli/src/images builds with it.
export MCP_FLEET_LAB='$LAB'
export CONTAINERS_CONF='$CONTAINERS_CONF'
export CONTAINERS_STORAGE_CONF='$CONTAINERS_STORAGE_CONF'
export CONTAINERS_REGISTRIES_CONF='$CONTAINERS_REGISTRIES_CONF'
export BUILDAH_FORMAT=docker
export MCP_FLEET_ENGINE=podman
export MCP_FLEET_BUILD_OPTIONS='$(build_options)'
END
}
