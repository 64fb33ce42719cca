import { defineEnvironment } from '@mcp-fleet/environment';

/** All that an environment file can open by writing it out, in a VPC that exists. */
export default defineEnvironment({
  name: 'opened',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'public',
  acknowledge: { 'slow-server': 'what is scanned here is never deployed' },
  network: {
    existing: {
      vpcId: 'vpc-0123456789abcdef0',
      cidr: '10.40.0.0/16',
      publicSubnets: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
      privateSubnets: { a: 'subnet-0123456789abcdef2', b: 'subnet-0123456789abcdef3' },
    },
  },
  deployments: {
    tasks: {
      target: 'fargate',
      topology: 'per-server',
      exposure: 'internet',
      plainHttp: true,
      debug: { exec: true },
      servers: { everything: {} },
    },
    functions: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'http-api',
      servers: { gitlab: {} },
    },
  },
});
