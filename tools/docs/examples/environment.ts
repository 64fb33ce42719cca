import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  access: 'token',
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'rest-api',
      servers: {
        pagerduty: {},
        'gitlab-eu': {
          server: 'gitlab',
          settings: { GITLAB_API_URL: 'https://gitlab.example.com/api/v4' },
          size: { memoryMiB: 512 },
        },
      },
    },
  },
});
