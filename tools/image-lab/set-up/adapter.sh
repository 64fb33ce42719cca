# The Lambda Web Adapter from its source. crates.io stops at 1.0.0-rc1; the images of real users hold 1.0.0.
# shellcheck shell=bash

ADAPTER_VERSION=1.0.0-rc1

# Static: the images for it have no C library.
build_adapter() {
  local target=$1 architecture=$2 linker
  local binary=$LAB/adapter/$architecture/lambda-adapter
  if [ -x "$binary" ] && stamped "adapter-$architecture" "$ADAPTER_VERSION"; then return; fi
  rustup target add "$target"
  linker=CARGO_TARGET_$(tr 'a-z-' 'A-Z_' <<<"$target")_LINKER
  if [ "$architecture" != amd64 ]; then export "$linker=rust-lld"; fi
  cargo install -j2 --locked --force --target "$target" --target-dir "$LAB/tmp/adapter-$architecture" \
    --root "$LAB/tmp/adapter-$architecture/root" "lambda_web_adapter@$ADAPTER_VERSION"
  mkdir -p "$(dirname "$binary")"
  mv "$LAB/tmp/adapter-$architecture/root/bin/lambda-adapter" "$binary"
  rm -rf "$LAB/tmp/adapter-$architecture"
  stamp "adapter-$architecture" "$ADAPTER_VERSION"
}

adapters() {
  build_adapter x86_64-unknown-linux-musl amd64
  # Never run under load here, so it is built fast and not small.
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
  build_adapter aarch64-unknown-linux-musl arm64
}
