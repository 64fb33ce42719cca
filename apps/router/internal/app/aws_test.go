package app

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// TestSecretsFromAWS reads with the real SDK from moto, which MCP_ROUTER_MOTO names.
func TestSecretsFromAWS(t *testing.T) {
	moto := os.Getenv("MCP_ROUTER_MOTO")
	if moto == "" {
		t.Skip("MCP_ROUTER_MOTO names no moto_server")
	}
	port := freePort(t)
	endpoint := "http://127.0.0.1:" + port
	for name, value := range map[string]string{"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"} {
		t.Setenv(name, value)
	}
	ctx := context.Background()
	deployment := func(arn string) object {
		return object{"access": object{"mode": "token", "secret": arn + "access"}, "refreshSeconds": 1, "instances": object{
			"good":   object{"server": "s", "secret": arn + "good", "settings": object{"SETTING": object{"ssm": "/mcp/setting"}}},
			"nokey":  object{"server": "needs", "secret": arn + "good"},
			"absent": object{"server": "s", "secret": arn + "absent"},
		}}
	}
	server := stdioServer(t)
	server["inputs"] = append(server["inputs"].([]object), object{"name": "SETTING", "kind": "variable"})
	needs := stdioServer(t)
	needs["inputs"] = []object{{"name": "OTHER_KEY", "kind": "variable", "secret": true, "required": true}}
	servers := object{"s": server, "needs": needs}

	// Moto is down at first: the router starts, and recovers on its own.
	prefix := "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
	r := start(t, servers, deployment(prefix), nil)
	if got := r.post("/good/mcp", callTool("1", "env", "{}"), bearer()...); got.status != 503 {
		t.Error("tokens without their source:", got)
	}
	cmd := exec.Command(moto, "-H", "127.0.0.1", "-p", port)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	r.until("moto answers", func() bool { _, err := http.Get(endpoint + "/moto-api/"); return err == nil })
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	sm := secretsmanager.NewFromConfig(cfg)
	create := func(name, value string) {
		if _, err := sm.CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: &name, SecretString: &value}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ssm.NewFromConfig(cfg).PutParameter(ctx, &ssm.PutParameterInput{Name: aws.String("/mcp/setting"), Value: aws.String("from-ssm"), Type: types.ParameterTypeSecureString}); err != nil {
		t.Fatal(err)
	}
	create("access", `{"tokens":["`+token+`"]}`)
	create("good", `{"SOME_SECRET":"from-aws-1"}`)
	env := func() string { return r.post("/good/mcp", callTool("1", "env", "{}"), bearer()...).body }
	for deadline := time.Now().Add(45 * time.Second); time.Now().Before(deadline) && !strings.Contains(env(), "from-aws-1"); time.Sleep(200 * time.Millisecond) {
	}
	if got := env(); !strings.Contains(got, "SOME_SECRET=from-aws-1") || !strings.Contains(got, "SETTING=from-ssm") {
		t.Error(got)
	}
	r.until("each fault is named", func() bool {
		_, body := r.get("/health")
		return strings.Contains(body, "it needs OTHER_KEY, which its secret does not hold") && strings.Contains(body, "ResourceNotFoundException")
	})
	if _, err := sm.PutSecretValue(ctx, &secretsmanager.PutSecretValueInput{SecretId: aws.String("good"), SecretString: aws.String(`{"SOME_SECRET":"from-aws-2"}`)}); err != nil {
		t.Fatal(err)
	}
	r.until("a changed secret reaches the server", func() bool { return strings.Contains(env(), "from-aws-2") })
}
