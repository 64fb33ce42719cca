import {
  FargateServer,
  LoadBalancer,
  type ContainerProps,
  type FargateAlbProps,
  type FargateServerProps,
  type LoadBalancerProps,
} from '@mcp-fleet/fargate-alb';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  type Block,
  type TerraformJson,
} from '@mcp-fleet/testing';

export const place = { partition: 'aws', region: 'us-east-1', account: '111122223333' };
export const certificateArn =
  'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';

export const repositoryArn = (name: string) => `arn:aws:ecr:us-east-1:111122223333:repository/mcp/${name}`;
export const secretArn = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/${name}-a1B2c3`;

/** A container of a server that has an image in ECR and nothing else. */
export const container = (name: string, more: Partial<ContainerProps> = {}): ContainerProps => ({
  imageUri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp/${name}@sha256:${'0'.repeat(64)}`,
  repositoryArn: repositoryArn(name),
  logGroupName: `/ecs/dev/tools/${name}`,
  ...more,
});

export const listener = {
  listenerArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/dev-tools/1/2',
  loadBalancerArnSuffix: 'app/dev-tools/1',
  securityGroupId: 'sg-0123456789abcdef0',
};

/** A service of one server. */
export const serverProps: FargateServerProps = {
  serviceName: 'dev-tools-gitlab',
  targetGroupName: 'dev-tools-gitlab',
  containers: { gitlab: container('gitlab') },
  cluster: { clusterName: 'dev-tools', clusterArn: 'arn:aws:ecs:us-east-1:111122223333:cluster/dev-tools' },
  listener,
  network: { vpcId: 'vpc-0123456789abcdef0', subnetIds: { a: 'subnet-a', b: 'subnet-b' } },
  place,
};

/** What turns it into a service of a front router with three servers. */
export const several: Partial<FargateServerProps> = {
  serviceName: 'dev-tools',
  targetGroupName: 'dev-tools',
  frontContainer: 'router',
  cpu: 512,
  memoryMiB: 1024,
  containers: {
    router: container('router', { cpu: 128, memoryMiB: 128 }),
    pagerduty: container('pagerduty', {
      memoryMiB: 256,
      environment: { MCP_ROUTER_PORT: '8100', A: '1' },
      secrets: { MCP_SECRET_PAGERDUTY: secretArn('pagerduty') },
    }),
    gitlab: container('gitlab', { memoryMiB: 256, secrets: { MCP_SECRET_GITLAB: secretArn('gitlab') } }),
  },
};

export function makeServer(props: Partial<FargateServerProps> = {}): TerraformJson {
  const stack = testStack();
  new FargateServer(stack, 'gitlab', { ...serverProps, ...props });
  return synthesised(stack);
}

/** Two zones, with clients in the VPC. */
export const network = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: { a: 'subnet-a', b: 'subnet-b' },
  clientCidrs: { vpc: '10.0.0.0/16' },
};

export const webAclArn =
  'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/mcp/11111111-2222-3333-4444-555555555555';

export function makeLoadBalancer(props: Partial<LoadBalancerProps> = {}): TerraformJson {
  const stack = testStack();
  new LoadBalancer(stack, 'door', { name: 'dev-tools', network, certificateArn, place, ...props });
  return synthesised(stack);
}

/** A front door whose two servers have a service each. */
export const perServer: FargateAlbProps = {
  name: 'dev-tools',
  place,
  network,
  taskSubnetIds: { a: 'subnet-c', b: 'subnet-d' },
  certificateArn,
  host: 'mcp.example.com',
  services: {
    gitlab: {
      serviceName: 'dev-tools-gitlab',
      targetGroupName: 'dev-tools-gitlab',
      containers: { gitlab: container('gitlab') },
    },
    pagerduty: {
      serviceName: 'dev-tools-pagerduty',
      targetGroupName: 'dev-tools-pagerduty',
      containers: { pagerduty: container('pagerduty') },
    },
  },
  servers: { gitlab: { service: 'gitlab' }, pagerduty: { service: 'pagerduty' } },
};

/** The same with both servers in one task. */
export const multiServer: FargateAlbProps = {
  ...perServer,
  services: {
    'multi--server': {
      serviceName: 'dev-tools',
      targetGroupName: 'dev-tools',
      frontContainer: 'router',
      cpu: 512,
      memoryMiB: 1024,
      containers: {
        router: container('router'),
        gitlab: container('gitlab'),
        pagerduty: container('pagerduty'),
      },
    },
  },
  servers: { gitlab: { service: 'multi--server' }, pagerduty: { service: 'multi--server' } },
};

/** A container definition as ECS gets it. */
export type Definition = Readonly<Record<string, unknown>> & { readonly name: string };

export function definitionsOf(json: TerraformJson): Definition[] {
  const task = onlyResource(json, 'aws_ecs_task_definition');
  return JSON.parse(String(task.container_definitions)) as Definition[];
}

/** The only resource of a type whose address holds a text. */
export function resourceAt(json: TerraformJson, type: string, text: string): Block {
  const found = Object.entries(resourcesOf(json, type)).filter(([id]) => id.includes(text));
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} of ${type} with ${text}`);
  return found[0][1];
}

/** Addresses that begin with a type and hold a text. */
export const addressesAt = (json: TerraformJson, type: string, text = '') =>
  addresses(json).filter((it) => it.startsWith(`${type}.`) && it.includes(text));

/** The only one of these, as a reference to an attribute. */
export function referenceTo(json: TerraformJson, type: string, attribute: string, text = ''): string {
  const found = addressesAt(json, type, text);
  if (found.length !== 1) throw new Error(`${found.length} addresses of ${type} with ${text}`);
  return `\${${found[0]}.${attribute}}`;
}

/** Statements of an inline policy or a trust. */
export const statementsOf = (policy: unknown) => JSON.parse(String(policy)).Statement as unknown[];

/** The message of one broken prop. */
export const broken = (path: string, got: string, rule: string, fix = 'use a value within it') =>
  `${path}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;
