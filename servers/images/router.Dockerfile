# The router, the Lambda Web Adapter and what every image needs beside them; nothing else. All other images stand on it.
# Context: go.mod, go.sum, cmd, internal and schema of apps/router.
ARG GO_IMAGE=public.ecr.aws/docker/library/golang:1.26.8-bookworm
ARG LWA_IMAGE=public.ecr.aws/awsguru/aws-lambda-adapter:1.0.0
ARG BUILDPLATFORM

FROM ${LWA_IMAGE} AS adapter

FROM --platform=${BUILDPLATFORM} ${GO_IMAGE} AS build
WORKDIR /src
# Modules first: they change less often than the sources.
COPY go.mod go.sum ./
RUN go mod download && go mod verify
COPY cmd/ cmd/
COPY internal/ internal/
COPY schema/ schema/
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=linux GOARCH="${TARGETARCH}" \
    go build -trimpath -ldflags '-s -w' -o /rootfs/usr/local/bin/mcp-router ./cmd/mcp-router
COPY --from=adapter /lambda-adapter /rootfs/opt/extensions/lambda-adapter
# A root filesystem of its own, copied as a whole, because only so the modes of folders survive (/tmp: 1777).
RUN mkdir -p /rootfs/etc/ssl/certs /rootfs/etc/mcp-router /rootfs/usr/share /rootfs/app \
    && cp -L /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/ca-certificates.crt \
    && cp -a /usr/share/zoneinfo /rootfs/usr/share/zoneinfo \
    && rm -rf /rootfs/usr/share/zoneinfo/posix /rootfs/usr/share/zoneinfo/right \
    && printf '%s\n' 'root:x:0:0:root:/:/sbin/nologin' 'mcp:x:1000:1000:mcp:/tmp:/sbin/nologin' > /rootfs/etc/passwd \
    && printf '%s\n' 'root:x:0:' 'mcp:x:1000:' > /rootfs/etc/group \
    && chmod 0755 /rootfs/opt/extensions/lambda-adapter \
    && mkdir -m 1777 /rootfs/tmp

FROM scratch
COPY --from=build /rootfs/ /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 \
    TZ=UTC \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    AWS_LWA_PORT=8080 \
    AWS_LWA_READINESS_CHECK_PATH=/health \
    AWS_LWA_READINESS_CHECK_HEALTHY_STATUS=200-399
EXPOSE 8080
# ECS mounts what a task may write to with the mode that a volume of the image has, else for root alone.
VOLUME ["/tmp"]
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
    CMD ["/usr/local/bin/mcp-router", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/mcp-router"]
