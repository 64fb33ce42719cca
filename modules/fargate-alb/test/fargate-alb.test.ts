import { FargateAlb, type FargateAlbProps } from '@mcp-fleet/fargate-alb';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';
import {
  addressesAt,
  container,
  definitionsOf,
  multiServer,
  perServer,
  referenceTo,
  resourceAt,
} from './fixtures';

function make(props: FargateAlbProps): TerraformJson {
  const stack = testStack();
  new FargateAlb(stack, 'door', props);
  return synthesised(stack);
}
const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));
const rulesOf = (json: TerraformJson) =>
  Object.fromEntries(
    Object.entries(resourcesOf(json, 'aws_lb_listener_rule')).filter(([id]) => id.includes('_Rules_')),
  );
/** Which service each instance is led to. */
const targetsOf = (json: TerraformJson) =>
  Object.entries(rulesOf(json)).map(([id, rule]) => [
    /_Rules_(.+)_[0-9A-F]{8}$/.exec(id)?.[1],
    /_Services_(.+)_TargetGroup_/.exec(JSON.stringify(rule.action))?.[1],
  ]);

describe('examples', () => {
  test('minimal: one server behind an internal load balancer', () => {
    const json = minimal();
    expect(targetsOf(json)).toEqual([['gitlab', 'gitlab']]);
    expect(onlyResource(json, 'aws_lb').internal).toBe(true);
    expect(json.output?.['gitlab-url']?.value).toBe('https://mcp.example.com/gitlab/mcp');
    expect(Object.keys(json.data ?? {}).sort()).toEqual([
      'aws_caller_identity',
      'aws_partition',
      'aws_region',
    ]);
  });

  test('complete: each instance leads to its service, checked at the listener', () => {
    expect(targetsOf(complete())).toEqual([
      ['gitlab', 'gitlab'],
      ['gitlab_Open', 'gitlab'],
      ['pagerduty', 'tools'],
      ['pagerduty_Open', 'tools'],
      ['servicenow', 'tools'],
      ['servicenow_Open', 'tools'],
    ]);
    for (const [id, rule] of Object.entries(rulesOf(complete()))) {
      expect(JSON.stringify(rule).includes('jwt-validation')).toBe(!id.includes('_Open_'));
    }
  });

  test('complete: the place is said, so nothing is asked of AWS', () => {
    expect(complete().data).toBeUndefined();
  });

  test('complete: tags of the front door reach its services, whose own add to them', () => {
    const tags = Object.values(resourcesOf(complete(), 'aws_ecs_service')).map((made) => made.tags);
    expect(tags).toEqual([{ Deployment: 'tools', Server: 'gitlab' }, { Deployment: 'tools' }]);
    expect(onlyResource(complete(), 'aws_lb').tags).toEqual({ Deployment: 'tools' });
  });

  test('complete: every prop of a front door is used', () => {
    const json = complete();
    expect(onlyResource(json, 'aws_ecs_cluster').setting).toMatchObject([{ value: 'enhanced' }]);
    expect(onlyResource(json, 'aws_lb')).toMatchObject({
      internal: false,
      idle_timeout: 600,
      enable_deletion_protection: true,
      access_logs: { enabled: true },
    });
    expect(onlyResource(json, 'aws_wafv2_web_acl_association')).toBeDefined();
  });

  test('synthesised twice, byte for byte the same', () => {
    expect(JSON.stringify(complete())).toBe(JSON.stringify(complete()));
    expect(JSON.stringify(minimal())).toBe(JSON.stringify(minimal()));
  });
});

