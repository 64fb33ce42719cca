import type { CidrBlock } from '@mcp-fleet/core';
import { cidrsOverlap, limits, parseCidr, violation } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from '../context';
import { names } from '../model/names';
import type { ExistingNetworkPlan, NetworkPlan, OwnNetworkPlan } from '../model/network-plan';
import { targets } from '../targets';
import { checkEndpointPolicy, grantedS3Arns } from './endpoint-buckets';

const DEFAULT_CIDR = '10.0.0.0/16';
/** A load balancer is in two zones or more. */
const LOAD_BALANCER_ZONES = 2;

/** The network of an environment; undefined where no deployment needs one. Reports one that cannot serve. */
export function planNetwork(context: PlanContext, resolved: readonly Deployment[]): NetworkPlan | undefined {
  const { environment } = context;
  const { network = {} } = environment;
  const { tasks, functions } = tenants(environment);
  if (!tasks && !functions) {
    if (environment.network !== undefined) reportUnused(context);
    return undefined;
  }
  const plan = network.existing ? existingPlan(network.existing) : ownPlan(context, resolved);
  checkZones(context, plan, tasks);
  if (functions) checkFunctionSubnets(context, plan);
  if (plan.kind === 'existing') {
    checkAlone(context);
    checkSubnets(context, plan);
  } else {
    checkZoneNames(context, plan.zones);
    checkSubnetSize(context, plan);
    checkWayOut(context, plan.nat);
    checkInterfaces(context, plan);
    checkEndpointPolicy(context, plan);
    checkOverlap(context);
  }
  return plan;
}

/** Whether tasks and functions are in the network. */
function tenants({ deployments }: Environment): { readonly tasks: boolean; readonly functions: boolean } {
  const found = new Set(Object.values(deployments).map((input) => targets[input.target].inNetwork(input)));
  return { tasks: found.has('tasks'), functions: found.has('functions') };
}

function ownPlan(context: PlanContext, resolved: readonly Deployment[]): OwnNetworkPlan {
  const { environment } = context;
  const { name, network = {}, protected: isProtected = false, deployments } = environment;
  const nat = network.nat ?? (isProtected ? 'per-zone' : 'single');
  return {
    kind: 'own',
    stack: names.networkStack(name),
    name,
    cidr: network.cidr ?? DEFAULT_CIDR,
    zones: zonesOf(network.zones) ?? (isProtected ? 3 : 2),
    nat,
    ipv6: network.ipv6 ?? false,
    publicSubnets:
      nat === 'single' ||
      nat === 'per-zone' ||
      Object.values(deployments).some(({ exposure }) => exposure === 'internet'),
    ...(network.privatePrefixLength === undefined
      ? {}
      : { privatePrefixLength: network.privatePrefixLength }),
    interfaceEndpoints: network.endpoints === 'interface',
    publicBuckets: [...new Set(network.publicBuckets ?? [])].sort(),
    s3Arns: grantedS3Arns(context, resolved),
  };
}

type Network = NonNullable<Environment['network']>;

function zonesOf(zones: Network['zones']) {
  if (typeof zones !== 'object') return zones;
  const given = Object.entries(zones).filter(([, zone]) => zone !== undefined);
  return Object.fromEntries(given) as Record<'a' | 'b' | 'c', string>;
}

function existingPlan(existing: NonNullable<Network['existing']>): ExistingNetworkPlan {
  return {
    kind: 'existing',
    vpcId: existing.vpcId,
    ...(existing.cidr === undefined ? {} : { cidr: existing.cidr }),
    ipv6: existing.ipv6 ?? false,
    publicSubnetIds: existing.publicSubnets ?? {},
    privateSubnetIds: existing.privateSubnets,
  };
}

function reportUnused(context: PlanContext): void {
  context.report({
    code: 'network-unused',
    path: 'network',
    rule: 'a network holds tasks, and functions with vpc: true, and no deployment of this environment has either',
    fix: "remove it, or give a deployment target: 'fargate', or vpc: true",
  });
}

function checkAlone(context: PlanContext): void {
  const others = Object.entries(context.environment.network ?? {}).filter(
    ([key, value]) => key !== 'existing' && value !== undefined,
  );
  for (const [key, value] of others) {
    context.report({
      code: 'invalid-value',
      path: `network.${key}`,
      value,
      rule: 'a VPC that exists is used as it is',
      fix: `remove ${key}, or remove existing to have a VPC made`,
    });
  }
}

function checkZones(context: PlanContext, plan: NetworkPlan, tasks: boolean): void {
  if (!tasks) {
    checkAnyZone(context, plan);
    return;
  }
  const { deployments } = context.environment;
  const faced = Object.values(deployments).some(({ exposure }) => exposure === 'internet');
  const report = (path: string, value: unknown, what: string) => {
    context.report({
      code: 'network-too-small',
      path,
      value,
      rule: `${what} [docs:elasticloadbalancing/application-load-balancers]`,
      fix:
        plan.kind === 'own'
          ? 'write zones: 2 or more'
          : "give the id of a subnet in each of two zones: { a: 'subnet-…', b: 'subnet-…' }",
    });
  };
  if (plan.kind === 'own') {
    const count = typeof plan.zones === 'number' ? plan.zones : Object.keys(plan.zones).length;
    if (count < LOAD_BALANCER_ZONES)
      report('network.zones', count, 'a load balancer is in two zones or more');
    return;
  }
  const { publicSubnetIds, privateSubnetIds } = plan;
  const [key, ids] = faced ? ['publicSubnets', publicSubnetIds] : ['privateSubnets', privateSubnetIds];
  if (Object.keys(ids).length < LOAD_BALANCER_ZONES) {
    report(
      `network.existing.${key}`,
      Object.keys(ids),
      faced
        ? 'a load balancer that faces the internet is in public subnets of two zones or more'
        : 'an internal load balancer is in private subnets of two zones or more',
    );
  }
}

