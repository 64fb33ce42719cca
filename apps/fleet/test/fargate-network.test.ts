import { server, settings, tasks, type Change } from '@mcp-fleet/testing/fleet';
import type { Block, StackJson } from './synth';
import { resources, synthChanged } from './synth';

const pair = { servers: { notes: {}, 'notes-eu': { server: 'notes', settings } } };
const only = (blocks: Readonly<Record<string, Block>>): Block => {
  expect(Object.keys(blocks)).toHaveLength(1);
  return Object.values(blocks)[0]!;
};
const ingressOf = (stack: StackJson) =>
  Object.entries(resources(stack, 'aws_vpc_security_group_ingress_rule')).flatMap(([id, rule]) =>
    id.includes('_LoadBalancer_Ingress_')
      ? [`${String(rule['cidr_ipv4'] ?? rule['cidr_ipv6'])} ${String(rule['from_port'])}`]
      : [],
  );

test.each<[string, Change]>([
  ['an own network', { ipv6: true }],
  [
    'one that exists',
    {
      existing: {
        vpcId: 'vpc-0123456789abcdef0',
        cidr: '10.0.0.0/16',
        ipv6: true,
        publicSubnets: { a: 'subnet-0000000a', b: 'subnet-0000000b' },
        privateSubnets: { a: 'subnet-0000001a', b: 'subnet-0000001b' },
      },
    },
  ],
])('%s with IPv6: tasks call out by it, a load balancer for everybody answers by it', (_, network) => {
  const inside = (tools: Change = {}, keys = network) =>
    synthChanged(tasks({ ...pair, ...tools }, { network: keys })).stacks['dev-tools']!;
  const egressOf = (stack: StackJson) =>
    Object.values(resources(stack, 'aws_vpc_security_group_egress_rule')).filter(
      (rule) => rule['cidr_ipv6'] === '::/0' && rule['from_port'] === 443,
    );
  const door = (stack: StackJson) => only(resources(stack, 'aws_lb'))['ip_address_type'];
  const open = inside({ exposure: 'internet' });
  expect(egressOf(open)).toHaveLength(2);
  expect(door(open)).toBe('dualstack');
  expect(ingressOf(open)).toEqual(['0.0.0.0/0 443', '0.0.0.0/0 80', '::/0 443', '::/0 80']);
  const internal = inside();
  expect(egressOf(internal)).toHaveLength(2);
  expect(door(internal)).toBeUndefined();
  expect(ingressOf(internal)).toEqual(['10.0.0.0/16 443', '10.0.0.0/16 80']);
  const without = inside({ exposure: 'internet' }, {});
  expect(egressOf(without)).toEqual([]);
  expect(door(without)).toBeUndefined();
});

test('tasks call out by the ports of the addresses in their settings, each by its own', () => {
  const at = (NOTES_URL: string) => ({ server: 'notes', settings: { NOTES_URL } });
  const inside = (tools: Change) => synthChanged(tasks(tools)).stacks['dev-tools']!;
  const portsOf = (stack: StackJson) =>
    Object.values(resources(stack, 'aws_vpc_security_group_egress_rule')).flatMap((rule) =>
      rule['cidr_ipv4'] === '0.0.0.0/0' ? [Number(rule['from_port'])] : [],
    );
  const servers = { notes: at('https://notes.example.com:8443'), 'notes-eu': at('http://eu.example.com') };
  expect(portsOf(inside({ servers })).sort()).toEqual([443, 443, 80, 8443].sort());
  expect(portsOf(inside({ servers, topology: 'multi-server' })).sort()).toEqual([443, 80, 8443].sort());
});

test('the endpoint of S3 lets through the buckets that are named, and those that roles are granted', () => {
  const partner = 'arn:{partition}:s3:::partner-{region}/*';
  const { stacks } = synthChanged(
    tasks({ servers: { asks: { settings } } }, { network: { publicBuckets: ['vendor-*'] } }),
    server('asks', { permissions: [{ actions: ['s3:GetObject'], resources: [partner] }] }),
  );
  const { policy } = only(resources(stacks['dev-network']!, 'aws_vpc_endpoint'));
  const { Statement } = JSON.parse(String(policy)) as { Statement: Block[] };
  expect(Statement[0]?.['Resource']).toContain('arn:aws:s3:::vendor-*/*');
  expect(Statement[2]?.['Resource']).toEqual(['arn:aws:s3:::partner-us-east-1/*']);
});
