# A server of PyPI, in its exact version, in a virtual environment. Wheels only: no code of a package is run here.
# Context: servers.json; lock, which holds a constraints.txt where the server has one.
ARG PYTHON_IMAGE=public.ecr.aws/docker/library/python:3.13.14-slim-bookworm
ARG RUNTIME_IMAGE=mcp-fleet/python-runtime:local
ARG BUILDPLATFORM
ARG TARGETPLATFORM

FROM --platform=${BUILDPLATFORM} ${PYTHON_IMAGE} AS build
ARG SERVER
ARG PACKAGE
ARG VERSION
ARG BINARY
ARG TARGETARCH
WORKDIR /app/${SERVER}
COPY lock/ ./
# Wheels of the target's architecture for the glibc of bookworm (2.36) and all before it; then bytecode, which a disk that
# cannot be written would never keep.
RUN if [ "${TARGETARCH}" = amd64 ]; then cpu=x86_64; else cpu=aarch64; fi \
    && python3 -m venv --without-pip . \
    && site="$(bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')" \
    && platforms="$(for minor in $(seq 36 -1 17); do printf ' --platform manylinux_2_%s_%s' "${minor}" "${cpu}"; done)" \
    && python3 -m pip --python bin/python install --no-cache-dir --no-compile --disable-pip-version-check \
        --root-user-action=ignore --only-binary=:all: ${platforms} --platform "manylinux2014_${cpu}" \
        $(if [ -f constraints.txt ]; then echo --constraint constraints.txt; fi) --target "${site}" "${PACKAGE}==${VERSION}" \
    && python3 -m pip --python bin/python freeze --disable-pip-version-check > constraints.txt \
    && if [ -d "${site}/bin" ]; then mv "${site}"/bin/* bin/ && rmdir "${site}/bin"; fi \
    && { test -e "bin/${BINARY}" || { echo "mcp-fleet: program-missing $(ls bin | tr '\n' ' ')" >&2; exit 1; }; } \
    && { bin/python -m compileall -q --invalidation-mode unchecked-hash "${site}" || true; }

# podman would go on with the platform of the stage before.
FROM --platform=${TARGETPLATFORM} ${RUNTIME_IMAGE}
COPY --from=build /app/ /app/
COPY servers.json /etc/mcp-router/servers.json