/** Functions alone are content with one zone. */
function checkAnyZone(context: PlanContext, plan: NetworkPlan): void {
  if (plan.kind === 'existing' || typeof plan.zones === 'number' || Object.keys(plan.zones).length > 0)
    return;
  context.report({
    code: 'network-too-small',
    path: 'network.zones',
    value: 0,
    rule: 'functions in a VPC are in at least one zone',
    fix: 'write zones: 1 or more',
  });
}

function checkFunctionSubnets(context: PlanContext, plan: NetworkPlan): void {
  if (plan.kind === 'own') return;
  const count = Object.keys(plan.privateSubnetIds).length;
  const rule = violation(limits.lambda.subnets, count);
  if (rule === undefined) return;
  context.report({
    code: 'limit-exceeded',
    path: 'network.existing.privateSubnets',
    value: count,
    rule,
    fix: 'name fewer: one of each zone is enough',
  });
}

function checkZoneNames(context: PlanContext, zones: OwnNetworkPlan['zones']): void {
  if (typeof zones === 'number') return;
  const { region } = context.aws;
  const seen = new Map<string, string>();
  for (const [key, zone] of Object.entries(zones)) {
    const at = { code: 'invalid-value', path: `network.zones.${key}`, value: zone } as const;
    const other = seen.get(zone);
    if (zone.slice(0, -1) !== region) {
      const rule = `the zones of a VPC are in its Region, ${region}`;
      context.report({ ...at, rule, fix: `name a zone such as ${region}a` });
    } else if (other !== undefined) {
      context.report({ ...at, rule: `a zone is named once, and ${other} is this one`, fix: 'name another' });
    }
    seen.set(zone, `network.zones.${key}`);
  }
}

/** A subnet in each of three zones, and as much again for the public ones: a quarter of the VPC at most. */
const QUARTER_BITS = 2;
/** The longest prefix that can be written: smaller subnets are the usual ones. */
const SMALLEST_PREFIX = 22;

function checkSubnetSize(context: PlanContext, { cidr, privatePrefixLength }: OwnNetworkPlan): void {
  const largest = (parseCidr(cidr) as CidrBlock).prefixLength + QUARTER_BITS;
  if (privatePrefixLength === undefined || privatePrefixLength >= largest) return;
  context.report({
    code: 'invalid-value',
    path: 'network.privatePrefixLength',
    value: privatePrefixLength,
    rule: `a private subnet is a quarter of the VPC at most, of ${cidr} a /${largest}: three and the public ones must fit`,
    fix:
      largest > SMALLEST_PREFIX
        ? 'leave it out, or write a larger network.cidr'
        : `write ${largest} or more, or a larger network.cidr`,
  });
}

function checkSubnets(
  context: PlanContext,
  { publicSubnetIds, privateSubnetIds }: ExistingNetworkPlan,
): void {
  const seen = new Map<string, string>();
  for (const [tier, ids] of Object.entries({
    publicSubnets: publicSubnetIds,
    privateSubnets: privateSubnetIds,
  })) {
    for (const [key, id] of Object.entries(ids)) {
      const path = `network.existing.${tier}.${key}`;
      const other = seen.get(id);
      if (other !== undefined) {
        const rule = `a subnet is public or private, in one zone, and ${other} is this one`;
        context.report({ code: 'invalid-value', path, value: id, rule, fix: 'name another subnet' });
      }
      seen.set(id, path);
    }
  }
}

function checkWayOut(context: PlanContext, nat: string): void {
  if (nat !== 'none') return;
  context.report({
    code: 'network-closed',
    path: 'network.nat',
    value: nat,
    rule: 'servers call services on the internet (GitLab, PagerDuty, …), and endpoints lead to AWS alone: without NAT neither tasks nor functions in the VPC reach them',
    fix: "write nat: 'single', or use a VPC with a way out of its own: network: { existing: … }",
  });
}

function checkInterfaces(context: PlanContext, { interfaceEndpoints }: OwnNetworkPlan): void {
  if (!interfaceEndpoints || context.aws.partition !== 'aws-cn') return;
  context.report({
    code: 'invalid-value',
    path: 'network.endpoints',
    value: 'interface',
    rule: 'in China the names of services follow no one rule, so interface endpoints are not made there',
    fix: "write 'gateway', or leave it out",
  });
}

/** Two networks that are ever to be connected need addresses of their own. Defaults are not held against anybody. */
function checkOverlap(context: PlanContext): void {
  const { environment, input } = context;
  const own = parseCidr(environment.network?.cidr ?? '');
  if (own === undefined) return;
  const other = input.environments.find(({ name, network, aws }) => {
    const cidr = parseCidr(network?.cidr ?? '');
    return name !== environment.name && aws !== undefined && cidr !== undefined && cidrsOverlap(own, cidr);
  });
  if (other === undefined) return;
  context.report({
    code: 'cidr-overlap',
    path: 'network.cidr',
    value: environment.network?.cidr,
    rule: `environment ${other.name} has ${other.network?.cidr}, and two networks with the same addresses can never be connected`,
    fix: "choose another block, or write acknowledge: { 'cidr-overlap': '<reason>' }",
  });
}
