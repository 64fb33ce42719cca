import { parseEnvironment } from '../src';

/** The example of the design. */
const production = {
  name: 'production',
  protected: true,
  aws: { account: '111122223333', region: 'us-east-1' },
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
  domain: { zone: 'example.com' },
  access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } },
  network: { cidr: '10.20.0.0/16', zones: 3, nat: 'per-zone', endpoints: 'interface' },
  deployments: {
    tools: {
      target: 'fargate',
      topology: 'per-server',
      exposure: 'internet',
      host: 'mcp.example.com',
      servers: {
        gitlab: {
          settings: { GITLAB_API_URL: 'https://gitlab.example.com/api/v4' },
          scaling: { min: 2, max: 10 },
        },
        'gitlab-eu': {
          server: 'gitlab',
          settings: { GITLAB_API_URL: 'https://gitlab.eu.example.com/api/v4' },
        },
        dynatrace: { settings: { DT_ENVIRONMENT: 'https://abc12345.apps.dynatrace.com' } },
      },
    },
    oncall: {
      target: 'lambda',
      topology: 'multi-server',
      edge: 'http-api',
      host: 'oncall.mcp.example.com',
      servers: {
        pagerduty: {},
        servicenow: { settings: { SERVICENOW_INSTANCE_URL: 'https://acme.service-now.com' } },
      },
    },
  },
  alarms: { email: ['oncall@example.com'] },
};

test('the example of the design is sound', () => {
  expect(parseEnvironment(production).errors).toEqual([]);
});
