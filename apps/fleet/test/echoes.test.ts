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
])('%s at %s is said beside an error at %s', (code, path, shape) => {
  expect(kept(error(code, path), shape)).toBe(true);
});

test('what is wrong with the file of another environment is no reason', () => {
  const found = error('domain-unused', 'domain').inFile('a');
  expect(withoutEchoes([found], [error('wrong-type', 'deployments').inFile('b')])).toEqual([found]);
});
