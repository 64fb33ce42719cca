import type { Deployment, PlanContext } from '../context';
import type { Named } from '../target';
import { targets } from '../targets';

/**
 * Names in both topologies, so that a change of one word never meets a name that is taken. What modules put behind a
 * name (see `names`) keeps roles, rules and alarms apart once these differ.
 */
export function checkNames(context: PlanContext, deployments: readonly Deployment[]): void {
  const namedOf = ({ input }: Deployment) => targets[input.target].named;
  const said = new Set<string>();
  for (const kind of new Set(Object.values(targets).flatMap(({ named }) => named))) {
    const having = deployments.filter((deployment) => namedOf(deployment).includes(kind));
    checkKind(context, having, kind, said);
  }
}

/** @param said paths that were reported already: what is true of one kind mostly is true of the next. */
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
