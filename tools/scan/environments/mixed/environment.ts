import { defineEnvironment } from '@mcp-fleet/environment';

/** What the environments of this repository leave out: each target in each topology, functions that stream, functions in the VPC. */
export default defineEnvironment({
  name: 'mixed',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
  access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } },
  network: { cidr: '10.30.0.0/16', zones: 2, nat: 'regional', ipv6: true, endpoints: 'interface' },
  acknowledge: { 'metadata-hidden': 'what is scanned here is never deployed' },
  observability: { tracing: true },
  deployments: {
    tasks: {
      target: 'fargate',
      topology: 'multi-server',
      capacity: 'mixed',
      host: 'tasks.mcp.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555',
      servers: { everything: {}, gitlab: {}, pagerduty: {} },
    },
    streams: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'rest-api',
      servers: { 'gitlab-streams': { server: 'gitlab' } },
    },
    together: {
      target: 'lambda',
      topology: 'multi-server',
      edge: 'rest-api',
      vpc: true,
      servers: { 'pagerduty-streams': { server: 'pagerduty' } },
    },
  },
});
