import { defineEnvironment } from '@mcp-fleet/environment';

/** Of its own, because a repository is pinned to one image and so to one processor. */
export default defineEnvironment({
  name: 'arm',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'token',
  acknowledge: { 'slow-server': 'nothing is deployed: the images are what is tried' },
  deployments: {
    one: { target: 'lambda', topology: 'per-server', architecture: 'arm64', servers: { gitlab: {} } },
  },
});
