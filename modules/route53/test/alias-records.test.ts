import { AliasRecords, EndpointHealthCheck, type AliasRecordsProps, type Failover } from '@mcp-fleet/route53';
import { addresses, resourcesOf, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { allBroken, broken, plain, zone } from './fixtures';

const target = { dnsName: 'dev-1.us-east-1.elb.amazonaws.com', zoneId: 'ZLOADBALANCER' };
const host = 'mcp.example.com';

function make(props: Partial<AliasRecordsProps> = {}) {
  const stack = testStack();
  new AliasRecords(stack, 'records', { zone, host, target, ...props });
  return synthesised(stack);
}
const recordsOf = (props: Partial<AliasRecordsProps> = {}) =>
  Object.values(resourcesOf(make(props), 'aws_route53_record')).map(plain);
const alias = { name: target.dnsName, zone_id: target.zoneId, evaluate_target_health: false };
const primary: Failover = {
  role: 'primary',
  setIdentifier: 'production',
  healthCheck: { healthCheckId: 'abc', checkedHost: 'use1.example.com' },
};

test('minimal: A and AAAA lead to the target by its own zone, whatever its health', () => {
  const record = { zone_id: zone.zoneId, name: host, alias };
  expect(recordsOf()).toEqual([
    { ...record, type: 'AAAA' },
    { ...record, type: 'A' },
  ]);
});

test('without IPv6 there is A alone', () => {
  expect(recordsOf({ ipv6: false })).toMatchObject([{ type: 'A' }]);
});

test('everything: one side of a pair', () => {
  const failover: Failover = { ...primary, evaluateTargetHealth: true };
  const record = {
    zone_id: zone.zoneId,
    name: host,
    alias: { ...alias, evaluate_target_health: true },
    set_identifier: 'production',
    health_check_id: 'abc',
    failover_routing_policy: { type: 'PRIMARY' },
  };
  expect(recordsOf({ failover })).toEqual([
    { ...record, type: 'AAAA' },
    { ...record, type: 'A' },
  ]);
});

test('the secondary needs no health check', () => {
  const failover: Failover = { role: 'secondary', setIdentifier: 'standby' };
  const [record] = recordsOf({ failover, ipv6: false });
  expect(record).toMatchObject({ set_identifier: 'standby', failover_routing_policy: { type: 'SECONDARY' } });
  expect(record).not.toHaveProperty('health_check_id');
});

test('all that is wrong at once', () => {
  const failover: Failover = { role: 'primary', setIdentifier: 'x'.repeat(129) };
  expect(thrownMessage(() => make({ host: 'mcp.example.org', failover }))).toBe(
    allBroken(
      broken(
        'test/records: host',
        'mcp.example.org',
        'records are made in the zone example.com, which answers for its own name and those below it',
        'use a name that ends in .example.com, or give the zone of this one',
      ),
      broken(
        'test/records: failover.setIdentifier',
        'x'.repeat(129),
        'the set identifier of a record is 1 to 128 characters [API:route53.ResourceRecordSetIdentifier]',
        'use a value within it',
      ),
      broken(
        'test/records: failover.healthCheck',
        undefined,
        'the secondary answers when the health check of the primary fails',
        'give a health check',
      ),
    ),
  );
});

test('a role of another name, and a health check whose id is too long', () => {
  const failover = {
    role: 'PRIMARY' as never,
    setIdentifier: 'a',
    healthCheck: { healthCheckId: 'x'.repeat(65) },
  };
  const message = thrownMessage(() => make({ failover }));
  expect(message).toContain('test/records: failover.role\n  got   "PRIMARY"');
  expect(message).toContain('the id of a health check is 1 to 64 characters [API:route53.HealthCheckId]');
});

test('a health check does not ask the host that it decides on', () => {
  const stack = testStack();
  const healthCheck = new EndpointHealthCheck(stack, 'health', { host, instance: 'gitlab' });
  const failover: Failover = { role: 'primary', setIdentifier: 'a', healthCheck };
  expect(thrownMessage(() => new AliasRecords(stack, 'records', { zone, host, target, failover }))).toBe(
    broken(
      'test/records: failover.healthCheck',
      'mcp.example.com',
      'a health check that asks the host it decides on sees the other side after a failover [API:route53.HealthCheckConfig]',
      'let it ask a host of this Region alone',
    ),
  );
});

test('an identifier of 128 characters fits, and the zone’s own name is a host', () => {
  const failover: Failover = { ...primary, setIdentifier: 'x'.repeat(128) };
  expect(recordsOf({ host: 'example.com', failover })).toHaveLength(2);
});

test('what only Terraform knows is not compared', () => {
  const unknown = { zoneId: '${var.id}', zoneName: '${var.zone}' };
  expect(() => make({ zone: unknown })).not.toThrow();
  expect(() => make({ host: '${var.host}' })).not.toThrow();
});

test('addresses are contract, the same with failover', () => {
  const contract = ['aws_route53_record.records_AAAA_9886EA71', 'aws_route53_record.records_A_D1FC5BA2'];
  expect(addresses(make())).toEqual(contract);
  expect(addresses(make({ failover: primary }))).toEqual(contract);
});
