# Several servers in one image: their folders, taken out of their own images, on a runtime that has what they need.
# Context: app, with a folder for each server; servers.json.
ARG RUNTIME_IMAGE=mcp-servers/router:local

FROM ${RUNTIME_IMAGE}
COPY app/ /app/
COPY servers.json /etc/mcp-router/servers.json
