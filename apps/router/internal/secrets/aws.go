package secrets

import (
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/smithy-go"
)

// AWS reads from Secrets Manager and SSM. Nothing is loaded before the first read.
type AWS struct {
	mu     sync.Mutex
	loaded bool
	config aws.Config
}

func (a *AWS) load(ctx context.Context) (aws.Config, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.loaded {
		return a.config, nil
	}
	loaded, err := config.LoadDefaultConfig(context.WithoutCancel(ctx))
	if err != nil {
		return aws.Config{}, err // asked again at the next read
	}
	a.config, a.loaded = loaded, true
	return loaded, nil
}

// Secret reads the current version; its Region is in the ARN.
func (a *AWS) Secret(ctx context.Context, arn string) (string, error) {
	cfg, err := a.load(ctx)
	if err != nil {
		return "", err
	}
	client := secretsmanager.NewFromConfig(cfg, func(o *secretsmanager.Options) {
		if parts := strings.Split(arn, ":"); len(parts) > 3 && parts[3] != "" {
			o.Region = parts[3]
		}
	})
	out, err := client.GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &arn})
	if err != nil {
		return "", plain(err)
	}
	if out.SecretString == nil {
		return "", errors.New("it holds bytes, not text")
	}
	return *out.SecretString, nil
}

// Parameter reads a parameter, decrypted.
func (a *AWS) Parameter(ctx context.Context, name string) (string, error) {
	cfg, err := a.load(ctx)
	if err != nil {
		return "", err
	}
	out, err := ssm.NewFromConfig(cfg).GetParameter(ctx, &ssm.GetParameterInput{Name: &name, WithDecryption: aws.Bool(true)})
	if err != nil {
		return "", plain(err)
	}
	return aws.ToString(out.Parameter.Value), nil
}

// plain keeps what a reader needs of an SDK error.
func plain(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return errors.New(api.ErrorCode() + ": " + api.ErrorMessage())
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("no answer within " + limit.String())
	}
	return err
}
