import { HostedZone, type HostedZoneProps } from '@mcp-fleet/route53';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { TerraformOutput } from 'cdktf';
import { allBroken, broken, plain } from './fixtures';

function make(props: HostedZoneProps) {
  const stack = testStack();
  const zone = new HostedZone(stack, 'zone', props);
  const value = { zoneId: zone.zoneId, nameServers: zone.nameServers };
  new TerraformOutput(stack, 'given', { value });
  const json = synthesised(stack);
  return { zone, json, given: json.output?.given?.value };
}

test('minimal: the public zone of that name is looked up, nothing is made', () => {
  const { zone, json, given } = make({ zoneName: 'example.com' });
  expect(addresses(json)).toEqual([]);
  const [lookup] = Object.entries(json.data?.aws_route53_zone ?? {});
  expect(lookup && plain(lookup[1])).toEqual({ name: 'example.com', private_zone: false });
  expect(zone.zoneName).toBe('example.com');
  expect(given).toEqual({
    zoneId: `\${data.aws_route53_zone.${lookup?.[0]}.zone_id}`,
    nameServers: `\${data.aws_route53_zone.${lookup?.[0]}.name_servers}`,
  });
  expect(zone.resource).toBeUndefined();
});

test('everything: a zone is made', () => {
  const { zone, json, given } = make({
    zoneName: 'mcp.example.com',
    create: true,
    comment: 'MCP servers',
    tags: { Environment: 'dev' },
  });
  expect(plain(onlyResource(json, 'aws_route53_zone'))).toEqual({
    name: 'mcp.example.com',
    comment: 'MCP servers',
    tags: { Environment: 'dev' },
  });
  expect(json.data).toBeUndefined();
  expect(given).toEqual({
    zoneId: expect.stringMatching(/^\$\{aws_route53_zone\..+\.zone_id\}$/),
    nameServers: expect.stringMatching(/^\$\{aws_route53_zone\..+\.name_servers\}$/),
  });
  expect(zone.resource?.friendlyUniqueId).toBe('zone_EB40FF1E');
});

test('without a comment a new zone has an empty one', () => {
  const { json } = make({ zoneName: 'example.com', create: true });
  expect(onlyResource(json, 'aws_route53_zone').comment).toBe('');
});

test('all that is wrong at once', () => {
  const props = { zoneName: 'Example.com.', comment: 'x'.repeat(257), tags: { a: 'b' } };
  expect(thrownMessage(() => make(props))).toBe(
    allBroken(
      broken(
        'test/zone: comment',
        'x'.repeat(257),
        'the comment of a hosted zone is at most 256 characters [API:route53.ResourceDescription]',
        'use a value within it',
      ),
      broken(
        'test/zone: zoneName',
        'Example.com.',
        'a domain name is 3 to 253 characters, lower-case labels of 1 to 63 letters, digits and inner hyphens, with dots between them and none at the end [docs:Route53/DomainNameFormat]',
        'write it like mcp.example.com',
      ),
      broken(
        'test/zone: comment',
        'x'.repeat(257),
        'a zone that is looked up stays as it is',
        'remove it, or write create: true',
      ),
      broken(
        'test/zone: tags',
        { a: 'b' },
        'a zone that is looked up stays as it is',
        'remove it, or write create: true',
      ),
    ),
  );
});

test('a comment of 256 characters fits, a name that only Terraform knows is not compared', () => {
  expect(() => make({ zoneName: '${var.zone}', create: true, comment: 'x'.repeat(256) })).not.toThrow();
});

test('addresses are contract', () => {
  expect(addresses(make({ zoneName: 'example.com', create: true }).json)).toEqual([
    'aws_route53_zone.zone_EB40FF1E',
  ]);
  expect(Object.keys(make({ zoneName: 'example.com' }).json.data?.aws_route53_zone ?? {})).toEqual([
    'zone_Lookup_BB4A9AD0',
  ]);
});
