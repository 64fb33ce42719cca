package stub

import (
	"net/http"
	"strings"
)

// Facts are what the page on the five servers says of one of them, section by section. What all five share stands in
// the code of this package: they listen on 127.0.0.1:3000 unless told otherwise, never read PORT or HOST, speak stdio
// without --http, keep no sessions, never stream, compare tokens with ==, take batches for bad JSON, answer 200 where
// 202 is due, exit 2 for a flag that they do not have, and have no limits of their own.
type Facts struct {
	// 1. HTTP mode.

	// Flags beside --http, --host and --port. --help is everywhere, by Go's package flag.
	Flags []string
	// Short names of --port and --host.
	Short bool
	// Version that --version and /health say.
	Version string
	// OnlyRoot: MCP is at exactly /. Else at every path but /health.
	OnlyRoot bool
	// HealthByGET: /health answers GET only. Else every method.
	HealthByGET bool
	// Revisions of `initialize`: the first is the answer to one that is not in the list.
	Revisions []string
	// Methods beside initialize, ping, tools/list and tools/call.
	Methods []string
	// NullAnswer: a notification is answered with `null`. Else with nothing.
	NullAnswer bool
	// NullID: an error about bad JSON has `"id":null`. Else no id.
	NullID bool
	// ChecksVersion of the member jsonrpc.
	ChecksVersion bool
	// Limited to 5 tools/call in 20 seconds per process.
	Limited bool
	// EndsOnSIGTERM with exit code 0. Else it has no handler: the signal kills it.
	EndsOnSIGTERM bool

	// 2. Who may call, except for /health. token is MCP_AUTH_TOKEN.
	Refuse func(r *http.Request, token string) *Refusal

	// 3. CallerToken is the header whose value replaces the server's own token, in one variable of the whole process.
	// The others read headers too, without effect.
	CallerToken string

	// 4. Variables and files.

	// Missing says which variable is missing; exit code 1.
	Missing func(getenv func(string) string) string
	// AtStart may call the network before the server listens; exit code 2.
	AtStart func(getenv func(string) string) error
	// LogDir below HOME, where MCP_LOG_DIR is not set. It is made at start, or exit code 1. Empty: none.
	LogDir string
	// LogApp is the folder of its own that it makes below MCP_LOG_DIR, and what its log file is called after.
	LogApp string
	// LogDate: the date is in the name of its log file.
	LogDate bool
	// QueriesOn is the variable and its value that makes it write each query to a file, in a folder deeper still.
	QueriesOn string
	// LevelByFlag: MCP_LOG_LEVEL is not read.
	LevelByFlag bool
	// LogsToStderr beside the file.
	LogsToStderr bool
	// DotEnv: it reads .env in its working directory.
	DotEnv bool
	// Hints are what its tools say of themselves. mcp-go calls every tool destructive, also those that only read.
	Hints string
	// SoftFailure: a call that failed is answered without isError.
	SoftFailure bool
	// Writes says whether the tools that change something are on.
	Writes func(getenv func(string) string, flag func(string) bool) bool

	// PlainText: every answer is called text/plain. None of the five does so; others may.
	PlainText bool
}

// Refusal is a 401.
type Refusal struct{ Type, Body string }

const (
	plainType = "text/plain; charset=utf-8"
	jsonType  = "application/json"
	refused   = `{"jsonrpc":"2.0","error":{"code":-32001,"message":"Unauthorized"}}`
	noHeader  = `{"error":"missing Authorization header"}`
)

