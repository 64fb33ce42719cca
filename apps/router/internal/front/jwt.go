package front

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

const (
	// skew is how far the clocks of issuer and router may be apart.
	skew = 30 * time.Second
	// keysFor is how long an answer of the issuer is served again, so that a flood of unknown key ids costs one fetch.
	keysFor = 10 * time.Second
	// retryIssuer is how long an issuer that failed is left alone.
	retryIssuer = 2 * time.Second
	mostKeys    = 1 << 20
)

// JWT lets those pass whose token the issuer has signed for us.
type JWT struct {
	issuer    string
	audiences []string
	scopes    []string
	client    *http.Client

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier
	failed   time.Time
	err      error
}

// NewJWT asks the issuer for nothing yet: it may be down when the router starts.
func NewJWT(issuer string, audiences, scopes []string) *JWT {
	return &JWT{issuer: issuer, audiences: audiences, scopes: scopes,
		client: &http.Client{Timeout: 5 * time.Second, Transport: &remember{next: http.DefaultTransport, answers: map[string]*answer{}}}}
}

func (j *JWT) get() (*oidc.IDTokenVerifier, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.verifier != nil {
		return j.verifier, nil
	}
	if time.Since(j.failed) < retryIssuer {
		return nil, j.err
	}
	ctx := oidc.ClientContext(context.Background(), j.client)
	provider, err := oidc.NewProvider(ctx, j.issuer)
	if err != nil {
		j.failed, j.err = time.Now(), err
		return nil, err
	}
	j.verifier = provider.VerifierContext(ctx, &oidc.Config{
		SkipClientIDCheck:    true, // several audiences: checked below
		SupportedSigningAlgs: []string{oidc.RS256, oidc.ES256},
		Now:                  func() time.Time { return time.Now().Add(-skew) },
	})
	return j.verifier, nil
}

// renew: the keys of an issuer are asked for when a token names one that is not known.
func (j *JWT) renew() <-chan struct{} { return nil }

func (j *JWT) check(r *http.Request) *refusal {
	raw, problem := bearer(r)
	if problem != nil {
		problem.scope = strings.Join(j.scopes, " ")
		return problem
	}
	invalid := func(message string) *refusal {
		return &refusal{status: http.StatusUnauthorized, code: "invalid_token", message: message, scope: strings.Join(j.scopes, " "), challenge: true}
	}
	if strings.Count(raw, ".") != 2 {
		return invalid("the token is no JWT")
	}
	verifier, err := j.get()
	if err != nil {
		return &refusal{status: http.StatusServiceUnavailable, message: "the issuer of tokens cannot be reached", retry: retryIssuer}
	}
	token, err := verifier.Verify(r.Context(), raw)
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return invalid("the token has expired")
	case err != nil && strings.Contains(err.Error(), "fetching keys"):
		return &refusal{status: http.StatusServiceUnavailable, message: "the keys of the issuer cannot be read", retry: retryIssuer}
	case err != nil:
		return invalid("the token is not valid here: its issuer, its time or its signature is not right")
	case !slices.ContainsFunc(j.audiences, func(a string) bool { return slices.Contains(token.Audience, a) }):
		return invalid("the token is for another audience")
	}
	if missing := j.missing(token); missing != "" {
		return &refusal{status: http.StatusForbidden, code: "insufficient_scope", message: "the token lacks the scope " + missing,
			scope: strings.Join(j.scopes, " "), challenge: true}
	}
	return nil
}

func (j *JWT) missing(token *oidc.IDToken) string {
	if len(j.scopes) == 0 {
		return ""
	}
	var claims struct {
		Scope string          `json:"scope"`
		Scp   json.RawMessage `json:"scp"`
	}
	_ = token.Claims(&claims) // no scopes then
	has := strings.Fields(claims.Scope)
	var text string
	var list []string
	if json.Unmarshal(claims.Scp, &list) == nil {
		has = append(has, list...)
	} else if json.Unmarshal(claims.Scp, &text) == nil {
		has = append(has, strings.Fields(text)...)
	}
	for _, scope := range j.scopes {
		if !slices.Contains(has, scope) {
			return scope
		}
	}
	return ""
}

// remember serves the last good answer again for a while, and a failure as well.
type remember struct {
	next    http.RoundTripper
	mu      sync.Mutex
	answers map[string]*answer
}

type answer struct {
	at     time.Time
	status int
	header http.Header
	body   []byte
	err    error
}

// RoundTrip asks once per address and time; others wait for that answer.
func (t *remember) RoundTrip(r *http.Request) (*http.Response, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := r.URL.String()
	last := t.answers[key]
	if last == nil || time.Since(last.at) > keysFor {
		last = t.ask(r)
		t.answers[key] = last
	}
	if last.err != nil {
		return nil, last.err
	}
	return &http.Response{StatusCode: last.status, Status: http.StatusText(last.status), Header: last.header.Clone(), Proto: "HTTP/1.1",
		ProtoMajor: 1, ProtoMinor: 1, Body: io.NopCloser(bytes.NewReader(last.body)), ContentLength: int64(len(last.body)), Request: r}, nil
}

func (t *remember) ask(r *http.Request) *answer {
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return &answer{at: time.Now().Add(retryIssuer - keysFor), err: err}
	}
	defer func() { _ = response.Body.Close() }() // read
	body, err := io.ReadAll(io.LimitReader(response.Body, mostKeys))
	a := &answer{at: time.Now(), status: response.StatusCode, header: response.Header, body: body, err: err}
	if err != nil || response.StatusCode != http.StatusOK {
		a.at = a.at.Add(retryIssuer - keysFor)
	}
	return a
}
