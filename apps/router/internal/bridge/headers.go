package bridge

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// checkModern holds a request against its headers, in the order that gives the most useful error first.
func checkModern(header http.Header, m rpc.Message, version, metaVersion string, hasMeta bool) (int, *rpc.Fault) {
	mismatch := func(format string, a ...any) (int, *rpc.Fault) {
		return http.StatusBadRequest, &rpc.Fault{Code: rpc.CodeHeaderMismatch, Message: fmt.Sprintf(format, a...)}
	}
	invalid := func(message string) (int, *rpc.Fault) {
		return http.StatusBadRequest, &rpc.Fault{Code: rpc.CodeInvalidParams, Message: message}
	}
	method := header.Get(mcp.HeaderMethod)
	switch {
	case version == "":
		return mismatch("the header MCP-Protocol-Version is missing")
	case !hasMeta:
		return invalid("_meta has no " + rpc.MetaVersion)
	case version != metaVersion:
		return mismatch("the header MCP-Protocol-Version is %q, _meta says %q", version, metaVersion)
	case version != mcp.ModernVersion:
		return http.StatusBadRequest, &rpc.Fault{Code: rpc.CodeUnsupportedVersion,
			Message: "this version of MCP is not supported", Data: versionData(version)}
	case method == "":
		return mismatch("the header Mcp-Method is missing")
	case method != m.Method:
		return mismatch("the header Mcp-Method is %q, the body says %q", method, m.Method)
	case !rpc.IsObject(rpc.Get(rpc.Meta(m.Params), rpc.MetaCapabilities)):
		return invalid("_meta has no " + rpc.MetaCapabilities)
	}
	by := mcp.NamedBy(m.Method)
	if by == "" {
		return 0, nil
	}
	name, ok := decodeHeader(header.Get(mcp.HeaderName))
	body, inBody := rpc.GetString(m.Params, by)
	switch {
	case header.Get(mcp.HeaderName) == "":
		return mismatch("the header Mcp-Name is missing: %s needs it", m.Method)
	case !ok:
		return mismatch("the header Mcp-Name is not valid base64")
	case !inBody:
		return invalid("params has no " + by)
	case name != body:
		return mismatch("the header Mcp-Name is %q, the body says %q", name, body)
	}
	return 0, nil
}

// decodeHeader reads =?base64?…?=; a value without that end is meant as it stands.
func decodeHeader(value string) (string, bool) {
	inner, ok := strings.CutPrefix(value, "=?base64?")
	if !ok {
		return value, true
	}
	if inner, ok = strings.CutSuffix(inner, "?="); !ok {
		return value, true
	}
	raw, err := base64.StdEncoding.DecodeString(inner)
	return string(raw), err == nil
}
