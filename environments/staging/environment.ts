import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'staging',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
  access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } },
  domain: { zone: 'staging.example.com', create: true },
  network: { cidr: '10.10.0.0/16' },
  secrets: { onlyServers: true, alsoReadBy: ['arn:aws:iam::111122223333:role/deploy'], refresh: true },
  acknowledge: {
    'slow-server':
      'tools that send several requests, to a GitLab or PagerDuty that is slow, may end with 504 behind the HTTP API',
  },
  alarms: { email: ['platform@example.com'], thresholds: { jsonRpcErrorPercent: 50 } },
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'http-api',
      host: 'tools.staging.example.com',
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
      host: 'tasks.staging.example.com',
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
    // As long calls as those of tasks, but a few a day: functions that stream cost nothing in between.
    streams: {
      target: 'lambda',
      topology: 'multi-server',
      edge: 'rest-api',
      host: 'streams.staging.example.com',
      servers: {
        'atlassian-eu': {
          server: 'atlassian',
          settings: {
            CONFLUENCE_URL: 'https://acme-eu.atlassian.net',
            CONFLUENCE_USERNAME: 'mcp@example.com',
          },
        },
        'dynatrace-eu': {
          server: 'dynatrace',
          settings: { DT_ENVIRONMENT: 'https://def67890.apps.dynatrace.com' },
        },
      },
    },
  },
});
