# The router image with Node.js: what npm servers run on. No npm, no yarn, no apt, no setuid programs.
# Context: empty.
ARG NODE_IMAGE=public.ecr.aws/docker/library/node:24.19.0-bookworm-slim
ARG ROUTER_IMAGE=mcp-servers/router:local
ARG BUILDPLATFORM
ARG TARGETPLATFORM

FROM ${NODE_IMAGE} AS node

# Cleaned on the machine that builds, so that no program of another architecture has to run.
FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS runtime
COPY --from=node / /rootfs/
RUN cd /rootfs \
    && rm -rf usr/local/lib/node_modules usr/local/include usr/local/bin/npm usr/local/bin/npx usr/local/bin/corepack \
        usr/local/bin/yarn usr/local/bin/yarnpkg usr/local/bin/docker-entrypoint.sh opt home root \
        usr/bin/apt* usr/lib/apt usr/lib/*/libapt* usr/lib/*/libgnutls* var/lib/apt var/cache tmp var/tmp dev run \
        etc/passwd* etc/group* etc/shadow* etc/gshadow* etc/ssl etc/hosts etc/hostname etc/resolv.conf \
    && chmod -R a+rX,go-w usr/local \
    && find . -xdev -type f -perm /6000 -exec chmod a-s {} + \
    && find . -xdev -type d -perm -0002 -exec chmod o-w {} + \
    && mkdir dev run

# podman would go on with the platform of the stage before.
FROM --platform=${TARGETPLATFORM} ${ROUTER_IMAGE}
COPY --from=runtime /rootfs/ /
