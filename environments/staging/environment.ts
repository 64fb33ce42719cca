import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'staging',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
  access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } },
  acknowledge: {
    'slow-server': 'long Davis and Confluence calls may fail here; production streams',
  },
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'http-api',
      servers: {
        gitlab: { settings: { GITLAB_API_URL: 'https://gitlab.example.com/api/v4' } },
        atlassian: { settings: { JIRA_URL: 'https://acme.atlassian.net', JIRA_USERNAME: 'mcp@example.com' } },
        dynatrace: { settings: { DT_ENVIRONMENT: 'https://abc12345.apps.dynatrace.com' } },
        pagerduty: {},
        servicenow: { settings: { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' } },
      },
    },
  },
});