test('exposes URLs, names, cluster and log groups by key', () => {
  const stack = testStack();
  const door = new FargateAlb(stack, 'door', multiServer);
  expect(door.endpointUrl).toBe('https://mcp.example.com');
  expect(door.serverUrls).toEqual({
    gitlab: 'https://mcp.example.com/gitlab/mcp',
    pagerduty: 'https://mcp.example.com/pagerduty/mcp',
  });
  expect(Object.keys(door.services)).toEqual(['multi--server']);
  expect(Object.keys(door.serviceNames)).toEqual(['multi--server']);
  expect(Object.keys(door.logGroups).sort()).toEqual(['gitlab', 'pagerduty', 'router']);
  expect(door.loadBalancer.dnsName).toMatch(/Token/);
  expect(door.cluster.clusterArn).toMatch(/Token/);
});

describe('order', () => {
  const json = make(perServer);

  test('a public rule comes after its service is steady and scales', () => {
    for (const instance of ['gitlab', 'pagerduty']) {
      const of = (type: string) => addressesAt(json, type, `_Services_${instance}_`);
      expect(resourceAt(json, 'aws_lb_listener_rule', `Rules_${instance}_`).depends_on).toEqual([
        ...of('aws_ecs_service'),
        ...of('aws_appautoscaling_target'),
        ...['Requests', 'Cpu', 'Memory'].flatMap((name) =>
          addressesAt(json, 'aws_appautoscaling_policy', `_Services_${instance}_Scaling_${name}_`),
        ),
      ]);
    }
  });

  test('services come after the capacity providers of the cluster', () => {
    for (const service of Object.values(resourcesOf(json, 'aws_ecs_service'))) {
      expect(service.cluster).toBe(referenceTo(json, 'aws_ecs_cluster_capacity_providers', 'cluster_name'));
    }
  });

  test('services leave by way of the load balancer, which lets them in alone', () => {
    const alb = referenceTo(json, 'aws_security_group', 'id', 'LoadBalancer');
    for (const rule of Object.values(resourcesOf(json, 'aws_vpc_security_group_ingress_rule'))) {
      if (rule.from_port === 8080) expect(rule.referenced_security_group_id).toBe(alb);
      else expect(rule.security_group_id).toBe(alb);
    }
    expect(Object.values(resourcesOf(json, 'aws_ecs_service'))[0]?.network_configuration).toMatchObject({
      subnets: ['subnet-c', 'subnet-d'],
    });
  });

  test('whatever a public rule leads to is there before the old one goes, and so are rules', () => {
    const stays = /^aws_(cloudwatch_log_group|ecs_cluster|ecs_cluster_capacity_providers|lb|lb_listener)$/;
    for (const [type, blocks] of Object.entries(json.resource ?? {})) {
      for (const [id, block] of Object.entries(blocks)) {
        if (stays.test(type) || id.includes('LoadBalancer_Ingress')) continue;
        expect([id, block.lifecycle]).toEqual([id, expect.objectContaining({ create_before_destroy: true })]);
      }
    }
  });
});

