import { unknownServer } from '@mcp-fleet/catalog';
import type { Deployment, Instance, PlanContext } from './context';
import { checkFixedPorts } from './rules/fixed-ports';
import { targets } from './targets';

/** The deployments of the environment with their servers looked up. Reports unknown and undeployable servers. */
export function resolveDeployments(context: PlanContext): Deployment[] {
  const { environment } = context;
  const deployments = Object.entries(environment.deployments).map(([name, input]) => {
    const path = `deployments.${name}`;
    const instances = Object.entries(input.servers).flatMap(([instance, instanceInput]) => {
      const at = `${path}.servers.${instance}`;
      const resolved = resolveInstance(context, at, instance, instanceInput, input.target);
      return resolved ? [resolved] : [];
    });
    // In a task each server is a container of its own.
    if (input.topology === 'multi-server' && targets[input.target].shared === 'image')
      reportUnshareable(context, instances);
    const deployment = { name, input, path, instances };
    checkFixedPorts(context, deployment);
    return deployment;
  });
  reportDuplicates(context);
  return deployments;
}

function resolveInstance(
  context: PlanContext,
  path: string,
  name: string,
  input: Instance['input'],
  target: Deployment['input']['target'],
): Instance | undefined {
  const key = input.server ?? name;
  const { servers } = context.input.catalog;
  const server = Object.hasOwn(servers, key) ? servers[key] : undefined;
  if (server === undefined) {
    context.report({
      code: 'unknown-server',
      path: input.server === undefined ? path : `${path}.server`,
      value: key,
      ...unknownServer(key, Object.keys(servers)),
    });
    return undefined;
  }
  if (server.problem) {
    context.report({ code: 'server-not-deployable', path, value: key, ...server.problem });
    return undefined;
  }
  if (server.runtime.sessions === 'per-client' && !targets[target].keepsProcesses) {
    context.report({
      code: 'server-needs-sessions',
      path,
      value: key,
      rule: 'this server wants a process for each MCP session, and Lambda keeps none between requests',
      fix: "deploy it on target fargate, or set sessions to 'shared' in its deployment.json if it can share",
    });
  }
  return { name, input, server, path };
}

/** The folders of several servers fit on one system; a server that comes as an image brings one of its own. */
function reportUnshareable(context: PlanContext, instances: readonly Instance[]): void {
  for (const { server, path } of instances) {
    if (server.source?.kind !== 'oci') continue;
    context.report({
      code: 'server-needs-own-image',
      path,
      value: server.key,
      rule: 'this server comes as an image, and cannot be put into one image with others',
      fix: "use topology 'per-server', or move it into a deployment of its own with that topology",
    });
  }
}

/** An instance name is in public paths, secrets and alarms, so it is unique in its environment. */
function reportDuplicates(context: PlanContext): void {
  const first = new Map<string, string>();
  for (const [deployment, { servers }] of Object.entries(context.environment.deployments)) {
    for (const instance of Object.keys(servers)) {
      const path = `deployments.${deployment}.servers.${instance}`;
      const other = first.get(instance);
      if (other === undefined) first.set(instance, path);
      else {
        context.report({
          code: 'duplicate-instance',
          path,
          value: instance,
          rule: `an instance name is unique in its environment, and ${other} has it`,
          fix: `give it another name: '${instance}-2': { server: '${servers[instance]?.server ?? instance}' }`,
        });
      }
    }
  }
}
