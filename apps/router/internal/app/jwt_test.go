package app

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// issuer signs tokens for tests.
type issuer struct {
	*httptest.Server
	key     *rsa.PrivateKey
	ec      *ecdsa.PrivateKey
	fetches atomic.Int64
	down    atomic.Bool
}

func b64(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func newIssuer(t *testing.T) *issuer {
	i := &issuer{}
	i.key, _ = rsa.GenerateKey(rand.Reader, 2048)
	i.ec, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i.down.Load() {
			w.WriteHeader(500)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/.well-known/openid-configuration" {
			fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q,"authorization_endpoint":"x","token_endpoint":"x","id_token_signing_alg_values_supported":["RS256"]}`, i.URL, i.URL+"/keys")
			return
		}
		i.fetches.Add(1)
		raw, _ := i.ec.PublicKey.Bytes()
		fmt.Fprintf(w, `{"keys":[{"kty":"RSA","kid":"r","alg":"RS256","use":"sig","n":%q,"e":"AQAB"},{"kty":"EC","crv":"P-256","kid":"e","alg":"ES256","use":"sig","x":%q,"y":%q}]}`,
			b64(i.key.N.Bytes()), b64(raw[1:33]), b64(raw[33:]))
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) token(alg, kid string, change object) string {
	claims := object{"iss": i.URL, "aud": []string{"other", "mcp"}, "sub": "u", "exp": time.Now().Add(time.Minute).Unix(), "scope": "openid mcp:call"}
	for key, value := range change {
		if value == nil {
			delete(claims, key)
		} else {
			claims[key] = value
		}
	}
	head, _ := json.Marshal(object{"alg": alg, "kid": kid, "typ": "JWT"})
	body, _ := json.Marshal(claims)
	text := b64(head) + "." + b64(body)
	sum := sha256.Sum256([]byte(text))
	switch alg {
	case "RS256":
		sig, _ := rsa.SignPKCS1v15(nil, i.key, crypto.SHA256, sum[:])
		return text + "." + b64(sig)
	case "PS256":
		sig, _ := rsa.SignPSS(rand.Reader, i.key, crypto.SHA256, sum[:], nil)
		return text + "." + b64(sig)
	case "ES256":
		r, s, _ := ecdsa.Sign(rand.Reader, i.ec, sum[:])
		return text + "." + b64(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
	}
	return text + "."
}

func TestJWT(t *testing.T) {
	i := newIssuer(t)
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "publicUrl": "https://mcp.example.com",
		"access": object{"mode": "jwt", "issuer": i.URL, "audiences": []string{"mcp", "mcp2"}, "scopes": []string{"mcp:call"}}}, nil).ready("s")
	ping := func(token string) result {
		return r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, "Authorization", "Bearer "+token)
	}
	now := time.Now()
	for _, c := range []struct {
		name, token string
		status      int
	}{
		{"good RS256", i.token("RS256", "r", nil), 200},
		{"good ES256", i.token("ES256", "e", nil), 200},
		{"scp as a list", i.token("RS256", "r", object{"scope": nil, "scp": []string{"mcp:call"}}), 200},
		{"expired within the skew", i.token("RS256", "r", object{"exp": now.Add(-10 * time.Second).Unix()}), 200},
		{"expired", i.token("RS256", "r", object{"exp": now.Add(-60 * time.Second).Unix()}), 401},
		{"no exp", i.token("RS256", "r", object{"exp": nil}), 401},
		{"not yet", i.token("RS256", "r", object{"nbf": now.Add(time.Hour).Unix()}), 401},
		{"other issuer", i.token("RS256", "r", object{"iss": "https://evil.example.com"}), 401},
		{"other audience", i.token("RS256", "r", object{"aud": "other"}), 401},
		{"no audience", i.token("RS256", "r", object{"aud": nil}), 401},
		{"no scope", i.token("RS256", "r", object{"scope": "openid"}), 403},
		{"alg none", i.token("none", "r", nil), 401},
		{"alg PS256", i.token("PS256", "r", nil), 401},
		{"no JWT", "abc", 401},
		{"changed", strings.Replace(i.token("RS256", "r", nil), ".", ".e", 1), 401},
	} {
		if got := ping(c.token); got.status != c.status {
			t.Errorf("%s: got %d %s, want %d", c.name, got.status, got.body, c.status)
		} else if got.status == 401 && !strings.Contains(got.header.Get("WWW-Authenticate"), `resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/s/mcp"`) {
			t.Errorf("%s: %s", c.name, got.header.Get("WWW-Authenticate"))
		}
	}
	if got := r.do("GET", "/.well-known/oauth-protected-resource/s/mcp", ""); got.status != 200 || !strings.Contains(got.body, `"resource":"https://mcp.example.com/s/mcp"`) || !strings.Contains(got.body, i.URL) {
		t.Error(got)
	}
	before := i.fetches.Load()
	var group sync.WaitGroup
	for n := range 50 {
		group.Go(func() {
			if got := ping(i.token("RS256", fmt.Sprint("unknown", n), nil)); got.status != 401 {
				t.Error(got)
			}
		})
	}
	group.Wait()
	if n := i.fetches.Load() - before; n > 1 {
		t.Errorf("50 tokens with unknown key ids fetched the keys %d times", n)
	}
	i.down.Store(true)
	if got := ping(i.token("RS256", "r", nil)); got.status != 200 {
		t.Error("known keys do not need the issuer:", got)
	}
}

func TestIssuerDownAtStart(t *testing.T) {
	i := newIssuer(t)
	i.down.Store(true)
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "access": object{"mode": "jwt", "issuer": i.URL, "audiences": []string{"mcp"}}}, nil).ready("s")
	ping := func() result {
		return r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, "Authorization", "Bearer "+i.token("RS256", "r", nil))
	}
	if got := ping(); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Error(got)
	}
	i.down.Store(false)
	r.until("it is back", func() bool { time.Sleep(300 * time.Millisecond); return ping().status == 200 })
}
