# Git repositories of the five Go servers. Builds ask for the real addresses, and Git of the build reads these.
# shellcheck shell=bash

stand_in_repositories() {
  cat >"$LAB/etc/gitconfig" <<'END'
[url "file:///repositories/"]
	insteadOf = https://
[safe]
	directory = *
END
  printf '[credential "https://image-lab.invalid"]\n\tusername = %s\n' "$(cat "$LAB/etc/canary")" >>"$LAB/etc/gitconfig"
  (cd "$repo" && node -C @mcp-fleet/source -r ./apps/fleet/typescript-hook.cjs tools/image-lab/src/repositories.ts "$LAB")
}
