import type { Environment } from '@mcp-fleet/environment';
import { SHARED_FUNCTION } from '../src';
import type { DeploymentChange, EnvironmentChange } from './fixtures';
import { environment, errors, fargateOf, lambdaOf, plan, server } from './fixtures';

const input = { kind: 'variable', required: false, secret: false, format: 'string' } as const;
const catalog = {
  servers: {
    wiki: server('wiki', {
      inputs: [
        { ...input, name: 'URL' },
        { ...input, name: 'TOKEN', secret: true, default: 'https://token.example.com:9000' },
      ],
    }),
    pager: server('pager', { inputs: [{ ...input, name: 'API', default: 'http://pd.example.com:8081/v1' }] }),
  },
};
type Settings = Environment['deployments'][string]['servers'][string]['settings'];
const inTasks = (tools: DeploymentChange, change: EnvironmentChange = {}) =>
  fargateOf(plan(environment(change, { target: 'fargate', plainHttp: true, ...tools }), { catalog }))
    .services;
const portsFor = (settings: NonNullable<Settings>, change?: EnvironmentChange) =>
  inTasks({ servers: { wiki: { settings } } }, change)['wiki']?.egressPorts;

test.each<[unknown, number[]]>([
  ['plain text', [443]],
  ['https://wiki.example.com/api', [443]],
  ['https://wiki.example.com:8443/api/v4', [443, 8443]],
  ['HTTPS://wiki.example.com:8443', [443, 8443]],
  ['http://wiki.example.com', [80, 443]],
  ['https://wiki.example.com:1', [1, 443]],
  ['https://10.0.0.5:65535', [443, 65_535]],
  ['http://[2001:db8::1]:9090/', [443, 9090]],
  ['https://user@wiki.example.com:8443', [443, 8443]],
  ['https://a.example.com:8443, http://b.example.com:9090', [443, 8443, 9090]],
  ['ftp://wiki.example.com:21', [443]],
  ['wiki.example.com:8443', [443]],
  [8443, [443]],
  [{ ssm: '/mcp/url' }, [443]],
])('%j lets out %j', (URL, ports) => {
  expect(portsFor({ URL } as NonNullable<Settings>)).toEqual(ports);
});

test.each([
  'localhost',
  'LOCALHOST',
  'wiki.localhost',
  'localhost.',
  '127.0.0.1',
  '127.1',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '169.254.170.2',
])('%s is in the task itself', (host) => {
  expect(portsFor({ URL: `http://${host}:3000/` })).toEqual([443]);
});

test('a default counts, until something else is written', () => {
  const ports = (API?: string) =>
    inTasks({ servers: { pager: API === undefined ? {} : { settings: { API } } } })['pager']?.egressPorts;
  expect(ports()).toEqual([443, 8081]);
  expect(ports('https://pd.example.com')).toEqual([443]);
});

test('routers ask the issuer of tokens for its keys', () => {
  const jwt = { issuer: 'https://login.example.com:9443/', audiences: ['mcp'] };
  expect(portsFor({}, { access: { jwt } })).toEqual([443, 9443]);
});

test('a shared task lets out what any of its servers calls', () => {
  const services = inTasks({
    topology: 'multi-server',
    servers: { pager: {}, wiki: { settings: { URL: 'https://wiki.example.com:8443' } } },
  });
  expect(services[SHARED_FUNCTION]?.egressPorts).toEqual([443, 8081, 8443]);
});

test('functions have ports in a VPC alone', () => {
  const fn = (vpc: DeploymentChange) =>
    lambdaOf(plan(environment({}, { servers: { pager: {} }, ...vpc }), { catalog })).functions['pager'];
  expect(fn({ vpc: true })?.egressPorts).toEqual([443, 8081]);
  expect(fn({})).not.toHaveProperty('egressPorts');
});

test.each([
  ['https://wiki.example.com:0', true],
  ['https://wiki.example.com:65536/api', true],
  ['https://wiki.example.com,http://[::1]:99999', true],
  ['https://wiki.example.com/a:99999', false],
  ['wiki.example.com:99999', false],
])('the port of %s is impossible: %p', (URL, impossible) => {
  const of = environment({}, { servers: { wiki: { settings: { URL } } } });
  expect(errors(of, { catalog })).toEqual(
    impossible ? ['setting-invalid deployments.tools.servers.wiki.settings.URL'] : [],
  );
});
