import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'token',
  acknowledge: {
    'slow-server': 'only tools that send several requests to a slow GitLab or PagerDuty end with 504',
  },
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'multi-server',
      edge: 'http-api',
      servers: { everything: {}, gitlab: {}, pagerduty: {} },
    },
  },
});
