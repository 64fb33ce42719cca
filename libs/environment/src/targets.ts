import { FleetError } from '@mcp-fleet/core';

type Raw = Readonly<Record<string, unknown>>;

/** A key that only some targets know. */
interface TargetKey {
  readonly key: string;
  readonly targets: readonly string[];
  /** Why the others do not. */
  readonly because: string;
}

/** Keys that are not here are every target's. */
const deploymentKeys: readonly TargetKey[] = [
  { key: 'edge', targets: ['lambda', 'fargate'], because: 'on a laptop clients reach the container itself' },
  ...['exposure', 'clients', 'plainHttp', 'webAclArn'].map((key) => ({
    key,
    targets: ['fargate'],
    because: 'it is about a load balancer',
  })),
  ...['host', 'certificateArn', 'failover'].map((key) => ({
    key,
    targets: ['lambda', 'fargate'],
    because: 'a laptop has no name of its own',
  })),
  {
    key: 'vpc',
    targets: ['lambda'],
    because: 'tasks always are in the VPC, and containers of a laptop are in none',
  },
  { key: 'capacity', targets: ['fargate'], because: 'functions and laptops have no Spot capacity' },
  { key: 'debug', targets: ['fargate'], because: 'it is a shell in a task' },
  { key: 'port', targets: ['docker'], because: 'at AWS clients reach the edge' },
];
const instanceKeys: readonly TargetKey[] = [
  { key: 'limits', targets: ['lambda'], because: 'throttles are those of an API at AWS' },
  { key: 'concurrency', targets: ['lambda'], because: 'it is the concurrency of a Lambda function' },
  { key: 'scaling', targets: ['fargate'], because: 'it is a number of tasks' },
  { key: 'rotation', targets: ['lambda', 'fargate'], because: 'secrets of a laptop are in .env' },
  { key: 'alarms', targets: ['lambda', 'fargate'], because: 'a laptop writes no metrics' },
  { key: 'port', targets: ['docker'], because: 'at AWS clients reach the edge' },
];
const sizeKeys: readonly TargetKey[] = [
  { key: 'cpus', targets: ['docker', 'fargate'], because: 'a function gets its CPU with its memory' },
];

/** The edges of each target; the first is the default. */
const edges: ReadonlyMap<string, readonly string[]> = new Map([
  ['lambda', ['http-api', 'rest-api']],
  ['fargate', ['alb']],
]);

const atAws: readonly unknown[] = ['lambda', 'fargate'];
const knownTargets: readonly string[] = ['lambda', 'fargate', 'docker'];

/** What an environment has only at AWS. */
const awsKeys: Readonly<Record<string, string>> = {
  aws: 'a laptop has no account and no Region',
  network: 'containers of a laptop are in no VPC',
  domain: 'a laptop has no name of its own',
  secrets: 'secrets of a laptop are in .env',
  alarms: 'a laptop writes no metrics',
  registry: 'images of a laptop are those that its engine has built',
  limits: 'throttles are those of an API at AWS',
  quotas: 'quotas are those of an AWS account',
  observability: 'traces and dashboards are at AWS',
};

/** Whether all of an environment runs on a laptop, so that it needs no AWS account. */
export function isLaptop(environment: {
  readonly deployments?: unknown;
  readonly [key: string]: unknown;
}): boolean {
  const deployments = Object.values(record(environment['deployments']));
  if (deployments.length > 0) return deployments.every((deployment) => targetOf(deployment) === 'docker');
  // Nothing is left but what is being taken down.
  return environment['aws'] === undefined && Array.isArray(environment['retired']);
}

/** Keys that mean nothing where a deployment runs, laptop and AWS in one file, and an account that is missing. */
export function targetErrors(raw: unknown): FleetError[] {
  const environment = record(raw);
  const deployments = Object.entries(record(environment['deployments']));
  return [
    ...(isLaptop(environment) ? laptopErrors(environment) : awsErrors(environment, deployments)),
    ...deployments.flatMap(([name, deployment]) =>
      deploymentErrors(`deployments.${name}`, record(deployment)),
    ),
  ];
}

function awsErrors(environment: Raw, deployments: readonly [string, unknown][]): FleetError[] {
  const docker = deployments.filter(([, deployment]) => targetOf(deployment) === 'docker');
  const mixed = deployments.some(([, deployment]) => atAws.includes(targetOf(deployment))) ? docker : [];
  return [
    ...(environment['aws'] === undefined ? [accountMissing()] : []),
    ...keysErrors(environment, deployments),
    ...mixed.map(
      ([name]) =>
        new FleetError({
          code: 'targets-mixed',
          path: `deployments.${name}.target`,
          value: 'docker',
          rule: 'an environment is at AWS or on a laptop: the others of its deployments are at AWS',
          fix: 'move this one into an environment of its own, such as environments/local',
        }),
    ),
  ];
}

