import {
  isPrivateCidr,
  isUnresolved,
  limits,
  parseCidr,
  PropChecks,
  ruleOf,
  violation,
} from '@mcp-fleet/core';
import { checkFlowLog } from './flow-log';
import { largePrivatePrefixes, zoneKeys } from './subnet-layout';
import { natModes, type ResolvedVpcProps } from './vpc-props';

/**
 * Checks the props of a VPC.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkVpc(path: string, props: ResolvedVpcProps): void {
  const checks = new PropChecks(path)
    // The longest of the Name tags: what the others begin with is shorter.
    .within('name', limits.vpc.nameTag, `${props.name}-private-a`, 'use these characters, and fewer')
    .within('account', limits.iam.accountId, props.account)
    .within('region', limits.iam.region, props.region);
  checkCidr(checks, props);
  checkZones(checks, props);
  checkNat(checks, props);
  checkFlowLog(checks, 'flowLog.', props.name, props.flowLog);
  checks.done();
}

function checkCidr(checks: PropChecks, { cidr, privatePrefixLength }: ResolvedVpcProps): void {
  const block = parseCidr(cidr);
  if (block === undefined) {
    checks.must(false, {
      prop: 'cidr',
      value: cidr,
      rule: 'subnets are calculated from the addresses of the VPC, which are an IPv4 block that begins with its first address',
      fix: 'write it like 10.0.0.0/16',
    });
    return;
  }
  const sizes = largePrivatePrefixes(block);
  checks
    .must(violation(limits.vpc.cidrPrefixLength, block.prefixLength) === undefined, {
      prop: 'cidr',
      value: cidr,
      rule: ruleOf(limits.vpc.cidrPrefixLength),
      fix: 'use a /16 for room to grow; a /24 has 27 addresses for each subnet',
    })
    .must(isPrivateCidr(block), {
      prop: 'cidr',
      value: cidr,
      rule: 'the addresses of a VPC are private ones, in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10: what has public ones could no longer be reached from it [docs:vpc/vpc-cidr-blocks]',
      fix: 'use a private block',
    })
    .must(privatePrefixLength === undefined || sizes.includes(privatePrefixLength), {
      prop: 'privatePrefixLength',
      value: privatePrefixLength,
      rule:
        sizes.length === 0
          ? `a /${block.prefixLength} has no room for private subnets larger than the usual ones`
          : `private subnets of a /${block.prefixLength} are the usual ones, or one of /${sizes.join(', /')}: three and the public ones must fit`,
      fix: 'leave it out, or use one of these in a larger VPC',
    });
}

function checkZones(checks: PropChecks, { zones, region }: ResolvedVpcProps): void {
  if (typeof zones === 'number') {
    checks.must(Number.isInteger(zones) && zones >= 1 && zones <= zoneKeys.length, {
      prop: 'zones',
      value: zones,
      rule: 'a VPC has 1 to 3 zones',
      fix: 'use 2, or 3 for a fleet that must survive a zone with most of its strength',
    });
    return;
  }
  const names = Object.values(zones);
  checks.must(names.length > 0 && Object.keys(zones).every((key) => zoneKeys.some((it) => it === key)), {
    prop: 'zones',
    value: zones,
    rule: 'zones have the keys a, b and c, one to three of them: they are in Terraform addresses',
    fix: `write them like { a: '${region}a', b: '${region}b' }`,
  });
  for (const [key, name] of Object.entries(zones)) {
    const prop = `zones.${key}`;
    checks
      .within(prop, limits.vpc.zoneName, name, 'give the name of a zone')
      .must(isUnresolved(region) || name.slice(0, -1) === region, {
        prop,
        value: name,
        rule: `the zones of a VPC are in its Region, ${region}`,
        fix: `use one of ${region}`,
      })
      .must(names.indexOf(name) === Object.keys(zones).indexOf(key), {
        prop,
        value: name,
        rule: 'each zone is named once',
        fix: 'use another zone, or remove it',
      });
  }
}

function checkNat(checks: PropChecks, { nat, publicSubnets }: ResolvedVpcProps): void {
  checks
    .must(natModes.includes(nat), {
      prop: 'nat',
      value: nat,
      rule: `nat is one of ${natModes.join(', ')}`,
      fix: 'use one of these',
    })
    .must(publicSubnets || (nat !== 'single' && nat !== 'per-zone'), {
      prop: 'publicSubnets',
      value: publicSubnets,
      rule: `with nat '${nat}' a NAT gateway stands in a public subnet`,
      fix: "leave it out, or use nat 'regional' or 'none'",
    });
}
