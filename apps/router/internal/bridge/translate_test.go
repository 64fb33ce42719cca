package bridge

import "testing"

func TestToolErrors(t *testing.T) {
	for result, want := range map[string]bool{
		`{"content":[],"isError":true}`:                                                  true,
		`{"content":[],"isError":false}`:                                                 false,
		`{"content":[],"structuredContent":{"success":false,"message":"401"}}`:           true,
		`{"content":[],"structuredContent":{"success":true}}`:                            false,
		`{"content":[{"type":"text","text":"{\"success\": false}"}]}`:                    true,
		`{"content":[{"type":"image"},{"type":"text","text":" {\"success\":false}\n"}]}`: true,
		`{"content":[{"type":"text","text":"{\"success\": \"false\"}"}]}`:                false,
		`{"content":[{"type":"text","text":"{\"of\":{\"success\": false}}"}]}`:           false,
		`{"content":[{"type":"text","text":"\"success\": false"}]}`:                      false,
		`{"content":"success"}`:                                                          false,
		`{"success":false}`:                                                              false,
	} {
		if got := isToolError([]byte(result)); got != want {
			t.Errorf("%s: %v", result, got)
		}
	}
}
