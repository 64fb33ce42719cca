import { FleetError } from '@mcp-fleet/core';
import type { ErrorCode } from '@mcp-fleet/core';
import { withoutEchoes } from '../src';

const error = (code: ErrorCode, path: string) => new FleetError({ code, path, rule: 'a rule', fix: 'a fix' });
const kept = (found: FleetError, shape: string) =>
  withoutEchoes([found], [error('wrong-type', shape)]).length === 1;

test.each<[ErrorCode, string, string]>([
  ['setting-unknown', 'deployments.a.servers.b.settings.X', 'deployments.a.servers.b.settings'],
  ['fargate-size', 'deployments.a.servers.b.size', 'deployments.a.servers.b.size.cpus'],
  ['domain-unused', 'domain', 'deployments.a.host'],
  ['network-unused', 'network', 'deployments'],
  ['certificate-missing', 'deployments.a', 'deployments.a.host'],
  ['certificate-missing', 'deployments.a', 'domain.zone'],
  ['setting-missing', 'deployments.a.servers.b.settings.URL', 'deployments.a.servers.b.settings.OTHER'],
  ['setting-set-missing', 'deployments.a.servers.b.settings', 'deployments.a.servers.b'],
  ['slow-server', 'deployments.a.servers.b', 'acknowledge'],
  ['slow-server', 'deployments.a.servers.b', 'acknowledge.slow-server'],
  ['acknowledge-idle', 'acknowledge.slow-server', 'deployments.a.servers.b.size'],
  ['image-pin-missing', 'deployments.a.servers.b', 'registry.environment'],
  ['rotation-role-missing', 'deployments.a.servers.b.rotation.roleArn', 'secrets.onlyServers'],
  ['invalid-value', 'network.zones.a', 'aws.region'],
  ['invalid-value', 'deployments.a.servers.b.rotation.functionArn', 'aws'],
  ['registry-region-differs', 'registry.environment', 'aws.region'],
  ['limit-exceeded', 'deployments.a', 'aws.account'],
  ['access-public', 'access', 'access.jwt.issuer'],
  ['variables-too-large', 'deployments.a', 'access.jwt.issuer'],
  ['quota-exceeded', 'deployments.a.servers', 'quotas.httpApiRoutes'],
  ['timeout-too-long', 'deployments.a.servers.b.timeoutSeconds', 'deployments.a.edge'],
  ['missing-key', 'deployments.a.clients', 'network.existing.cidr'],
])('%s at %s is an echo of an error at %s', (code, path, shape) => {
  expect(kept(error(code, path), shape)).toBe(false);
});

test.each<[ErrorCode, string, string]>([
  ['quota-exceeded', 'deployments.a.servers', 'deployments.a.servers.b.size.cpus'],
  ['unknown-server', 'deployments.a.servers.b', 'deployments.a.servers.b.logLevel'],
  ['setting-missing', 'deployments.a.servers.b.settings.URL', 'deployments.a.servers.bc.settings.OTHER'],
  ['certificate-missing', 'deployments.a', 'deployments.b.host'],
  ['slow-server', 'deployments.a.servers.b', 'acknowledge.other'],
  ['host-outside-zone', 'deployments.a.host', 'protectd'],
  ['unknown-server', 'deployments.a.servers.b', 'aws.region'],
  ['setting-secret', 'deployments.a.servers.b.settings.X', 'aws'],
  ['limit-exceeded', 'deployments.a.servers.b.size.memoryMiB', 'aws.account'],
  ['invalid-value', 'deployments.a.servers.b.scaling', 'aws'],
  ['invalid-value', 'network.zones.a', 'aws.regin'],
  ['invalid-value', 'network.zones.a', 'access'],
  ['plain-http', 'deployments.a.plainHttp', 'access'],
  ['plain-http', 'deployments.a.plainHttp', 'access.allowedOrigins.0'],
  ['quota-exceeded', 'limits.throttle', 'aws.account'],
  ['concurrency-too-high', 'deployments.a.servers.b.concurrency', 'aws.account'],
  ['zone-taken', 'domain.create', 'aws.region'],
  ['secret-name-like-arn', 'deployments.a.servers.b', 'aws'],
  ['invalid-value', 'network.zones.a', 'aws.account'],
  ['timeout-too-long', 'deployments.a.servers.b.timeoutSeconds', 'deployments.b.edge'],
])('%s at %s is said beside an error at %s', (code, path, shape) => {
  expect(kept(error(code, path), shape)).toBe(true);
});

test('what is wrong with the file of another environment is no reason', () => {
  const found = error('domain-unused', 'domain').inFile('a');
  expect(withoutEchoes([found], [error('wrong-type', 'deployments').inFile('b')])).toEqual([found]);
});

test('a Region that stands in is held against no other environment', () => {
  const region = error('invalid-value', 'aws.region').inFile('b');
  const differs = error('registry-region-differs', 'registry.environment').inFile('a');
  const unknown = error('unknown-server', 'deployments.a.servers.b').inFile('a');
  expect(withoutEchoes([differs, unknown], [region])).toEqual([unknown]);
});

test.each<[string, string, ErrorCode, string]>([
  ['aws.regin', 'region', 'invalid-value', 'network.zones.a'],
  ['awss', 'aws', 'invalid-value', 'network.zones.a'],
  ['acces', 'access', 'limit-exceeded', 'secrets.onlyServers'],
])('%s, meant as %s: %s at %s follows from its stand-in', (path, meant, code, echo) => {
  const unknown = new FleetError({ code: 'unknown-key', path, rule: 'a rule', fix: 'a fix', meant });
  expect(withoutEchoes([error(code, echo)], [unknown])).toEqual([]);
});
