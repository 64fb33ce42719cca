# A server of npm, in its exact version. Install scripts are not run.
# Context: servers.json; lock, which holds a package-lock.json where the server has one.
ARG NODE_IMAGE=public.ecr.aws/docker/library/node:24.19.0-bookworm-slim
ARG RUNTIME_IMAGE=mcp-fleet/node-runtime:local
ARG BUILDPLATFORM
ARG TARGETPLATFORM

FROM --platform=${BUILDPLATFORM} ${NODE_IMAGE} AS build
ARG SERVER
ARG PACKAGE
ARG VERSION
ARG BINARY
ARG TARGETARCH
WORKDIR /app/${SERVER}
COPY lock/ ./
RUN if [ "${TARGETARCH}" = amd64 ]; then cpu=x64; else cpu="${TARGETARCH}"; fi \
    && printf '%s\n' '{ "private": true }' > package.json \
    && npm install --save-exact --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --cache /tmp/npm \
        --os=linux --cpu="${cpu}" --libc=glibc "${PACKAGE}@${VERSION}" \
    && { test -e "node_modules/.bin/${BINARY}" \
        || { echo "mcp-fleet: program-missing $(ls node_modules/.bin | tr '\n' ' ')" >&2; exit 1; }; }

# podman would go on with the platform of the stage before.
FROM --platform=${TARGETPLATFORM} ${RUNTIME_IMAGE}
COPY --from=build /app/ /app/
COPY servers.json /etc/mcp-router/servers.json
