import { FleetError, list } from '@mcp-fleet/core';
import type { z } from 'zod';
import { deploymentSchema, instanceSchema, sizeSchema } from './schema-deployment';
import { edgeNames, onlyFor, targetNames, targets, type TargetName } from './target-facts';

type Raw = Readonly<Record<string, unknown>>;

/** A target at AWS. */
export type AwsTargetName = {
  [T in TargetName]: (typeof targets)[T]['place'] extends 'aws' ? T : never;
}[TargetName];

/** True if what a target runs is at AWS. */
export function isAtAws(target: TargetName): target is AwsTargetName {
  return targets[target].place === 'aws';
}

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
  if (deployments.length > 0)
    return deployments.every((deployment) => factsOf(deployment)?.place === 'laptop');
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
  const onLaptop = deployments.filter(([, deployment]) => factsOf(deployment)?.place === 'laptop');
  const mixed = deployments.some(([, deployment]) => factsOf(deployment)?.place === 'aws') ? onLaptop : [];
  return [
    ...(environment['aws'] === undefined ? [accountMissing()] : []),
    ...keysErrors(environment, deployments),
    ...mixed.map(
      ([name, deployment]) =>
        new FleetError({
          code: 'targets-mixed',
          path: `deployments.${name}.target`,
          value: record(deployment)['target'],
          rule: 'an environment is at AWS or on a laptop: the others of its deployments are at AWS',
          fix: 'move this one into an environment of its own, such as environments/local',
        }),
    ),
  ];
}

/** Routers and API Gateway find the keys of an issuer by themselves. */
function keysErrors(environment: Raw, deployments: readonly [string, unknown][]): FleetError[] {
  const { jwksUri, alsoAt } = record(record(environment['access'])['jwt']);
  const read = deployments.some(([, deployment]) => factsOf(deployment)?.readsIssuerKeys);
  if (jwksUri === undefined || (read && alsoAt === 'edge')) return [];
  const readers = list(targetNames.filter((name) => targets[name].readsIssuerKeys));
  return [
    new FleetError({
      code: 'not-for-target',
      path: 'access.jwt.jwksUri',
      rule: `only a load balancer that checks tokens reads it, and ${read ? 'none does here' : `no deployment here has target ${readers}`}: all others find the keys by the issuer's metadata`,
      fix: read ? "remove it, or write alsoAt: 'edge'" : 'remove it',
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
  if (target === undefined) return [];
  return [
    ...wrongKeys(path, deployment, target, deploymentSchema),
    ...wrongEdge(path, deployment['edge'], target),
    ...Object.entries(record(deployment['servers'])).flatMap(([name, instance]) => {
      const at = `${path}.servers.${name}`;
      const { size, settings } = record(instance);
      return [
        ...wrongKeys(at, record(instance), target, instanceSchema),
        ...wrongKeys(`${at}.size`, record(size), target, sizeSchema),
        ...(targets[target].ssmSettings ? [] : parameterErrors(`${at}.settings`, record(settings))),
      ];
    }),
  ];
}

function wrongKeys(path: string, object: Raw, target: TargetName, schema: z.ZodObject): FleetError[] {
  return Object.entries(schema.shape).flatMap(([key, child]) => {
    const owners = onlyFor.get(child);
    if (object[key] === undefined || !owners || owners.targets.includes(target)) return [];
    const having = targetNames.filter((name) => owners.targets.includes(name));
    return new FleetError({
      code: 'not-for-target',
      path: `${path}.${key}`,
      rule: `target ${target} has no ${key}, only ${having.join(' and ')} ${having.length === 1 ? 'has' : 'have'}: ${owners.because}`,
      fix: 'remove it',
    });
  });
}

function wrongEdge(path: string, edge: unknown, target: TargetName): FleetError[] {
  const own: readonly string[] = targets[target].edges;
  // What is no edge at all breaks the schema; a target without edges has no such key.
  if (own.length === 0 || own.includes(String(edge)) || !edgeNames.some((name) => name === edge)) return [];
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

/** The target of a deployment as somebody wrote it; undefined if there is no such target. */
function targetOf(deployment: unknown): TargetName | undefined {
  const { target } = record(deployment);
  return targetNames.find((name) => name === target);
}

function factsOf(deployment: unknown): (typeof targets)[TargetName] | undefined {
  const target = targetOf(deployment);
  return target && targets[target];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
