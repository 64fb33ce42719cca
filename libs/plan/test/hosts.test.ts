import type { Environment } from '@mcp-fleet/environment';
import { planFleet } from '../src';
import { catalog, environment, errors, fargateOf, imageRecipe, lambdaOf, plan } from './fixtures';
import type { DeploymentChange, EnvironmentChange } from './fixtures';

const domain = { zone: 'example.com' };
const host = 'mcp.example.com';
const named = (tools: DeploymentChange = {}, change: EnvironmentChange = {}) =>
  environment({ domain, ...change }, { host, ...tools });
const failover = { role: 'primary', with: 'eu', instance: 'gitlab' } as const;
const eu = (account: string, tools: DeploymentChange = {}): Environment => ({
  ...named({ failover: { ...failover, role: 'secondary', with: 'dev' }, ...tools }),
  name: 'eu',
  aws: { account, region: 'eu-west-1' },
});

test('a host in the domain gets records and a certificate; routers tell it to clients', () => {
  const planned = plan(named());
  expect(planned.domain).toEqual({ zone: 'example.com', create: false });
  const tools = lambdaOf(planned);
  expect(tools.host).toEqual({
    name: host,
    certificate: { kind: 'issued', names: [host], records: true },
    records: true,
  });
  expect(tools.functions['gitlab']?.router.publicUrl).toBe(`https://${host}`);
  expect(lambdaOf(plan(environment())).host).toBeUndefined();
});

test('the zone itself is a host of the domain; a longer name that only ends alike is none', () => {
  expect(lambdaOf(plan(named({ host: 'example.com' }))).host?.records).toBe(true);
  expect(errors(named({ host: 'badexample.com' }))).toEqual(['host-outside-zone deployments.tools.host']);
});

test('a certificate that is given is used; outside the domain somebody else makes the records', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
  const given = (of: Environment) => lambdaOf(plan(of)).host;
  const certificate = { kind: 'given', arn: certificateArn };
  expect(given(named({ certificateArn }))).toEqual({ name: host, certificate, records: true });
  const elsewhere = named({ certificateArn, host: 'mcp.example.org' }, { domain: undefined });
  expect(given(elsewhere)).toEqual({ name: 'mcp.example.org', certificate, records: false });
});

test('plain HTTP has a name and no certificate', () => {
  const tools = fargateOf(plan(named({ target: 'fargate', plainHttp: true })));
  expect(tools.host).toEqual({ name: host, records: true });
  expect(Object.values(tools.services)[0]?.containers['gitlab']?.router.publicUrl).toBe(`http://${host}`);
});

test('the two sides of a pair: names of their own under one certificate, one maker of its record', () => {
  const dev = named({ failover });
  const sideOf = (of: Environment, other: Environment) =>
    lambdaOf(plan(of, { environments: [of, other] })).host;
  const same = eu('111122223333');
  expect(sideOf(dev, same)).toEqual({
    name: host,
    certificate: { kind: 'issued', names: [host, `*.${host}`], records: true },
    records: true,
    failover: {
      role: 'primary',
      with: 'eu',
      setIdentifier: 'dev',
      ownHost: `dev.${host}`,
      check: { kind: 'endpoint', instance: 'gitlab' },
    },
  });
  expect(sideOf(same, dev)).toMatchObject({
    certificate: { records: false },
    failover: { role: 'secondary', setIdentifier: 'eu', ownHost: `eu.${host}` },
  });
});

test('the two sides are in one account: each looks the zone up in its own', () => {
  const dev = named({ failover });
  const other = eu('444455556666');
  const { errors: found } = planFleet(dev, { environments: [dev, other], catalog, imageRecipe });
  expect(found.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'failover-one-sided deployments.tools.failover.with',
  ]);
  expect(found[0]?.message).toContain('is in 444455556666, this one in 111122223333');
});

test('what the checkers of Route 53 do not reach is known by an alarm', () => {
  const alarms = { email: ['oncall@example.com'] };
  const inside = { target: 'fargate' as const, failover };
  const dev = named(inside, { alarms });
  const other = { ...eu('111122223333', { target: 'fargate' }), alarms };
  const of = (it: Environment) => fargateOf(plan(it, { environments: [it, other] })).host?.failover?.check;
  expect(of(dev)).toEqual({ kind: 'alarm', instance: 'gitlab' });
  const outside = { ...inside, exposure: 'internet' as const };
  expect(of(named(outside, { alarms }))?.kind).toBe('endpoint');
  const office = { ...outside, clients: { office: '203.0.113.0/24' } };
  expect(of(named(office, { alarms }))?.kind).toBe('alarm');
  expect(errors(named(outside), { environments: [named(outside), other] })).toEqual([]);
  expect(errors(named(office), { environments: [named(office), other] })).toEqual([
    'failover-check-missing deployments.tools.failover',
  ]);
});

test('a domain that is made may be there before its hosts are', () => {
  expect(errors(environment({ domain: { ...domain, create: true } }))).toEqual([]);
  expect(errors(environment({ domain }))).toEqual(['domain-unused domain']);
});

test('behind a host the metadata of a REST API is where clients look for it', () => {
  const access = { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } };
  expect(errors(named({ edge: 'rest-api' }, { access }))).toEqual([]);
  expect(errors(environment({ access }, { edge: 'rest-api' }))).toEqual([
    'metadata-hidden deployments.tools.edge',
  ]);
});