describe('topologies', () => {
  const one = make(perServer);
  const all = make(multiServer);
  const front = (json: TerraformJson) => addresses(json).filter((it) => !it.includes('_Services_'));

  test('rules, listeners, cluster and log groups of instances have one address in both', () => {
    expect(front(all)).toEqual(expect.arrayContaining(front(one)));
    expect(front(all).filter((it) => !front(one).includes(it))).toEqual(
      addressesAt(all, 'aws_cloudwatch_log_group', 'router'),
    );
    expect(Object.keys(rulesOf(one))).toEqual(Object.keys(rulesOf(all)));
  });

  test('only the target of rules changes, and what they wait for', () => {
    const rest = (json: TerraformJson) =>
      Object.values(rulesOf(json)).map((rule) => ({ ...rule, action: 'any', depends_on: 'any' }));
    expect(rest(all)).toEqual(rest(one));
    expect(targetsOf(one)).toEqual([
      ['gitlab', 'gitlab'],
      ['pagerduty', 'pagerduty'],
    ]);
    expect(targetsOf(all)).toEqual([
      ['gitlab', 'multi--server'],
      ['pagerduty', 'multi--server'],
    ]);
  });

  test('everything else that stays is the same to the letter', () => {
    for (const address of front(one)) {
      const [type, id] = address.split('.') as [string, string];
      if (type !== 'aws_lb_listener_rule')
        expect([id, all.resource?.[type]?.[id]]).toEqual([id, one.resource?.[type]?.[id]]);
    }
  });

  test('no address and no name of a service is in both: the new one stands beside the old one', () => {
    const services = (json: TerraformJson) => addresses(json).filter((it) => it.includes('_Services_'));
    expect(services(one).filter((it) => services(all).includes(it))).toEqual([]);
    const names = (json: TerraformJson) =>
      services(json).flatMap((address) => {
        const [type, id] = address.split('.') as [string, string];
        const block = json.resource?.[type]?.[id] ?? {};
        // An inline policy is named within its role.
        if (type === 'aws_iam_role_policy') return [];
        return ['name', 'family', 'alarm_name'].flatMap((key) =>
          block[key] ? [`${type} ${String(block[key])}`] : [],
        );
      });
    expect(names(one).length).toBeGreaterThan(10);
    expect(new Set([...names(one), ...names(all)]).size).toBe(names(one).length + names(all).length);
  });

  test('attachments of both stand on one listener without saying the same', () => {
    const hosts = [one, all].flatMap((json) =>
      Object.entries(resourcesOf(json, 'aws_lb_listener_rule'))
        .filter(([id]) => id.includes('Attachment'))
        .map(([, rule]) => JSON.stringify(rule.condition)),
    );
    expect(hosts).toHaveLength(3);
    expect(new Set(hosts).size).toBe(3);
  });

  test('an instance called alb shares no name with the load balancer', () => {
    const json = make({
      ...perServer,
      services: {
        alb: {
          serviceName: 'dev-tools-alb',
          targetGroupName: 'dev-tools-alb',
          containers: { alb: container('alb') },
        },
      },
      servers: { alb: { service: 'alb' } },
    });
    const names = Object.values(resourcesOf(json, 'aws_security_group')).map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
  });

  test('nine servers share a task', () => {
    const names = Array.from({ length: 9 }, (_, i) => `s${i}`);
    const json = make({
      ...multiServer,
      services: {
        all: {
          serviceName: 'dev-tools',
          targetGroupName: 'dev-tools',
          frontContainer: 'router',
          cpu: 2048,
          memoryMiB: 4096,
          containers: Object.fromEntries(['router', ...names].map((name) => [name, container(name)])),
        },
      },
      servers: Object.fromEntries(names.map((name) => [name, { service: 'all' }])),
    });
    expect(definitionsOf(json)).toHaveLength(10);
    expect(Object.keys(resourcesOf(json, 'aws_lb_target_group'))).toHaveLength(1);
    expect(Object.keys(rulesOf(json))).toHaveLength(9);
  });
});

