package emf

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// line is a good one, with one text of it changed.
func line(old, changed string) string {
	good := fmt.Sprintf(`{"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[["A","B"]],`+
		`"Metrics":[{"Name":"M","Unit":"Count"}]}]},"A":"a","B":"b","M":2,"x":{"M":1,"y":["M"]},"z":"M"}`, time.Now().UnixMilli())
	return strings.Replace(good, old, changed, 1)
}

func TestGoodLine(t *testing.T) {
	got, err := Parse(line("", ""))
	if err != nil || len(got) != 1 || fmt.Sprint(got[0]) != "{N map[A:a B:b] M Count 2}" {
		t.Error(got, err)
	}
	if got, err := Parse(`{"message":"no metric"}`); len(got) != 0 || err != nil {
		t.Error(got, err)
	}
}

func TestBadLines(t *testing.T) {
	many := func(format string, n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf(format, i)
		}
		return strings.Join(list, ",")
	}
	for name, text := range map[string]string{
		"no JSON":                 "x" + line("", ""),
		"no metric field":         line(`"M":2`, `"m":2`),
		"a text as metric":        line(`"M":2`, `"M":"2"`),
		"null as metric":          line(`"M":2`, `"M":null`),
		"no dimension field":      line(`"A":"a"`, `"a":"a"`),
		"a number as dimension":   line(`"A":"a"`, `"A":1`),
		"an empty dimension":      line(`"A":"a"`, `"A":" "`),
		"a dimension not ASCII":   line(`"A":"a"`, `"A":"ä"`),
		"a dimension twice":       line(`["A","B"]`, `["A","A"]`),
		"a field twice":           line(`"z":"M"`, `"M":3`),
		"no set of dimensions":    line(`[["A","B"]]`, `[]`),
		"31 dimensions":           line(`["A","B"]`, `[`+many(`"D%d"`, 31)+`]`),
		"101 metrics":             line(`{"Name":"M","Unit":"Count"}`, many(`{"Name":"M%d","Unit":"Count"}`, 101)),
		"no metrics":              line(`{"Name":"M","Unit":"Count"}`, ``),
		"a unit of its own":       line(`"Count"`, `"Things"`),
		"a namespace of AWS":      line(`"Namespace":"N"`, `"Namespace":"AWS/N"`),
		"no time":                 line(`"Timestamp"`, `"timestamp_"`),
		"time in seconds":         line(fmt.Sprint(time.Now().UnixMilli()/100000), fmt.Sprint(time.Now().UnixMilli()/100000000)),
		"no directive":            `{"_aws":{"Timestamp":` + fmt.Sprint(time.Now().UnixMilli()) + `,"CloudWatchMetrics":[]}}`,
		"a line that is too long": line(`"z":"M"`, `"z":"`+strings.Repeat("x", 256<<10)+`"`),
	} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
