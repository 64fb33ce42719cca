package front

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
)

type issuer struct {
	*httptest.Server
	key     *rsa.PrivateKey
	fetches atomic.Int64
	down    atomic.Bool
}

func encode(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{}
	i.key, _ = rsa.GenerateKey(rand.Reader, 2048)
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/.well-known/openid-configuration" {
			fmt.Fprintf(w, `{"issuer":%q,"jwks_uri":%q}`, i.URL, i.URL+"/keys")
			return
		}
		i.fetches.Add(1)
		if i.down.Load() {
			w.WriteHeader(500)
			return
		}
		fmt.Fprintf(w, `{"keys":[{"kty":"RSA","kid":"r","use":"sig","n":%q,"e":"AQAB"}]}`, encode(i.key.N.Bytes()))
	}))
	t.Cleanup(i.Close)
	return i
}

// token signs with the header given; HS256 with the public key as its secret, as an attacker would.
func (i *issuer) token(head string, change map[string]any) string {
	claims := map[string]any{"iss": i.URL, "aud": "mcp", "sub": "u", "exp": time.Now().Add(time.Minute).Unix()}
	for key, value := range change {
		claims[key] = value
	}
	body, _ := json.Marshal(claims)
	text := encode([]byte(head)) + "." + encode(body)
	if strings.Contains(head, "HS256") {
		der, _ := x509.MarshalPKIXPublicKey(&i.key.PublicKey)
		mac := hmac.New(sha256.New, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
		mac.Write([]byte(text))
		return text + "." + encode(mac.Sum(nil))
	}
	sum := sha256.Sum256([]byte(text))
	signature, _ := rsa.SignPKCS1v15(nil, i.key, crypto.SHA256, sum[:])
	return text + "." + encode(signature)
}

func status(g Guard, token string) int {
	r := httptest.NewRequest("POST", "/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	if f := g.check(r); f != nil {
		return f.status
	}
	return 200
}

func TestForgedTokens(t *testing.T) {
	i := newIssuer(t)
	j := NewJWT(i.URL, []string{"mcp"}, nil)
	good := i.token(`{"alg":"RS256","kid":"r"}`, nil)
	parts := strings.Split(good, ".")
	jwk := fmt.Sprintf(`{"kty":"RSA","n":%q,"e":"AQAB"}`, encode(i.key.N.Bytes()))
	for name, c := range map[string]struct {
		token string
		want  int
	}{
		"good":                        {good, 200},
		"good, without a key id":      {i.token(`{"alg":"RS256"}`, nil), 200},
		"HS256 by the public key":     {i.token(`{"alg":"HS256","kid":"r"}`, nil), 401},
		"none":                        {encode([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".", 401},
		"None":                        {encode([]byte(`{"alg":"None"}`)) + "." + parts[1] + ".", 401},
		"no signature":                {parts[0] + "." + parts[1] + ".", 401},
		"RS384 in the header":         {i.token(`{"alg":"RS384","kid":"r"}`, nil), 401},
		"another key in the header":   {i.token(`{"alg":"RS256","kid":"x","jwk":`+jwk+`}`, nil), 401},
		"an address in the header":    {i.token(`{"alg":"RS256","kid":"x","jku":"http://169.254.169.254/"}`, nil), 401},
		"a critical header":           {i.token(`{"alg":"RS256","kid":"r","crit":["x"],"x":1}`, nil), 401},
		"audience as a part":          {i.token(`{"alg":"RS256","kid":"r"}`, map[string]any{"aud": "mcp2"}), 401},
		"audience with another case":  {i.token(`{"alg":"RS256","kid":"r"}`, map[string]any{"aud": "MCP"}), 401},
		"issuer with a slash":         {i.token(`{"alg":"RS256","kid":"r"}`, map[string]any{"iss": i.URL + "/"}), 401},
		"another signature's payload": {parts[0] + "." + encode([]byte(`{"aud":"mcp"}`)) + "." + parts[2], 401},
		"five parts":                  {good + ".a.b", 401},
		"very long":                   {strings.Repeat("a", 20000) + ".b.c", 401},
	} {
		if got := status(j, c.token); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestScopes(t *testing.T) {
	i := newIssuer(t)
	j := NewJWT(i.URL, []string{"mcp"}, []string{"a", "b"})
	for name, c := range map[string]struct {
		claims map[string]any
		want   int
	}{
		"both":              {map[string]any{"scope": "b a"}, 200},
		"in two claims":     {map[string]any{"scope": "a", "scp": "b"}, 200},
		"one":               {map[string]any{"scope": "a"}, 403},
		"part of a word":    {map[string]any{"scope": "ab b"}, 403},
		"none":              {nil, 403},
		"list of the wrong": {map[string]any{"scp": []int{1}}, 403},
		"not a text":        {map[string]any{"scope": 7}, 403},
	} {
		if got := status(j, i.token(`{"alg":"RS256","kid":"r"}`, c.claims)); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// A flood of unknown key ids, at an issuer that fails, must not become a flood there, nor an answer that blames the token.
func TestFloodWhileTheIssuerIsDown(t *testing.T) {
	i := newIssuer(t)
	i.down.Store(true)
	j := NewJWT(i.URL, []string{"mcp"}, nil)
	var group sync.WaitGroup
	for n := range 100 {
		group.Go(func() {
			if got := status(j, i.token(fmt.Sprintf(`{"alg":"RS256","kid":"k%d"}`, n), nil)); got != 503 {
				t.Error(got)
			}
		})
	}
	group.Wait()
	if n := i.fetches.Load(); n > 2 {
		t.Error(n, "fetches for 100 tokens")
	}
}

// What a caller puts into the path does not get into a header, and metadata is at plain addresses only.
func TestMetadataOfAccess(t *testing.T) {
	i := newIssuer(t)
	_, server, _ := door(t, func(d *config.Deployment, s *Server) {
		d.Access = config.Access{Mode: "jwt", Issuer: i.URL, Audiences: []string{"mcp"}}
		d.PublicURL = "https://mcp.example.com"
		if s != nil {
			s.guard = NewJWT(i.URL, []string{"mcp"}, nil)
		}
	}, up())
	for path, want := range map[string]string{"/one/mcp": wellKnown + "/one/mcp", "/mcp": wellKnown + "/mcp", "/nope/mcp": wellKnown + "/mcp", `/a%22,error=%22x/mcp`: wellKnown + "/mcp"} {
		_, header, _ := send(t, "POST", server.URL+path, "{}")
		if got := header.Get("WWW-Authenticate"); got != `Bearer resource_metadata="https://mcp.example.com`+want+`"` {
			t.Errorf("%s: %s", path, got)
		}
	}
	for path, want := range map[string]int{"": 200, "/mcp": 200, "/one/mcp": 200, "/nope/mcp": 404, "/one//mcp": 404, "//one/mcp": 404, "/one": 404, "x": 404, "/one%2fmcp": 404} {
		got, _, body := send(t, "GET", server.URL+wellKnown+path, "")
		if got != want || got == 200 && !strings.Contains(body, `"resource":"https://mcp.example.com`+path+`"`) {
			t.Errorf("metadata %s: %d %s", path, got, body)
		}
	}
}
