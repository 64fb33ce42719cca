#!/usr/bin/env bash
# Makes a machine able to build and run our images without any registry of images: engine, base images, AWS's two
# binaries, Git repositories. What is there already is left alone; all but Debian packages lies in one folder.
# Usage: bash tools/image-lab/set-up.sh, then `. <folder>/env.sh`. The folder is MCP_FLEET_LAB.
set -euo pipefail
# What is copied into images has to be readable there, whatever the rule of this user.
umask 022
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repo=$(cd "$here/../.." && pwd)
LAB=${MCP_FLEET_LAB:-${TMPDIR:-/tmp}/mcp-fleet-image-lab}
mkdir -p "$LAB"
LAB=$(cd "$LAB" && pwd)
case $LAB in *[!A-Za-z0-9_./-]*) echo "MCP_FLEET_LAB: $LAB has characters that engine options cannot carry." >&2; exit 1 ;; esac
export LAB
for part in common machine engine adapter emulator bases repositories; do
  # shellcheck source=/dev/null
  . "$here/set-up/$part.sh"
done

why_not=$(cannot_run) || true
if [ -n "$why_not" ]; then
  echo "image lab: skipped, $why_not"
  [ "${CI:-}" = true ] && exit 1
  exit 3
fi

# Two at once would fill the same folders.
exec 9>"$LAB/lock"
flock 9

started=$SECONDS
mkdir -p "$LAB"/{bin,done,etc,log,tmp}
say "folder $LAB"
trap stop_background EXIT
# The longest part first; nothing needs it before the images do.
background adapters adapters
background emulator emulator
part packages packages
part registry registry
use_engine
part engine write_engine_configuration
part clients write_client_configuration
part debian debian_base
background_wait emulator
part bases derived_bases
part repositories stand_in_repositories
background_wait adapters
part adapter_image adapter_image
# What builds have left behind is of use for a day or two.
podman image prune --force --filter until=48h >/dev/null 2>&1 || true
write_environment
say "ready after $((SECONDS - started)) s: . $LAB/env.sh"
