import { isUnresolved, limits, parseCidr, PropChecks, type Limit } from '@mcp-fleet/core';
import type { NetworkRef } from '@mcp-fleet/refs';

/** A VPC that somebody else made, by its ids. Records have keys of your choice that stay, one for each zone. */
export interface ExistingNetwork {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** IPv4 addresses of the VPC. @default - not known */
  readonly vpcCidr?: string;
  /** Subnets with a route to the internet gateway. @default {} */
  readonly publicSubnetIds?: Readonly<Record<string, string>>;
  /** Subnets that things run in, at least one. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  /** Route tables of the private subnets, where a gateway endpoint is to be added. @default {} */
  readonly routeTableIds?: Readonly<Record<string, string>>;
}

/**
 * An existing VPC as what constructs take. It makes nothing and asks nothing: whether the subnets are as they are
 * said to be shows at apply.
 *
 * @param path what errors call it.
 * @throws FleetErrors with code `invalid-props` for ids that are none, all at once.
 */
export function existingNetwork(given: ExistingNetwork, path = 'network.existing'): NetworkRef {
  const { vpcId, vpcCidr, publicSubnetIds = {}, privateSubnetIds, routeTableIds = {} } = given;
  const checks = new PropChecks(path)
    .within('vpcId', limits.vpc.vpcId, vpcId, 'give the id of the VPC')
    .must(vpcCidr === undefined || isUnresolved(vpcCidr) || parseCidr(vpcCidr) !== undefined, {
      prop: 'vpcCidr',
      value: vpcCidr,
      rule: 'the addresses of a VPC are an IPv4 block that begins with its first address',
      fix: 'write it like 10.0.0.0/16, or leave it out',
    })
    .must(Object.keys(privateSubnetIds).length > 0, {
      prop: 'privateSubnetIds',
      value: privateSubnetIds,
      rule: 'things run in at least one private subnet; a load balancer needs two, in two zones',
      fix: 'give a subnet for each zone',
    });
  checkSubnets(checks, { publicSubnetIds, privateSubnetIds });
  // Subnets may share a route table, so an id may come twice.
  checkPatterns(checks, limits.vpc.routeTableId, 'routeTableIds', routeTableIds);
  checks.done();
  return { vpcId, vpcCidr, publicSubnetIds, privateSubnetIds, routeTableIds };
}

type Ids = Readonly<Record<string, string>>;

function checkSubnets(checks: PropChecks, records: Readonly<Record<string, Ids>>): void {
  const seen = new Map<string, string>();
  for (const [prop, ids] of Object.entries(records)) {
    checkPatterns(checks, limits.vpc.subnetId, prop, ids);
    for (const [key, value] of Object.entries(ids)) {
      const first = seen.get(value);
      checks.must(first === undefined, {
        prop: `${prop}.${key}`,
        value,
        rule: `a subnet is named once; it is ${first} already`,
        fix: 'remove one of the two',
      });
      seen.set(value, `${prop}.${key}`);
    }
  }
}

function checkPatterns(checks: PropChecks, limit: Limit, prop: string, ids: Ids): void {
  for (const [key, value] of Object.entries(ids))
    checks.within(`${prop}.${key}`, limit, value, 'give its id');
}
