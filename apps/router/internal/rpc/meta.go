package rpc

import "encoding/json"

// Keys that a request and an answer of 2026-07-28 carry in _meta.
const (
	MetaPrefix         = "io.modelcontextprotocol/"
	MetaVersion        = MetaPrefix + "protocolVersion"
	MetaClientInfo     = MetaPrefix + "clientInfo"
	MetaCapabilities   = MetaPrefix + "clientCapabilities"
	MetaServerInfo     = MetaPrefix + "serverInfo"
	MetaLogLevel       = MetaPrefix + "logLevel"
	MetaSubscriptionID = MetaPrefix + "subscriptionId"
)

// Meta returns the _meta object of params or a result, nil where there is none.
func Meta(object json.RawMessage) json.RawMessage {
	meta := Get(object, "_meta")
	if !IsObject(meta) {
		return nil
	}
	return meta
}

// SetMeta sets one key of _meta; a nil value removes it.
func SetMeta(object json.RawMessage, key string, value json.RawMessage) json.RawMessage {
	meta := Meta(object)
	if meta == nil && value == nil {
		return object
	}
	return Set(object, "_meta", Set(meta, key, value))
}

// DropModernMeta removes what only 2026-07-28 knows from _meta, and _meta itself where nothing is left.
func DropModernMeta(params json.RawMessage) json.RawMessage {
	meta := Meta(params)
	if meta == nil {
		return params
	}
	members, err := Members(meta)
	if err != nil {
		return params
	}
	kept, changed := meta, false
	left := len(members)
	for _, m := range members {
		if len(m.Key) > len(MetaPrefix) && m.Key[:len(MetaPrefix)] == MetaPrefix {
			kept, changed = Set(kept, m.Key, nil), true
			left--
		}
	}
	if !changed {
		return params
	}
	if left == 0 {
		return Set(params, "_meta", nil)
	}
	return Set(params, "_meta", kept)
}
