import type { FleetPlan } from '@mcp-fleet/plan';

/** The same environment with a shell in its tasks, which no example has; nothing where there are no tasks. */
export function withExec(plan: FleetPlan): FleetPlan[] {
  if (!plan.aws) return [];
  const text = JSON.stringify(plan);
  const open = text.replaceAll('"exec":false', '"exec":true');
  return open === text ? [] : [JSON.parse(open) as FleetPlan];
}
