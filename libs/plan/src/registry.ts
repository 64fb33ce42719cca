import { didYouMean, limits, list, violation } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import { reservedNames } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from './context';
import { awsPlan } from './context';
import type { AwsPlan, RepositoryPlan } from './model/fleet-plan';
import { names } from './model/names';
import { targets } from './targets';

/** Where the images of an environment are. */
export interface Registry {
  /** Account and Region of the registry. */
  readonly aws: AwsPlan;
  /** Path before `/<server>`. */
  readonly prefix: string;
}

/** The registry that an environment pulls from. Reports one that does not exist or cannot serve it. */
export function resolveRegistry(context: PlanContext): Registry {
  const { environment, aws } = context;
  const registry = environment.registry ?? 'own';
  const prefix = names.registryPrefix(environment.name);
  if (registry === 'own') return { aws, prefix };
  if ('account' in registry) {
    // Lambda pulls within its Region only, so a given registry is the account's one there.
    return { aws: { ...aws, account: registry.account }, prefix: registry.prefix ?? prefix };
  }
  const owner = usableOwner(context, registry.environment);
  // With a registry of its own in place of one that cannot be used, nothing else looks wrong.
  return owner ? { aws: awsPlan(owner), prefix: names.registryPrefix(owner.name) } : { aws, prefix };
}

/** The environment whose registry is used; undefined, and reported, where it cannot be. */
function usableOwner(context: PlanContext, wanted: string): Environment | undefined {
  const path = 'registry.environment';
  const owners = context.input.environments.filter(
    (environment) => ownsRegistry(environment) && environment.name !== context.environment.name,
  );
  const owner = owners.find(({ name }) => name === wanted);
  if (owner === undefined) {
    const known = owners.map(({ name }) => name);
    const there = context.input.environments.some(({ name }) => name === wanted);
    context.report({
      code: 'registry-unknown',
      path,
      value: wanted,
      rule: `this names another environment that has a registry of its own: ${list(known) || 'there is none'}`,
      fix:
        there || known.length === 0
          ? "name the registry's owner itself, or write registry: 'own'"
          : didYouMean(wanted, known),
    });
    return undefined;
  }
  const { region } = awsPlan(owner);
  const inRegionOnly = Object.values(context.environment.deployments).some(
    ({ target }) => targets[target].pullsInRegion,
  );
  if (region === context.aws.region || !inRegionOnly) return owner;
  context.report({
    code: 'registry-region-differs',
    path,
    value: region,
    rule: `Lambda pulls images only from its own Region, here ${context.aws.region} [docs:lambda/images-create]`,
    fix: "use a registry in that Region, or write registry: 'own'",
  });
  return undefined;
}

function ownsRegistry({ registry, aws }: Environment): boolean {
  return aws !== undefined && (registry ?? 'own') === 'own';
}

/** The environments that pull from this one's registry, this one first. */
function pullers({ environment, input }: PlanContext): Environment[] {
  const others = input.environments.filter(
    ({ name, registry, aws }) =>
      name !== environment.name &&
      aws !== undefined &&
      typeof registry === 'object' &&
      'environment' in registry &&
      registry.environment === environment.name,
  );
  return [environment, ...others.sort((a, b) => (a.name < b.name ? -1 : 1))];
}

/** The repositories that an environment owns: for its servers and deployments and those of all that pull from it. */
export function planRepositories(
  context: PlanContext,
  deployments: readonly Deployment[],
): Record<string, RepositoryPlan> {
  reportContested(context, deployments);
  if (!ownsRegistry(context.environment)) return {};
  const users = pullers(context);
  const keys = new Set(users.flatMap(repositoryKeys));
  const lambdaReaders = users.map((user) => ({ ...awsPlan(user), functionNamePrefix: `${user.name}-` }));
  const plans = [...keys].sort().map((key): [string, RepositoryPlan] => {
    const name = `${names.registryPrefix(context.environment.name)}/${key}`;
    return [
      key,
      {
        name,
        deployedBy: users.map((user) => user.name),
        lambdaReaders,
        forceDelete: !users.some((user) => user.protected),
        tags: tagsOf(context, key),
      },
    ];
  });
  for (const [key, { name }] of plans) {
    const reserved = reservedNames.includes(key) && Object.hasOwn(context.input.catalog.servers, key);
    const rule = reserved
      ? `mcp-fleet keeps these names for itself: ${reservedNames.join(', ')}`
      : violation(limits.ecr.repositoryName, name);
    if (rule === undefined) continue;
    const code = reserved ? 'reserved-name' : 'limit-exceeded';
    context.report({
      code,
      path: `servers.${key}`,
      value: key,
      rule,
      fix: 'rename the folder of the server',
    });
  }
  return Object.fromEntries(plans);
}

function tagsOf({ input }: PlanContext, key: string): Record<string, string> {
  if (key === ROUTER_REPOSITORY) return {};
  return Object.hasOwn(input.catalog.servers, key) ? { Server: key } : { Deployment: key };
}

/** Repository of the router alone: the front of a task with several servers. */
export const ROUTER_REPOSITORY = 'router';

/**
 * Both topologies have their repositories at all times, so that a switch deletes none: that of the one image of all
 * servers on Lambda, that of the front router on Fargate.
 */
function repositoryKeys({ deployments }: Environment): string[] {
  return Object.entries(deployments).flatMap(([name, { target, servers }]) => [
    targets[target].shared === 'task' ? ROUTER_REPOSITORY : name,
    ...serverKeys(servers),
  ]);
}

function serverKeys(servers: Environment['deployments'][string]['servers']): string[] {
  return Object.entries(servers).map(([instance, { server }]) => server ?? instance);
}

/** A deployment may share its name with a server only if it holds just that one: the images are then the same. */
function reportContested(context: PlanContext, deployments: readonly Deployment[]): void {
  const { catalog } = context.input;
  for (const { name, instances, path, input } of deployments) {
    if (targets[input.target].shared === 'task') continue;
    const held = new Set(instances.map(({ server }) => server.key));
    if (Object.hasOwn(catalog.servers, name) && !(held.size === 1 && held.has(name))) {
      context.report({
        code: 'name-collision',
        path,
        value: name,
        rule: `the repository of server ${name} has this name too, and this deployment's image holds other servers`,
        fix: `rename the deployment: '${name}-tools'`,
      });
    }
  }
}