/** Routers and API Gateway find the keys of an issuer by themselves. */
function keysErrors(environment: Raw, deployments: readonly [string, unknown][]): FleetError[] {
  const { jwksUri, alsoAt } = record(record(environment['access'])['jwt']);
  const onFargate = deployments.some(([, deployment]) => targetOf(deployment) === 'fargate');
  if (jwksUri === undefined || (onFargate && alsoAt === 'edge')) return [];
  return [
    new FleetError({
      code: 'not-for-target',
      path: 'access.jwt.jwksUri',
      rule: `only a load balancer that checks tokens reads it, and ${onFargate ? 'none does here' : 'no deployment here has target fargate'}: all others find the keys by the issuer's metadata`,
      fix: onFargate ? "remove it, or write alsoAt: 'edge'" : 'remove it',
    }),
  ];
}

function accountMissing(): FleetError {
  return new FleetError({
    code: 'missing-key',
    path: 'aws',
    rule: 'this key is required',
    fix: 'add it: account and Region that everything is in',
  });
}

function laptopErrors(environment: Raw): FleetError[] {
  const keys = Object.entries(awsKeys).filter(([key]) => environment[key] !== undefined);
  const jwt = record(record(environment['access'])['jwt']);
  return [
    ...keys.map(([key, because]) => notForLaptop(key, because)),
    ...(environment['protected'] === true
      ? [notForLaptop('protected', 'what runs on a laptop can be made again at any time')]
      : []),
    ...('s3' in record(environment['state'])
      ? [notForLaptop('state', "its containers are nobody else's", "write state: 'local', or remove it")]
      : []),
    ...['alsoAt', 'jwksUri'].flatMap((key) =>
      jwt[key] === undefined ? [] : [notForLaptop(`access.jwt.${key}`, 'a laptop has no edge')],
    ),
  ];
}

function notForLaptop(path: string, because: string, fix = 'remove it'): FleetError {
  return new FleetError({
    code: 'not-for-target',
    path,
    rule: `all deployments of this environment have target docker: ${because}`,
    fix,
  });
}

function deploymentErrors(path: string, deployment: Raw): FleetError[] {
  const target = targetOf(deployment);
  // A target that is none breaks the schema: which keys it has, nobody knows.
  if (typeof target !== 'string' || !knownTargets.includes(target)) return [];
  return [
    ...wrongKeys(path, deployment, target, deploymentKeys),
    ...wrongEdge(path, deployment['edge'], target),
    ...Object.entries(record(deployment['servers'])).flatMap(([name, instance]) => {
      const at = `${path}.servers.${name}`;
      const { size, settings } = record(instance);
      return [
        ...wrongKeys(at, record(instance), target, instanceKeys),
        ...wrongKeys(`${at}.size`, record(size), target, sizeKeys),
        ...(target === 'docker' ? parameterErrors(`${at}.settings`, record(settings)) : []),
      ];
    }),
  ];
}

function wrongKeys(path: string, object: Raw, target: string, keys: readonly TargetKey[]): FleetError[] {
  return keys
    .filter(({ key, targets }) => object[key] !== undefined && !targets.includes(target))
    .map(
      ({ key, targets, because }) =>
        new FleetError({
          code: 'not-for-target',
          path: `${path}.${key}`,
          rule: `target ${target} has no ${key}, only ${targets.join(' and ')} ${targets.length === 1 ? 'has' : 'have'}: ${because}`,
          fix: 'remove it',
        }),
    );
}

function wrongEdge(path: string, edge: unknown, target: string): FleetError[] {
  const own = edges.get(target);
  // What is no edge at all breaks the schema.
  const known = [...edges.values()].flat();
  if (own === undefined || own.includes(String(edge)) || !known.includes(String(edge))) return [];
  return [
    new FleetError({
      code: 'not-for-target',
      path: `${path}.edge`,
      value: edge,
      rule: `clients reach target ${target} by ${own.join(' or ')}`,
      fix: `write ${own.map((name) => `'${name}'`).join(' or ')}, or remove it`,
    }),
  ];
}

function parameterErrors(path: string, settings: Raw): FleetError[] {
  return Object.entries(settings)
    .filter(([, value]) => 'ssm' in record(value))
    .map(
      ([name]) =>
        new FleetError({
          code: 'not-for-target',
          path: `${path}.${name}`,
          rule: 'SSM parameters are read at AWS, and a container on a laptop has no rights there',
          fix: 'write the value itself',
        }),
    );
}

function targetOf(deployment: unknown): unknown {
  return record(deployment)['target'];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
