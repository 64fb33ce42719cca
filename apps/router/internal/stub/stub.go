// Package stub imitates the five Go servers of the catalog, with the faults that the real ones have, and a stdio server
// that breaks the rules of its transport. It is for tests and benchmarks only.
package stub

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Variable names the server that a test binary becomes: one of the five, "plain" or "stdio".
const Variable = "MCP_STUB"

// Main becomes the server if the variable is set, and does not return then.
func Main() {
	name := os.Getenv(Variable)
	switch name {
	case "":
		return
	case "stdio":
		os.Exit(Stdio(os.Stdin, os.Stdout))
	}
	os.Exit(run(name, os.Args[1:]))
}

// run is the program: flags, variables, log file, network, in this order; then it serves.
func run(name string, args []string) int {
	facts, ok := Five[name]
	if name == "plain" {
		facts, ok = plain, true
	}
	if !ok {
		fmt.Fprintln(os.Stderr, "no stub "+name)
		return 1
	}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	isHTTP := flags.Bool("http", false, "")
	host := flags.String("host", "127.0.0.1", "")
	port := flags.String("port", "3000", "")
	if facts.Short {
		flags.StringVar(host, "H", "127.0.0.1", "")
		flags.StringVar(port, "p", "3000", "")
	}
	for _, name := range facts.Flags {
		if strings.HasPrefix(name, "log-") {
			flags.String(name, "", "")
		} else {
			flags.Bool(name, false, "")
		}
	}
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	text := func(name string) string {
		if f := flags.Lookup(name); f != nil {
			return f.Value.String()
		}
		return ""
	}
	isSet := func(name string) bool { return text(name) == "true" }
	if isSet("version") {
		fmt.Println(name + " " + facts.Version)
		return 0
	}
	if facts.DotEnv {
		readDotEnv()
	}
	log, err := openLog(facts, text("log-dir"), text("log-level"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if missing := facts.Missing(os.Getenv); missing != "" {
		fmt.Fprintln(os.Stderr, missing+" is required")
		return 1
	}
	if facts.AtStart != nil {
		if err := facts.AtStart(os.Getenv); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
	}
	if facts.EndsOnSIGTERM {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM)
		go func() { <-signals; os.Exit(0) }()
	}
	s := New(facts, os.Getenv("MCP_AUTH_TOKEN"), facts.Writes(os.Getenv, isSet), log)
	if !*isHTTP {
		return s.lines(os.Stdin, os.Stdout)
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(*host, *port))
	if err == nil {
		fmt.Fprintln(os.Stderr, name+" listens on "+listener.Addr().String())
		err = http.Serve(listener, s) // no limits: as the real ones
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// openLog makes the log file, at every level and in every mode.
func openLog(facts Facts, dir, level string) (io.Writer, error) {
	if facts.LogDir == "" {
		return io.Discard, nil
	}
	if dir == "" {
		dir = os.Getenv("MCP_LOG_DIR")
	}
	if dir == "" {
		dir = filepath.Join(os.Getenv("HOME"), facts.LogDir) // below the working directory where HOME is not set
	} else {
		dir = filepath.Join(dir, facts.LogApp)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("no log directory: %w", err)
	}
	name := facts.LogApp
	if facts.LogDate {
		name += time.Now().Format("-2006-01-02")
	}
	file, err := os.OpenFile(filepath.Join(dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("no log file: %w", err)
	}
	if variable, value, _ := strings.Cut(facts.QueriesOn, "="); value != "" && os.Getenv(variable) == value {
		if err := writeQuery(filepath.Join(dir, "queries")); err != nil {
			return nil, err
		}
	}
	if level == "" && !facts.LevelByFlag {
		level = os.Getenv("MCP_LOG_LEVEL")
	}
	switch {
	case level == "off":
		return io.Discard, nil
	case facts.LogsToStderr:
		return io.MultiWriter(file, os.Stderr), nil
	}
	return file, nil
}

// writeQuery stands for the files of queries, which the real ones write call by call into a folder a day.
func writeQuery(dir string) error {
	now := time.Now()
	dir = filepath.Join(dir, now.Format("20060102"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("no directory of queries: %w", err)
	}
	path := filepath.Join(dir, "search."+now.Format("20060102.150405")+".query")
	return os.WriteFile(path, []byte("query of the stub\n"), 0o644)
}

// readDotEnv takes what the environment does not have from .env.
func readDotEnv() {
	raw, err := os.ReadFile(".env")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(raw)) {
		name, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if _, isSet := os.LookupEnv(name); found && !isSet {
			_ = os.Setenv(name, value) // a name that cannot be set is left out
		}
	}
}

// connect is what dynatrace does before it listens: it wants an answer of its environment, whatever it says, and with
// OAuth a token, which it keeps in clear beside its program.
func connect(getenv func(string) string) error {
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.Get(getenv("DT_ENVIRONMENT"))
	if err != nil {
		return err
	}
	_ = response.Body.Close() // any answer will do
	if getenv("DT_PLATFORM_TOKEN") != "" {
		return nil
	}
	if missing := absent(getenv, "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "DT_ACCOUNT_URN"); missing != "" {
		return errors.New("neither DT_PLATFORM_TOKEN nor " + missing)
	}
	sso := getenv("DT_SSO_URL")
	if sso == "" {
		sso = "https://sso.dynatrace.com/sso/oauth2/token"
	}
	response, err = client.PostForm(sso, url.Values{"grant_type": {"client_credentials"}, "client_id": {getenv("OAUTH_CLIENT_ID")},
		"client_secret": {getenv("OAUTH_CLIENT_SECRET")}, "resource": {getenv("DT_ACCOUNT_URN")}})
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // read
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var token struct {
		Value string `json:"access_token"`
	}
	if json.Unmarshal(raw, &token) != nil || token.Value == "" {
		return errors.New("no token from " + sso)
	}
	if program, err := os.Executable(); err == nil {
		_ = os.WriteFile(filepath.Join(filepath.Dir(program), TokenCache), raw, 0o600) // does no harm where it fails
	}
	return nil
}

// TokenCache is the file that dynatrace writes beside its program.
const TokenCache = ".dynatrace_token_cache.json"
