// Package schema holds the JSON Schemas of the router's two configuration files.
package schema

import _ "embed"

// Servers describes servers.json, the truth of an image.
//
//go:embed servers.schema.json
var Servers []byte

// Deployment describes MCP_ROUTER_DEPLOYMENT, the truth of a deployment.
//
//go:embed deployment.schema.json
var Deployment []byte
