# Lambda's runtime interface emulator: AWS's own binary, as the SAM CLI's wheel carries it.
# shellcheck shell=bash

EMULATOR_WHEEL=aws-sam-cli==1.170.0
EMULATOR_SHA256=24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf

emulator() {
  [ -x "$LAB/bin/aws-lambda-rie" ] && stamped emulator "$EMULATOR_SHA256" && return
  local folder
  folder=$(mktemp -d "$LAB/tmp/wheel.XXXXXX")
  printf '%s --hash=sha256:%s\n' "$EMULATOR_WHEEL" "$EMULATOR_SHA256" >"$folder/requirements.txt"
  python3 -m pip download --quiet --no-deps --only-binary :all: --require-hashes -d "$folder" -r "$folder/requirements.txt"
  python3 -m zipfile -e "$folder"/aws_sam_cli-*.whl "$folder/wheel"
  install -m 755 "$folder/wheel/samcli/local/rapid/aws-lambda-rie-x86_64" "$LAB/bin/aws-lambda-rie"
  rm -rf "$folder"
  stamp emulator "$EMULATOR_SHA256"
}