// Five are the servers by their names in the catalog.
var Five = map[string]Facts{
	"gitlab": {
		Flags: []string{"log-dir", "log-level", "version"}, Version: "1.0.0", OnlyRoot: true, Revisions: []string{"2024-11-05"},
		CallerToken: "X-GitLab-Token", LogDir: "go-mcp-gitlab/logs", LogApp: "go-mcp-gitlab", LogDate: true,
		Refuse: func(r *http.Request, token string) *Refusal {
			if token == "" || r.Header.Get("Authorization") == token { // "Bearer " is not stripped
				return nil
			}
			return &Refusal{plainType, refused}
		},
		Missing: func(getenv func(string) string) string {
			for _, name := range []string{"GITLAB_PERSONAL_ACCESS_TOKEN", "GITLAB_TOKEN", "GITLAB_ACCESS_TOKEN", "GL_TOKEN"} {
				if getenv(name) != "" {
					return ""
				}
			}
			return "GITLAB_PERSONAL_ACCESS_TOKEN"
		},
		Writes: func(getenv func(string) string, _ func(string) bool) bool {
			return !yes(getenv("GITLAB_READ_ONLY_MODE"))
		},
	},
	"atlassian": {
		Flags: []string{"log-dir", "log-level", "version"}, Short: true, Version: "dev", Revisions: []string{"2024-11-05"},
		Limited: true, EndsOnSIGTERM: true, LogDir: "go-mcp-atlassian/logs", LogApp: "go-mcp-atlassian", LogDate: true,
		LevelByFlag: true, QueriesOn: "MCP_LOG_QUERIES=true",
		Refuse: func(r *http.Request, token string) *Refusal {
			if token == "" || r.Header.Get("X-MCP-Auth-Token") == token { // Authorization is ignored
				return nil
			}
			return &Refusal{jsonType, refused}
		},
		Missing: func(getenv func(string) string) string {
			products := 0
			for _, product := range []string{"JIRA", "CONFLUENCE"} {
				if getenv(product+"_URL") == "" {
					continue
				}
				products++
				if getenv(product+"_PERSONAL_TOKEN") == "" && (getenv(product+"_USERNAME") == "" || getenv(product+"_API_TOKEN") == "") {
					return product + "_API_TOKEN"
				}
			}
			if products == 0 {
				return "JIRA_URL or CONFLUENCE_URL"
			}
			return ""
		},
		Writes: func(getenv func(string) string, _ func(string) bool) bool { return !yes(getenv("READ_ONLY_MODE")) },
	},
	"dynatrace": {
		Flags: []string{"log-dir", "log-level", "version"}, Version: "1.0.0", Revisions: []string{"2024-11-05"},
		Methods: []string{"resources/list", "resources/read", "resources/templates/list", "prompts/list", "prompts/get"},
		Limited: true, EndsOnSIGTERM: true, LogDir: "go-mcp-dynatrace/logs", LogApp: "go-mcp-dynatrace", LogDate: true,
		QueriesOn: "DT_LOG_QUERIES=1", AtStart: connect,
		Refuse: func(r *http.Request, token string) *Refusal {
			switch {
			case r.Header.Get("Authorization") == "": // even without a token
				return &Refusal{plainType, noHeader}
			case token != "" && r.Header.Get("X-MCP-Auth-Token") != token:
				return &Refusal{jsonType, refused}
			}
			return nil
		},
		Missing: func(getenv func(string) string) string { return absent(getenv, "DT_ENVIRONMENT") },
		Writes:  func(func(string) string, func(string) bool) bool { return true },
	},
	"pagerduty": {
		Flags: []string{"enable-write-tools"}, Version: "0.1.0", HealthByGET: true, NullAnswer: true, NullID: true, ChecksVersion: true,
		Revisions: []string{"2025-06-18", "2025-03-26", "2024-11-05"}, DotEnv: true,
		Hints: `"annotations":{"readOnlyHint":true,"destructiveHint":true},`,
		Refuse: func(r *http.Request, _ string) *Refusal { // MCP_AUTH_TOKEN is not read
			if r.Header.Get("Authorization") == "" {
				return &Refusal{plainType, "Unauthorized"}
			}
			return nil
		},
		Missing: func(getenv func(string) string) string { return absent(getenv, "PAGERDUTY_USER_API_KEY") },
		Writes:  func(_ func(string) string, flag func(string) bool) bool { return flag("enable-write-tools") },
	},
	"servicenow": {
		Flags: []string{"log-dir", "log-level", "read-only", "version"}, Version: "1.0.0", Revisions: []string{"2024-11-05"},
		Methods: []string{"resources/list", "resources/read", "prompts/list", "prompts/get"},
		Limited: true, EndsOnSIGTERM: true, LogDir: ".local/share/go-mcp-servicenow/logs", LogApp: "go-mcp-servicenow",
		LogsToStderr: true, DotEnv: true, SoftFailure: true,
		Refuse: func(r *http.Request, token string) *Refusal {
			given := r.Header.Get("Authorization")
			if given == "" {
				given = r.Header.Get("X-MCP-Auth-Token")
			} else {
				given = strings.TrimPrefix(given, "Bearer ")
			}
			if token == "" || given == token {
				return nil
			}
			return &Refusal{jsonType, refused}
		},
		Missing: func(getenv func(string) string) string {
			needed := []string{"SERVICENOW_INSTANCE_URL"}
			switch getenv("SERVICENOW_AUTH_TYPE") {
			case "oauth":
				needed = append(needed, "SERVICENOW_CLIENT_ID", "SERVICENOW_CLIENT_SECRET")
			case "api_key":
				needed = append(needed, "SERVICENOW_API_KEY")
			default:
				needed = append(needed, "SERVICENOW_USERNAME", "SERVICENOW_PASSWORD")
			}
			return absent(getenv, needed...)
		},
		Writes: func(getenv func(string) string, flag func(string) bool) bool {
			return !yes(getenv("READ_ONLY_MODE")) && !flag("read-only")
		},
	},
}

// plain is like the simplest of them, but for the type of its answers.
var plain = Facts{Version: "1", Revisions: []string{"2024-11-05"}, PlainText: true,
	Refuse: func(*http.Request, string) *Refusal { return nil }, Missing: func(func(string) string) string { return "" },
	Writes: func(func(string) string, func(string) bool) bool { return false }}

func absent(getenv func(string) string, names ...string) string {
	for _, name := range names {
		if getenv(name) == "" {
			return name
		}
	}
	return ""
}

func yes(text string) bool {
	switch strings.ToLower(text) {
	case "true", "1", "yes", "on":
		return true
	}
	return false
}
