package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

var columns = []string{"connect", "list", "call", "progress", "cancel", "resource", "prompt"}

// allowed reads the cells that may fail: lines of server, client, column, what the cell says, and a reason.
func allowed() map[string]string {
	out := map[string]string{}
	raw, err := os.ReadFile("test/matrix/allowed.txt")
	if err != nil {
		return out // nothing may fail
	}
	for line := range strings.Lines(string(raw)) {
		if f := strings.Fields(line); len(f) > 4 && f[0][0] != '#' {
			out[f[0]+" "+f[1]+" "+f[2]] = f[3]
		}
	}
	return out
}

// report prints the tables, then the reason of every cell that failed. It returns whether all that should pass passed.
func report(w io.Writer, rows []row, all []*target) bool {
	found := map[string]row{}
	for _, r := range rows {
		found[r.Server+" "+r.Client] = r
	}
	may := allowed()
	good := true
	var notes []string
	fmt.Fprintf(w, "| server behind the router | %s |\n|---|%s\n", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
	for _, t := range all {
		has := map[string]bool{"connect": true, "list": true, "call": true, "progress": t.Progress != nil, "cancel": t.Cancel != nil,
			"resource": t.Resource != nil, "prompt": t.Prompt != nil}
		fmt.Fprintf(w, "| %s |", t.Title)
		for _, column := range columns {
			if !has[column] {
				fmt.Fprint(w, " – |")
				continue
			}
			passed := 0
			for _, c := range clients {
				r := found[t.Name+" "+c]
				got := r.Cells[column]
				if column == "connect" && got == "ok" && wanted[c] != "" && r.Version != wanted[c] {
					got = "speaks " + r.Version + ", not " + wanted[c]
				}
				if got == "ok" {
					passed++
					continue
				}
				if got == "" {
					got = "not run"
				}
				verdict := "FAILED"
				if may[t.Name+" "+c+" "+column] == got {
					verdict = "allowed"
				} else {
					good = false
				}
				notes = append(notes, fmt.Sprintf("%s: %s %s %s: %s", verdict, t.Name, c, column, got))
			}
			fmt.Fprintf(w, " %d/%d |", passed, len(clients))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "\n| revision that each client speaks | %s |\n|---|%s\n", strings.Join(clients, " | "), strings.Repeat("---|", len(clients)))
	for _, t := range all {
		fmt.Fprintf(w, "| %s |", t.Title)
		for _, c := range clients {
			fmt.Fprintf(w, " %s |", found[t.Name+" "+c].Version)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	for _, note := range notes {
		fmt.Fprintln(w, note)
	}
	return good
}
