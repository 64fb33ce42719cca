package app

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// BenchmarkPassThrough is for profiles; `bench` compares.
func BenchmarkPassThrough(b *testing.B) {
	r := startFive(b, nil).ready("gitlab")
	body := callTool("1", "echo", `{"text":"hello"}`)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.SetParallelism(8)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			request, _ := http.NewRequest("POST", r.url+"/gitlab/mcp", strings.NewReader(body))
			request.Header.Set("Authorization", "Bearer "+token)
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set("Accept", "application/json, text/event-stream")
			response, err := client.Do(request)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
	})
}
