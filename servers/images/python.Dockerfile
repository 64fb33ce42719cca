# The router image with Python: what servers of PyPI run on. No pip, no apt, no setuid programs.
# Context: empty.
ARG PYTHON_IMAGE=public.ecr.aws/docker/library/python:3.13.14-slim-bookworm
ARG ROUTER_IMAGE=mcp-servers/router:local
ARG BUILDPLATFORM
ARG TARGETPLATFORM

FROM ${PYTHON_IMAGE} AS python

# Cleaned on the machine that builds, so that no program of another architecture has to run.
FROM --platform=${BUILDPLATFORM} ${PYTHON_IMAGE} AS runtime
COPY --from=python / /rootfs/
# The official image has no bytecode of the standard library. On a disk that cannot be written each start would compile it.
RUN cd /rootfs \
    && rm -rf usr/local/include usr/local/bin/pip* usr/local/lib/python3*/site-packages/pip* \
        usr/local/lib/python3*/ensurepip usr/local/lib/python3*/idlelib opt home root \
        usr/bin/apt* usr/lib/apt usr/lib/*/libapt* usr/lib/*/libgnutls* var/lib/apt var/cache tmp var/tmp dev run \
        etc/passwd* etc/group* etc/shadow* etc/gshadow* etc/ssl etc/hosts etc/hostname etc/resolv.conf \
    && chmod -R a+rX,go-w usr/local \
    && find . -xdev -type f -perm /6000 -exec chmod a-s {} + \
    && find . -xdev -type d -perm -0002 -exec chmod o-w {} + \
    && mkdir dev run \
    && python3 -m compileall -q --invalidation-mode unchecked-hash -s /rootfs -p / /rootfs/usr/local/lib/python3*

# podman would go on with the platform of the stage before.
FROM --platform=${TARGETPLATFORM} ${ROUTER_IMAGE}
COPY --from=runtime /rootfs/ /
