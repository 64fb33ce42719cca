# A server that comes as an image: that image, with the router as its entrypoint. What the image itself would start, where,
# and with which variables is in servers.json.
# Context: servers.json.
ARG SOURCE_IMAGE=scratch
ARG ROUTER_IMAGE=mcp-servers/router:local

FROM ${ROUTER_IMAGE} AS router

FROM ${SOURCE_IMAGE}
COPY --from=router /usr/local/bin/mcp-router /usr/local/bin/mcp-router
COPY --from=router /opt/extensions/ /opt/extensions/
# Where Go looks last: certificates of the image's own win.
COPY --from=router /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem
COPY servers.json /etc/mcp-router/servers.json
ENV AWS_LWA_PORT=8080 \
    AWS_LWA_READINESS_CHECK_PATH=/health \
    AWS_LWA_READINESS_CHECK_HEALTHY_STATUS=200-399
EXPOSE 8080
# As in router.Dockerfile; the mode is that of the source image's own /tmp.
VOLUME ["/tmp"]
# The folder of the image may be closed to this user; the server's own is in servers.json.
WORKDIR /
USER 1000:1000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
    CMD ["/usr/local/bin/mcp-router", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/mcp-router"]
CMD []
