import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'staging',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
  access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } },
  acknowledge: {
    'plain-http': 'reached over the VPN alone; production has a certificate',
  },
  network: { cidr: '10.10.0.0/16' },
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'http-api',
      servers: {
        gitlab: { settings: { GITLAB_API_URL: 'https://gitlab.example.com/api/v4' } },
        pagerduty: {},
        servicenow: { settings: { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' } },
      },
    },
    // Davis and Confluence calls take longer than an HTTP API waits.
    tasks: {
      target: 'fargate',
      topology: 'multi-server',
      exposure: 'internal',
      plainHttp: true,
      capacity: 'mixed',
      servers: {
        atlassian: { settings: { JIRA_URL: 'https://acme.atlassian.net', JIRA_USERNAME: 'mcp@example.com' } },
        dynatrace: { settings: { DT_ENVIRONMENT: 'https://abc12345.apps.dynatrace.com' } },
        'gitlab-eu': {
          server: 'gitlab',
          settings: { GITLAB_API_URL: 'https://gitlab.eu.example.com/api/v4' },
        },
      },
    },
  },
});
