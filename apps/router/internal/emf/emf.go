// Package emf reads embedded metrics as CloudWatch does, for tests: what it refuses would be no metric there.
//
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
package emf

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Limits of the format and of CloudWatch.
const (
	mostMetrics    = 100
	mostDimensions = 30
	mostBytes      = 256 << 10
	longestValue   = 1024
)

// units are those of PutMetricData that the router has a use for.
var units = []string{"Count", "Milliseconds", "Seconds", "Bytes", "Percent", "None"}

// Metric is one value as CloudWatch stores it.
type Metric struct {
	Namespace  string
	Dimensions map[string]string
	Name, Unit string
	Value      float64
}

type directive struct {
	Namespace  string     `json:"Namespace"`
	Dimensions [][]string `json:"Dimensions"`
	Metrics    []struct {
		Name string `json:"Name"`
		Unit string `json:"Unit"`
	} `json:"Metrics"`
}

// Parse returns the metrics of a line; none where it holds no metadata.
func Parse(line string) ([]Metric, error) {
	line = strings.TrimSuffix(line, "\n")
	var root map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &root); err != nil {
		return nil, fmt.Errorf("no JSON object: %w", err)
	}
	if _, has := root["_aws"]; !has {
		return nil, nil
	}
	if len(line) > mostBytes {
		return nil, fmt.Errorf("%d bytes", len(line))
	}
	if err := once(line); err != nil {
		return nil, err
	}
	var metadata struct {
		Timestamp         *int64      `json:"Timestamp"`
		CloudWatchMetrics []directive `json:"CloudWatchMetrics"`
	}
	if err := json.Unmarshal(root["_aws"], &metadata); err != nil {
		return nil, fmt.Errorf("_aws: %w", err)
	}
	if metadata.Timestamp == nil || time.Since(time.UnixMilli(*metadata.Timestamp)).Abs() > time.Hour {
		return nil, fmt.Errorf("_aws.Timestamp must be milliseconds of now: %s", root["_aws"])
	}
	if len(metadata.CloudWatchMetrics) == 0 {
		return nil, fmt.Errorf("_aws.CloudWatchMetrics is empty")
	}
	var list []Metric
	for _, d := range metadata.CloudWatchMetrics {
		metrics, err := d.read(root)
		if err != nil {
			return nil, err
		}
		list = append(list, metrics...)
	}
	return list, nil
}

func (d directive) read(root map[string]json.RawMessage) ([]Metric, error) {
	if d.Namespace == "" || strings.HasPrefix(d.Namespace, "AWS/") {
		return nil, fmt.Errorf("the namespace %q", d.Namespace)
	}
	if len(d.Metrics) == 0 || len(d.Metrics) > mostMetrics {
		return nil, fmt.Errorf("%d metrics", len(d.Metrics))
	}
	if len(d.Dimensions) == 0 {
		return nil, fmt.Errorf("no set of dimensions")
	}
	var list []Metric
	for _, set := range d.Dimensions {
		dimensions, err := dimensions(set, root)
		if err != nil {
			return nil, err
		}
		for _, m := range d.Metrics {
			var value *float64
			if err := json.Unmarshal(root[m.Name], &value); err != nil || value == nil {
				return nil, fmt.Errorf("the metric %q is no field with a number: %s", m.Name, root[m.Name])
			}
			if !slices.Contains(units, m.Unit) {
				return nil, fmt.Errorf("the unit %q of %s", m.Unit, m.Name)
			}
			list = append(list, Metric{d.Namespace, dimensions, m.Name, m.Unit, *value})
		}
	}
	return list, nil
}

func dimensions(set []string, root map[string]json.RawMessage) (map[string]string, error) {
	if len(set) > mostDimensions {
		return nil, fmt.Errorf("%d dimensions", len(set))
	}
	values := map[string]string{}
	for _, name := range set {
		var text *string
		if err := json.Unmarshal(root[name], &text); err != nil || text == nil {
			return nil, fmt.Errorf("the dimension %q is no field with a text: %s", name, root[name])
		}
		if strings.TrimSpace(*text) == "" || len(*text) > longestValue || strings.ContainsFunc(*text, func(r rune) bool { return r < ' ' || r > '~' }) {
			return nil, fmt.Errorf("the dimension %s has the value %q", name, *text)
		}
		if _, twice := values[name]; twice {
			return nil, fmt.Errorf("the dimension %s is named twice", name)
		}
		values[name] = *text
	}
	return values, nil
}

// once finds fields that a line has twice: which of them counts is nobody's to say.
func once(line string) error {
	decoder := json.NewDecoder(strings.NewReader(line))
	seen := map[string]bool{}
	depth, isKey := 0, false
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil // its end: it was read before
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			isKey = depth == 1
			continue
		case json.Delim('}'), json.Delim(']'):
			depth--
			isKey = depth == 1
			continue
		}
		if depth != 1 {
			continue
		}
		if name, ok := token.(string); ok && isKey {
			if seen[name] {
				return fmt.Errorf("the field %s is there twice", name)
			}
			seen[name] = true
		}
		isKey = !isKey
	}
}
