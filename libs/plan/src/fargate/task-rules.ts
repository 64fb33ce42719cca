import { boundsViolation, limits, ruleOf, violation, withQuotas } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';
import type { FargateDeploymentPlan, ServicePlan } from '../model/fargate-plan';
import { checkPolicy } from '../rules/policy-rules';
import { quotaFix } from '../rules/quota';
import { checkScalingSchedule } from '../rules/schedule-rules';
import { reportSize } from '../sizes';

/** The front router takes one of the ten containers of a task. */
const LONGEST_TASK = limits.ecs.containersPerTask.max - 1;
/** Characters of a container in a task definition, beside what its router is told. */
const CONTAINER_CHARACTERS = 2000;

/** Rules about the services of a deployment and their tasks, and about how many the load balancer takes. */
export function checkTasks(context: PlanContext, deployment: Deployment, plan: FargateDeploymentPlan): void {
  checkRules(context, deployment, plan);
  checkTargetGroups(context, deployment, plan);
  checkTask(context, deployment);
  for (const instance of deployment.instances) {
    checkScaling(context, instance, plan.services[plan.instances[instance.name]?.service ?? '']);
  }
  checkSchedules(context, deployment);
  for (const [key, service] of Object.entries(plan.services)) {
    const path = Object.hasOwn(plan.instances, key) ? `${deployment.path}.servers.${key}` : deployment.path;
    checkDefinition(context, path, service);
    checkPolicy(context, path, service.permissions, service.parameterArns);
  }
}

/** Public rules an instance, more where the listener checks tokens, and one that attaches each service. */
function checkRules(context: PlanContext, deployment: Deployment, plan: FargateDeploymentPlan): void {
  const instances = Object.keys(plan.instances).length;
  const services = Object.keys(plan.services).length;
  const { jwt } = plan.loadBalancer;
  const each = jwt ? (jwt.browsers ? 3 : 2) : 1;
  const limit = withQuotas(limits.loadBalancer.rules, context.quotas);
  const rule = violation(limit, instances * each + services);
  if (rule === undefined) return;
  const fit = Math.floor((limit.max ?? 0) / (each + 1));
  context.report({
    code: 'quota-exceeded',
    path: `${deployment.path}.servers`,
    value: `${instances} instances, ${instances * each + services} rules`,
    rule: `${rule}: room for ${fit} instances`,
    fix: `split the deployment; ${quotaFix(limit.quota)}`,
  });
}

function checkTargetGroups(context: PlanContext, { path }: Deployment, plan: FargateDeploymentPlan): void {
  const groups = Object.keys(plan.services).length;
  const limit = withQuotas(limits.loadBalancer.targetGroups, context.quotas);
  const rule = violation(limit, groups);
  if (rule === undefined) return;
  context.report({
    code: 'quota-exceeded',
    path: `${path}.servers`,
    value: `${groups} target groups`,
    rule,
    fix: `split the deployment; ${quotaFix(limit.quota)}`,
  });
}

function checkTask(context: PlanContext, { input, instances, path }: Deployment): void {
  if (input.topology !== 'multi-server') return;
  for (const { input: instance, path: at } of instances) {
    reportSize(context, `${at}.size.memoryMiB`, instance.size?.memoryMiB, limits.ecs.containerMemoryMiB);
  }
  if (instances.length <= LONGEST_TASK) return;
  context.report({
    code: 'task-too-large',
    path: `${path}.servers`,
    value: `${instances.length} servers`,
    rule: `a task holds ${LONGEST_TASK} servers and the router in front of them: ${ruleOf(limits.ecs.containersPerTask)}`,
    fix: "use topology 'per-server', or split the deployment",
  });
}

function checkScaling(
  context: PlanContext,
  { name, path, input, server }: Instance,
  service: ServicePlan | undefined,
): void {
  const { min, max, schedules = {} } = input.scaling ?? {};
  const bounds = boundsViolation(min, max);
  if (bounds !== undefined) {
    context.report({
      code: 'invalid-value',
      path: `${path}.scaling`,
      value: { min, max },
      rule: bounds,
      fix: 'raise max, or lower min',
    });
  }
  for (const [key, schedule] of Object.entries(schedules)) {
    checkScalingSchedule(context, `${path}.scaling.schedules.${key}`, schedule);
    if (schedule.min <= schedule.max) continue;
    context.report({
      code: 'invalid-value',
      path: `${path}.scaling.schedules.${key}`,
      value: { min: schedule.min, max: schedule.max },
      rule: 'the lower bound is not above the upper one [API:application-autoscaling.ScalableTargetAction]',
      fix: 'raise max, or lower min',
    });
  }
  const scheduled = Object.values(schedules).map((schedule) => schedule.max);
  const written = Math.max(min ?? 0, max ?? 0, ...scheduled);
  const rule = violation(withQuotas(limits.ecs.desiredCount, context.quotas), written);
  if (rule !== undefined) {
    context.report({
      code: 'quota-exceeded',
      path: `${path}.scaling`,
      value: `${written} tasks`,
      rule,
      fix: quotaFix(limits.ecs.desiredCount.quota),
    });
  }
  const planned = service?.scaling;
  const most = Math.max(
    planned?.max ?? 1,
    ...Object.values(planned?.schedules ?? {}).map((schedule) => schedule.max),
  );
  if (server.runtime.sessions === 'per-client' && most > 1) {
    context.report({
      code: 'sessions-need-one-task',
      path: `${path}.scaling`,
      value: `up to ${most} tasks`,
      rule: `server ${server.key} keeps a process for each MCP session, and a load balancer may send a session's next call to another task`,
      fix:
        service?.frontContainer === name
          ? 'write scaling: { min: 1, max: 1 }, and no more in its schedules'
          : 'write scaling: { min: 1, max: 1 } for all that share its task, or give it a deployment of its own',
    });
  }
}

/** A schedule of a shared task is one, whichever of its instances says it. */
function checkSchedules(context: PlanContext, { input, instances, path }: Deployment): void {
  if (input.topology !== 'multi-server') return;
  const first = new Map<string, { readonly text: string; readonly path: string }>();
  for (const { name, input: instance } of instances) {
    for (const [key, schedule] of Object.entries(instance.scaling?.schedules ?? {})) {
      const { schedule: when, timezone = 'UTC', min, max } = schedule;
      const at = `${path}.servers.${name}.scaling.schedules.${key}`;
      const text = JSON.stringify([when, timezone, min, max]);
      const other = first.get(key);
      if (other === undefined) first.set(key, { text, path: at });
      else if (other.text !== text) {
        context.report({
          code: 'invalid-value',
          path: at,
          value: `${when} ${timezone}, ${min} to ${max} tasks`,
          rule: `instances that share a task share its schedules, and ${other.path} is another one`,
          fix: "give it another name, write the same in both, or use topology 'per-server'",
        });
      }
    }
  }
}

function checkDefinition(context: PlanContext, path: string, { containers }: ServicePlan): void {
  const characters = Object.values(containers).reduce(
    // What a router is told is a text within the text, so that its quotes count twice.
    (sum, { router }) => sum + CONTAINER_CHARACTERS + JSON.stringify(JSON.stringify(router)).length,
    0,
  );
  const rule = violation(limits.ecs.taskDefinitionCharacters, characters);
  if (rule === undefined) return;
  context.report({
    code: 'limit-exceeded',
    path,
    value: `about ${characters} characters`,
    rule,
    fix: "move long settings to SSM, { ssm: '/path' }, shorten long lists of audiences or origins, or split the deployment",
  });
}
