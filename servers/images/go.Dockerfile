# A server built from Go source at a pinned commit.
# Context: servers.json.
ARG GO_IMAGE=public.ecr.aws/docker/library/golang:1.26.8-bookworm
ARG ROUTER_IMAGE=mcp-servers/router:local
ARG BUILDPLATFORM
ARG TARGETPLATFORM

FROM --platform=${BUILDPLATFORM} ${GO_IMAGE} AS source
ARG REPOSITORY
ARG COMMIT
WORKDIR /src
# Not every host hands out a commit by its id; then everything is fetched.
RUN git init -q . && git remote add origin "${REPOSITORY}" && export GIT_TERMINAL_PROMPT=0 \
    && { git fetch -q --depth 1 origin "${COMMIT}" || git fetch -q --tags origin '+refs/heads/*:refs/remotes/origin/*'; } \
    && { git checkout -q --detach "${COMMIT}" \
        || { echo "mcp-fleet: commit-missing ${COMMIT}" >&2; exit 1; }; } \
    && rm -rf .git

# Modules first: a new commit often has the same.
FROM --platform=${BUILDPLATFORM} ${GO_IMAGE} AS build
WORKDIR /src
COPY --from=source /src/go.mod /src/go.su[m] ./
# Modules of the repository itself (replace => ./…) are not here yet; then all of them are downloaded below.
RUN if grep -q '=> *\.' go.mod; then echo 'local modules: downloaded with the sources'; else go mod download && go mod verify; fi
COPY --from=source /src/ ./
ARG SERVER
ARG MAIN_PACKAGE=.
ARG BINARY
ARG VERSION=
ARG VERSION_VARIABLE=
ARG TARGETARCH
# Without a go.sum, Go asks the checksum database and notes what it says.
RUN if [ ! -f go.sum ]; then export GOFLAGS=-mod=mod; fi; \
    go mod download && go mod verify \
    && CGO_ENABLED=0 GOOS=linux GOARCH="${TARGETARCH}" go build -trimpath -buildvcs=false \
        -ldflags "-s -w ${VERSION_VARIABLE:+-X ${VERSION_VARIABLE}=${VERSION}}" \
        -o "/out/app/${SERVER}/${BINARY}" "${MAIN_PACKAGE}"

# podman would go on with the platform of the stage before.
FROM --platform=${TARGETPLATFORM} ${ROUTER_IMAGE}
COPY --from=build /out/ /
COPY servers.json /etc/mcp-router/servers.json
