import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'local',
  access: 'token',
  deployments: {
    // Needs nothing but the token: `nx run local:up -- playground`.
    playground: {
      target: 'docker',
      topology: 'multi-server',
      servers: { everything: {} },
    },
    tools: {
      target: 'docker',
      topology: 'per-server',
      servers: {
        gitlab: { port: 8081 },
        atlassian: {
          port: 8082,
          settings: { JIRA_URL: 'https://acme.atlassian.net', JIRA_USERNAME: 'mcp@example.com' },
        },
        dynatrace: { port: 8083, settings: { DT_ENVIRONMENT: 'https://abc12345.apps.dynatrace.com' } },
        pagerduty: { port: 8084 },
        servicenow: {
          port: 8085,
          settings: { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' },
        },
      },
    },
  },
});
