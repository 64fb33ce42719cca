import { defineEnvironment } from '@mcp-fleet/environment';

export default defineEnvironment({
  name: 'dev',
  // Synthesis needs no account: put your own number here before the first deploy.
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'token',
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'multi-server',
      edge: 'http-api',
      servers: { everything: {} },
    },
  },
});