describe('another server', () => {
  const dynatrace = {
    serviceName: 'dev-tools-dynatrace',
    targetGroupName: 'dev-tools-dynatrace',
    containers: { dynatrace: container('dynatrace') },
  };
  const before = make(perServer);

  test('added before the others, it changes nothing of theirs', () => {
    const more = make({
      ...perServer,
      services: { dynatrace, ...perServer.services },
      servers: { dynatrace: { service: 'dynatrace' }, ...perServer.servers },
    });
    for (const [type, blocks] of Object.entries(before.resource ?? {})) {
      expect(more.resource?.[type]).toMatchObject(blocks);
    }
    const added = addresses(more).filter((it) => !addresses(before).includes(it));
    expect(added).toHaveLength(19);
    expect(added.every((it) => it.includes('dynatrace'))).toBe(true);
  });

  test('added to a shared task, it is a log group and a rule more', () => {
    const shared = multiServer.services['multi--server'];
    if (shared === undefined) throw new Error('no shared service');
    const more = make({
      ...multiServer,
      services: {
        'multi--server': {
          ...shared,
          containers: { dynatrace: container('dynatrace'), ...shared.containers },
        },
      },
      servers: { dynatrace: { service: 'multi--server' }, ...multiServer.servers },
    });
    const known = addresses(make(multiServer));
    expect(addresses(more)).toEqual(expect.arrayContaining(known));
    expect(addresses(more).filter((it) => !known.includes(it))).toEqual([
      ...addressesAt(more, 'aws_cloudwatch_log_group', 'dynatrace'),
      ...addressesAt(more, 'aws_lb_listener_rule', 'Rules_dynatrace'),
    ]);
  });

  test('in another order, all is the same', () => {
    const reversed = <A>(record: Readonly<Record<string, A>>) =>
      Object.fromEntries(Object.entries(record).reverse());
    for (const props of [perServer, multiServer]) {
      const other = make({
        ...props,
        services: reversed(props.services),
        servers: reversed(props.servers),
      });
      expect(other.resource).toEqual(make(props).resource);
    }
  });
});

test('addresses are contract', () => {
  expect(addresses(minimal())).toEqual([
    'aws_appautoscaling_policy.tools_Services_gitlab_Scaling_Cpu_BE3FF53D',
    'aws_appautoscaling_policy.tools_Services_gitlab_Scaling_Memory_6A491A22',
    'aws_appautoscaling_policy.tools_Services_gitlab_Scaling_Requests_923A69A4',
    'aws_appautoscaling_target.tools_Services_gitlab_Scaling_A30EEA98',
    'aws_cloudwatch_log_group.tools_LogGroups_gitlab_096FC573',
    'aws_cloudwatch_metric_alarm.tools_Services_gitlab_DeploymentAlarms_Errors_E088F40F',
    'aws_cloudwatch_metric_alarm.tools_Services_gitlab_DeploymentAlarms_UnhealthyHosts_B049E51E',
    'aws_ecs_cluster.tools_Cluster_783E0BA1',
    'aws_ecs_cluster_capacity_providers.tools_Cluster_CapacityProviders_A725E0E2',
    'aws_ecs_service.tools_Services_gitlab_B782DF4C',
    'aws_ecs_task_definition.tools_Services_gitlab_TaskDefinition_8878BDF3',
    'aws_iam_role.tools_Services_gitlab_ExecutionRole_FEB45599',
    'aws_iam_role.tools_Services_gitlab_TaskRole_716C2356',
    'aws_iam_role_policy.tools_Services_gitlab_ExecutionPolicy_75F86E4E',
    'aws_lb.tools_LoadBalancer_39624447',
    'aws_lb_listener.tools_LoadBalancer_Https_30A71E18',
    'aws_lb_listener.tools_LoadBalancer_Redirect_83B30ED2',
    'aws_lb_listener_rule.tools_Rules_gitlab_73666D6D',
    'aws_lb_listener_rule.tools_Services_gitlab_TargetGroup_Attachment_2D02E8D4',
    'aws_lb_target_group.tools_Services_gitlab_TargetGroup_529BB062',
    'aws_security_group.tools_LoadBalancer_SecurityGroup_ACDEB609',
    'aws_security_group.tools_Services_gitlab_SecurityGroup_30231EFC',
    'aws_vpc_security_group_egress_rule.tools_Services_gitlab_Https_B49468AC',
    'aws_vpc_security_group_egress_rule.tools_Services_gitlab_OfLoadBalancer_E4FC280A',
    'aws_vpc_security_group_ingress_rule.tools_LoadBalancer_Ingress_vpc-443_A014FE12',
    'aws_vpc_security_group_ingress_rule.tools_LoadBalancer_Ingress_vpc-80_A0961EC6',
    'aws_vpc_security_group_ingress_rule.tools_Services_gitlab_FromLoadBalancer_E26C669E',
  ]);
});
