# Stand-ins for the public base images, under the very names that the Dockerfiles pin.
# shellcheck shell=bash

# Defaults of ARGs such as GO_IMAGE; images of our own have no registry in their name.
pinned_bases() {
  cat "$repo"/servers/images/*.Dockerfile |
    sed -nE 's/^ARG [A-Z_]*IMAGE="?([a-z0-9-]+\.[^" ]+:[^" ]+)"?$/\1/p' | sort -u
}

name_of() {
  local name
  name=$(pinned_bases | grep -E "/$1(:|@)" || true)
  [ -n "$name" ] || name=${FALLBACK_NAMES[$1]}
  echo "$name"
}

# Used where no Dockerfile names one.
declare -A FALLBACK_NAMES=(
  [debian]=public.ecr.aws/docker/library/debian:bookworm-slim
  [golang]=public.ecr.aws/docker/library/golang:1.26-bookworm
  [node]=public.ecr.aws/docker/library/node:24-bookworm-slim
  [python]=public.ecr.aws/docker/library/python:3.13-slim-bookworm
  [aws-lambda-adapter]=public.ecr.aws/awsguru/aws-lambda-adapter:1.0.0
)

debian_base() {
  local key=bookworm-2
  podman image exists localhost/lab/debian && stamped debian "$key" && return
  # As the slim image: no documentation, no languages, no certificates.
  local excludes=() path
  for path in doc man info locale groff lintian linda; do
    excludes+=("--dpkgopt=path-exclude=/usr/share/$path/*")
  done
  local sources=()
  [ -r /etc/apt/sources.list.d/debian.sources ] && sources=(/etc/apt/sources.list.d/debian.sources)
  # shellcheck disable=SC2016 # mmdebstrap fills in $1
  mmdebstrap --quiet --variant=minbase "${excludes[@]}" --include=usr-is-merged,tzdata \
    --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
    --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/*.log' \
    bookworm "$LAB/tmp/debian.tar" "${sources[@]}"
  podman import --quiet --change 'CMD ["bash"]' "$LAB/tmp/debian.tar" localhost/lab/debian
  rm "$LAB/tmp/debian.tar"
  stamp debian "$key"
}

# `make_base NAME FOLDER`: reads the Containerfile from its input.
make_base() {
  podman build --quiet --pull=never --network=host -t "localhost/lab/$1" -f - "$2"
}

derived_bases() {
  golang_base
  node_base
  python_base
  local kind name
  for kind in debian golang node python; do
    while read -r name; do podman tag "localhost/lab/$kind" "$name"; done < <(name_of "$kind")
  done
  while read -r name; do
    podman image exists "$name" || [[ $name == */aws-lambda-adapter[:@]* ]] || { echo "no stand-in for the base image $name"; return 1; }
  done < <(pinned_bases)
}

install_line() {
  echo "RUN apt-get update && apt-get install -y --no-install-recommends $* && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin"
}

golang_base() {
  local root key
  root=$(go env GOROOT)
  key="3 $(go env GOVERSION) $(podman image inspect -f '{{.Id}}' localhost/lab/debian)"
  podman image exists localhost/lab/golang && stamped golang "$key" && return
  make_base golang "$root" <<END
FROM localhost/lab/debian
$(install_line ca-certificates git)
COPY bin /usr/local/go/bin
COPY go.env VERSION /usr/local/go/
COPY lib /usr/local/go/lib
COPY pkg/include /usr/local/go/pkg/include
COPY pkg/tool /usr/local/go/pkg/tool
COPY src /usr/local/go/src
ENV GOPATH=/go GOTOOLCHAIN=local PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /go
END
  stamp golang "$key"
}

node_base() {
  local key folder program
  program=$(node -p 'process.execPath')
  key="3 $(node --version) $(npm --version) $(podman image inspect -f '{{.Id}}' localhost/lab/debian)"
  podman image exists localhost/lab/node && stamped node "$key" && return
  folder=$(mktemp -d "$LAB/tmp/node.XXXXXX")
  cp "$program" "$folder/node"
  cp -R "$(npm root -g)/npm" "$folder/npm"
  # Files are the owner's alone while the lab is made; those of an image are for its user.
  chmod -R a+rX "$folder"
  make_base node "$folder" <<'END'
FROM localhost/lab/debian
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
  && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
  && groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node && node --version && npm --version
CMD ["node"]
END
  rm -rf "$folder"
  stamp node "$key"
}

# A Python of this machine that can be moved: the newest that is not the system's.
local_python() {
  local candidate
  for candidate in $(ls -rv "$HOME"/.pyenv/versions/3.1[0-9].*/bin/python3 2>/dev/null) "$(command -v python3)"; do
    [ "$("$candidate" -c 'import sys; print(sys.base_prefix)')" = /usr ] || { "$candidate" -c 'import os, sys; print(os.path.realpath(sys.base_prefix))'; return; }
  done
}

python_base() {
  local key prefix folder
  prefix=$(local_python)
  key="3 $prefix $(podman image inspect -f '{{.Id}}' localhost/lab/debian)"
  podman image exists localhost/lab/python && stamped python "$key" && return
  if [ -z "$prefix" ]; then debian_python; else
    folder=$(mktemp -d "$LAB/tmp/python.XXXXXX")
    (cd "$prefix" && tar -c --exclude=__pycache__ --exclude=config-3* --exclude=test --exclude='*.a' \
      bin/python3* bin/pip3* lib/libpython3* lib/python3.*) | tar -x -C "$folder"
    make_base python "$folder" <<END
FROM localhost/lab/debian
$(install_line ca-certificates libbz2-1.0 libexpat1 libffi8 liblzma5 libncursesw6 libreadline8 libsqlite3-0 libssl3 libuuid1 zlib1g)
COPY bin /usr/local/bin
COPY lib /usr/local/lib
RUN ldconfig && ln -sf python3 /usr/local/bin/python && sed -i '1s|^#!/.*|#!/usr/local/bin/python3|' /usr/local/bin/pip3* \
  && ln -sf pip3 /usr/local/bin/pip && python3 -c 'import bz2, ctypes, lzma, sqlite3, ssl, sys; assert sys.prefix == "/usr/local"' && pip --version
CMD ["python3"]
END
    rm -rf "$folder"
  fi
  stamp python "$key"
}

# Older than the real one, and in /usr; programs start it by the same path.
debian_python() {
  make_base python "$LAB/done" <<END
FROM localhost/lab/debian
$(install_line ca-certificates python3 python3-venv python3-pip)
RUN for name in python python3; do ln -s /usr/bin/python3 /usr/local/bin/\$name; done && ln -s /usr/bin/pip3 /usr/local/bin/pip && python3 --version
CMD ["python3"]
END
}

# A list of both architectures under one name, as the real one is.
adapter_image() {
  local key name architecture
  key="1 $(sha256sum "$LAB"/adapter/*/lambda-adapter | sha256sum) $(name_of aws-lambda-adapter)"
  name=$(name_of aws-lambda-adapter)
  podman manifest exists "$name" && stamped adapter-image "$key" && return
  podman manifest exists "$name" && podman manifest rm "$name"
  podman manifest create "$name"
  for architecture in amd64 arm64; do
    printf 'FROM scratch\nCOPY lambda-adapter /lambda-adapter\n' |
      podman build --quiet --platform "linux/$architecture" -t "localhost/lab/adapter:$architecture" -f - "$LAB/adapter/$architecture"
    podman manifest add "$name" "containers-storage:localhost/lab/adapter:$architecture"
  done
  stamp adapter-image "$key"
}
