import { cidrsOverlap, formatCidr, isPrivateCidr, parseCidr, type CidrBlock } from '@mcp-fleet/core';
import { largePrivatePrefixes, subnetLayout, zoneKeys } from '@mcp-fleet/vpc';

const block = (text: string) => parseCidr(text) as CidrBlock;
const vpcs = [16, 17, 18, 19, 20, 21, 22, 23, 24].flatMap((prefixLength) => [
  block(`10.0.0.0/${prefixLength}`),
  block(`192.168.0.0/${prefixLength}`),
  block(`172.31.0.0/${prefixLength}`),
]);
const cases = vpcs.flatMap((vpc) =>
  [undefined, ...largePrivatePrefixes(vpc)].map((large): [string, CidrBlock, number | undefined] => [
    `${formatCidr(vpc)}, private ${large ?? 'as usual'}`,
    vpc,
    large,
  ]),
);

test.each(cases)('%s: all subnets lie in the VPC, apart, and hold a load balancer', (_, vpc, large) => {
  const { publicCidrs, privateCidrs } = subnetLayout(vpc, large);
  const subnets = [...Object.values(publicCidrs), ...Object.values(privateCidrs)].map(block);
  expect(subnets).toHaveLength(6);
  for (const subnet of subnets) {
    expect(subnet.prefixLength).toBeLessThanOrEqual(27);
    expect(subnet.prefixLength).toBeGreaterThan(vpc.prefixLength);
    expect(cidrsOverlap(vpc, subnet)).toBe(true);
    expect(isPrivateCidr(subnet)).toBe(true);
    expect(subnets.filter((other) => cidrsOverlap(subnet, other))).toEqual([subnet]);
  }
});

test('the default is what people know: /24s, public from 1, private from 10', () => {
  expect(subnetLayout(block('10.0.0.0/16'))).toEqual({
    publicCidrs: { a: '10.0.1.0/24', b: '10.0.2.0/24', c: '10.0.3.0/24' },
    privateCidrs: { a: '10.0.10.0/24', b: '10.0.11.0/24', c: '10.0.12.0/24' },
  });
});

test('a small VPC is cut into eighths', () => {
  expect(subnetLayout(block('10.1.2.0/24'))).toEqual({
    publicCidrs: { a: '10.1.2.32/27', b: '10.1.2.64/27', c: '10.1.2.96/27' },
    privateCidrs: { a: '10.1.2.128/27', b: '10.1.2.160/27', c: '10.1.2.192/27' },
  });
  expect(subnetLayout(block('10.1.0.0/21')).privateCidrs.a).toBe('10.1.4.0/24');
  expect(subnetLayout(block('10.1.0.0/20')).privateCidrs.a).toBe('10.1.10.0/24');
});

test('large private subnets leave the public ones where they are', () => {
  const vpc = block('10.0.0.0/16');
  expect(subnetLayout(vpc, 20)).toEqual({
    publicCidrs: subnetLayout(vpc).publicCidrs,
    privateCidrs: { a: '10.0.16.0/20', b: '10.0.32.0/20', c: '10.0.48.0/20' },
  });
});

test('three of a large size fit beside the first: from /18 of a /16, none in a /21', () => {
  expect(largePrivatePrefixes(block('10.0.0.0/16'))).toEqual([18, 19, 20, 21, 22]);
  expect(largePrivatePrefixes(block('10.0.0.0/20'))).toEqual([22]);
  expect(largePrivatePrefixes(block('10.0.0.0/21'))).toEqual([]);
});

test('the keys are contract', () => expect(zoneKeys).toEqual(['a', 'b', 'c']));
