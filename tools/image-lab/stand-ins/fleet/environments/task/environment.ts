import { defineEnvironment } from '@mcp-fleet/environment';

/** A front router with three servers; their images are those of environment lab. */
export default defineEnvironment({
  name: 'task',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'token',
  deployments: {
    three: {
      target: 'fargate',
      topology: 'multi-server',
      architecture: 'x86_64',
      plainHttp: true,
      servers: { gitlab: {}, everything: {}, 'aws-documentation': {} },
    },
  },
});
