import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'production',
  protected: true,
  aws: { account: '111122223333', region: 'us-east-1' },
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
  domain: { zone: 'example.com' },
  access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } },
  network: {
    cidr: '10.20.0.0/16',
    zones: 3,
    nat: 'per-zone',
    endpoints: 'interface',
    privatePrefixLength: 20,
  },
  secrets: { key: 'own' },
  alarms: { email: ['oncall@example.com'] },
  deployments: {
    tools: {
      target: 'fargate',
      topology: 'per-server',
      exposure: 'internet',
      host: 'mcp.example.com',
      servers: {
        gitlab: {
          settings: { GITLAB_API_URL: 'https://gitlab.example.com/api/v4' },
          scaling: { min: 2, max: 10 },
        },
        'gitlab-eu': {
          server: 'gitlab',
          settings: { GITLAB_API_URL: 'https://gitlab.eu.example.com/api/v4' },
        },
        atlassian: {
          settings: { JIRA_URL: 'https://acme.atlassian.net', JIRA_USERNAME: 'mcp@example.com' },
        },
        dynatrace: { settings: { DT_ENVIRONMENT: 'https://abc12345.apps.dynatrace.com' } },
        pagerduty: {},
        servicenow: {
          settings: { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' },
          rotation: {
            functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:rotate-servicenow',
            roleArn: 'arn:aws:iam::111122223333:role/rotate-servicenow',
            everyDays: 30,
          },
        },
      },
    },
  },
});
