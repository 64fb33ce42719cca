import type { Deployment, PlanContext } from '../context';
import { names } from '../model/names';

/** A kind of thing whose names are made from those of deployments, or of deployments and instances. */
interface Named {
  /** As the subject of a sentence. */
  readonly what: string;
  readonly nameOf: (environment: string, deployment: string, instance?: string) => string;
  /** What it is called otherwise: a function in the VPC. @default - nothing else */
  readonly alsoOf?: (environment: string, deployment: string, instance?: string) => string;
  /** A deployment has one, whatever its instances. @default - one for all, and one an instance */
  readonly once?: true;
}

const FUNCTIONS: readonly Named[] = [
  {
    what: 'a function or service name',
    nameOf: names.function,
    alsoOf: (environment, deployment, instance) => names.function(environment, deployment, instance, true),
  },
];
/** Shorter than names of functions: a cut one may be what another one is called. */
const TASKS: readonly Named[] = [
  { what: 'a function or service name', nameOf: names.service },
  { what: 'the name of a target group', nameOf: names.targetGroup },
  { what: 'the name of a load balancer', nameOf: names.loadBalancer, once: true },
  { what: 'the name of a state machine', nameOf: names.secretRefresh, once: true },
];
const CONTAINERS: readonly Named[] = [
  { what: 'a container name', nameOf: names.container },
  { what: 'the name of a network', nameOf: names.network, once: true },
];

/**
 * Names in both topologies, so that a change of one word never meets a name that is taken. What modules put behind a
 * name (see `names`) keeps roles, rules and alarms apart once these differ.
 */
export function checkNames(context: PlanContext, deployments: readonly Deployment[]): void {
  const tasks = deployments.filter(({ input }) => input.target === 'fargate');
  const said = new Set<string>();
  for (const kind of FUNCTIONS) checkKind(context, deployments, kind, said);
  for (const kind of TASKS) checkKind(context, tasks, kind, said);
}

/** The same for containers on a laptop. */
export function checkContainerNames(context: PlanContext, deployments: readonly Deployment[]): void {
  const said = new Set<string>();
  for (const kind of CONTAINERS) checkKind(context, deployments, kind, said);
}

/** @param said the paths that were reported: what is true of one kind mostly is of the next. */
function checkKind(
  context: PlanContext,
  deployments: readonly Deployment[],
  { what, nameOf, alsoOf, once }: Named,
  said: Set<string>,
): void {
  const owners = new Map<string, string>();
  const { name: environment } = context.environment;
  const claims = (path: string, ...of: [deployment: string, instance?: string]) =>
    [nameOf, ...(alsoOf ? [alsoOf] : [])].map((make) => ({ path, name: make(environment, ...of) }));
  const all = deployments.flatMap(({ name, path }) => claims(path, name));
  const each = deployments.flatMap(({ name, instances }) =>
    instances.flatMap((instance) => claims(instance.path, name, instance.name)),
  );
  for (const { path, name } of once ? all : [...all, ...each]) {
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, path);
    else if (!said.has(path)) {
      said.add(path);
      context.report({
        code: 'name-collision',
        path,
        value: name,
        rule: `${what} is given once, and ${owner} has this one${once ? '' : ' (in either topology)'}`,
        fix: 'rename the deployment or the instance',
      });
    }
  }
}
