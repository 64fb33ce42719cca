package front

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/refresh"
)

// refusal is why a caller may not pass.
type refusal struct {
	status    int
	code      string
	message   string
	scope     string
	challenge bool
	retry     time.Duration
}

// Guard decides who may call.
type Guard interface {
	check(r *http.Request) *refusal
	// renew has what it knows read again if it is old; see refresh.Source.
	renew() <-chan struct{}
}

// Public lets everybody pass.
type Public struct{}

func (Public) check(*http.Request) *refusal { return nil }
func (Public) renew() <-chan struct{}       { return nil }

// firstRead is how long a caller waits for the first reading of the tokens: after a cold start they come at once.
const firstRead = 10 * time.Second

// Tokens lets those pass who know one of the tokens.
type Tokens struct {
	// Source is where they are read again. Optional.
	Source *refresh.Source

	mu   sync.RWMutex
	sums [][sha256.Size]byte
	// read is closed when the tokens have been read, or could not be.
	read chan struct{}
	once sync.Once
}

// NewTokens makes a guard that lets nobody pass yet.
func NewTokens() *Tokens { return &Tokens{read: make(chan struct{})} }

// Set replaces the tokens.
func (t *Tokens) Set(tokens []string) {
	sums := make([][sha256.Size]byte, 0, len(tokens))
	for _, token := range tokens {
		sums = append(sums, sha256.Sum256([]byte(token)))
	}
	t.mu.Lock()
	t.sums = sums
	t.mu.Unlock()
	t.once.Do(func() { close(t.read) })
}

// Missing says that the tokens could not be read. Nobody waits for them any longer, and tokens read before stay valid.
func (t *Tokens) Missing() { t.once.Do(func() { close(t.read) }) }

func (t *Tokens) renew() <-chan struct{} {
	if t.Source == nil {
		return nil
	}
	return t.Source.Renew()
}

func (t *Tokens) known(ctx context.Context) [][sha256.Size]byte {
	t.mu.RLock()
	sums := t.sums
	t.mu.RUnlock()
	if len(sums) > 0 {
		return sums
	}
	ctx, cancel := context.WithTimeout(ctx, firstRead)
	defer cancel()
	select {
	case <-t.read:
	case <-ctx.Done():
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.sums
}

// ParseTokens reads the access secret: {"tokens": ["…"]}.
func ParseTokens(secret map[string]json.RawMessage) ([]string, error) {
	var tokens []string
	if json.Unmarshal(secret["tokens"], &tokens) != nil || len(tokens) == 0 {
		return nil, errors.New(`the access secret must be {"tokens": ["…"]} with at least one token`)
	}
	for _, token := range tokens {
		if len(token) < 16 || strings.TrimSpace(token) != token {
			return nil, errors.New("a token of the access secret is shorter than 16 characters or has spaces around it")
		}
	}
	return tokens, nil
}

func (t *Tokens) check(r *http.Request) *refusal {
	token, problem := bearer(r)
	if problem != nil {
		return problem
	}
	sums := t.known(r.Context())
	if len(sums) == 0 {
		// Why is in the log: it names the account, and whoever asks has shown nothing.
		return &refusal{status: http.StatusServiceUnavailable, retry: 5 * time.Second,
			message: "the tokens of this deployment cannot be read now; the log of the router says why"}
	}
	// Digests have one length, and all of them are compared: time tells nothing.
	sum := sha256.Sum256([]byte(token))
	found := 0
	for i := range sums {
		found |= subtle.ConstantTimeCompare(sum[:], sums[i][:])
	}
	if found == 0 {
		return &refusal{status: http.StatusUnauthorized, code: "invalid_token", message: "the token is not one of this deployment", challenge: true}
	}
	return nil
}

func bearer(r *http.Request) (string, *refusal) {
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return "", &refusal{status: http.StatusUnauthorized, message: "send a token: Authorization: Bearer <token>", challenge: true}
	}
	scheme, token, ok := strings.Cut(values[0], " ")
	if len(values) > 1 || !ok || !strings.EqualFold(scheme, "Bearer") || strings.TrimSpace(token) == "" {
		return "", &refusal{status: http.StatusUnauthorized, code: "invalid_request", message: "the header Authorization must be given once, as: Bearer <token>", challenge: true}
	}
	return strings.TrimSpace(token), nil
}

func (f *refusal) header(metadata string) string {
	parts := []string{}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+`="`+value+`"`)
		}
	}
	add("resource_metadata", metadata)
	if metadata == "" {
		add("realm", "mcp")
	}
	add("error", f.code)
	add("scope", f.scope)
	return "Bearer " + strings.Join(parts, ", ")
}
