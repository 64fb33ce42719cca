import type { Resource } from './documents';
import type { Rule } from './rule';
import { unless } from './rule';
import { blocks, list } from './values';
import type { World } from './world';

const LB = 'aws_lb';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const EGRESS = 'aws_vpc_security_group_egress_rule';

/** Subnets that the environment makes; also by their place in a route table, which has their id too. */
function subnetsOf(r: Resource, ids: unknown, world: World): readonly Resource[] {
  return list(ids).flatMap((id) => {
    const found = world.target(r, id);
    if (found?.type !== 'aws_route_table_association') return found ? [found] : [];
    return world.target(found, found.block['subnet_id']) ?? [];
  });
}

function rulesOf(r: Resource, groups: unknown, type: string, world: World): readonly Resource[] {
  return list(groups).flatMap((id) => {
    const group = world.target(r, id);
    return group ? world.referring(group, type, 'security_group_id') : [];
  });
}

const has6 = (subnet: Resource) => subnet.block['ipv6_cidr_block'] !== undefined;

export const ipv6Rules: readonly Rule[] = [
  {
    name: 'load-balancer-dual-stack',
    source:
      'docs:elasticloadbalancing/application-load-balancers: dual-stack in subnets with IPv6; whoever finds an address has to be let in',
    type: LB,
    faults: (r, world) => {
      const dual = r.block['ip_address_type'] === 'dualstack';
      const rules = rulesOf(r, r.block['security_groups'], INGRESS, world);
      const six = rules.some(({ block }) => block['cidr_ipv6'] !== undefined);
      const subnets = subnetsOf(r, r.block['subnets'], world);
      const everybody = rules.some(({ block }) => block['cidr_ipv4'] === '0.0.0.0/0');
      return [
        ...unless(!dual || subnets.every(has6), 'a subnet of it has no IPv6'),
        ...unless(!dual || six, 'it has addresses of IPv6 that nobody may call'),
        ...unless(dual || !six, 'its clients of IPv6 find no address'),
        ...unless(
          dual || !everybody || !subnets.some(has6),
          'everybody may call it, but for those with IPv6 alone, which its subnets have',
        ),
      ];
    },
  },
  {
    name: 'tasks-call-out-by-ipv6',
    source: 'docs:AmazonECS/fargate-task-networking: a task in a subnet with IPv6 has an address of it',
    type: 'aws_ecs_service',
    faults: (r, world) =>
      blocks(r.block['network_configuration']).flatMap((network) => {
        const out = rulesOf(r, network['security_groups'], EGRESS, world);
        return unless(
          !subnetsOf(r, network['subnets'], world).some(has6) ||
            out.some(({ block }) => block['cidr_ipv6'] === '::/0'),
          'its tasks have addresses of IPv6, and no way out by them',
        );
      }),
  },
];
