import { defineEnvironment } from '@mcp-fleet/environment';

/** A minute for each call, behind an edge that streams: none of them says how long its slowest call takes. */
const function60 = { timeoutSeconds: 60, size: { memoryMiB: 1024 } };

export default defineEnvironment({
  name: 'awslabs',
  aws: { account: '111122223333', region: 'us-east-1' },
  state: 'local',
  access: 'token',
  deployments: {
    labs: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'rest-api',
      servers: {
        'aws-documentation': function60,
        'aws-location': function60,
        'aws-pricing': function60,
        cloudwatch: function60,
        'cloudwatch-applicationsignals': function60,
        eks: function60,
        github: function60,
        prometheus: function60,
        terraform: function60,
      },
    },
    // One of its dependencies has no wheel for arm64.
    iac: {
      target: 'lambda',
      topology: 'per-server',
      edge: 'rest-api',
      architecture: 'x86_64',
      servers: { 'aws-iac': function60 },
    },
  },
});
