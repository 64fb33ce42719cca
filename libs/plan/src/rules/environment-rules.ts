import type { PlanContext } from '../context';
import { checkThrottle } from './throttle-rules';

/** Rules about the environment as a whole. */
export function checkEnvironment(context: PlanContext): void {
  const { environment } = context;
  if (environment.protected && (environment.state ?? 'local') === 'local') {
    context.report({
      code: 'state-not-shared',
      path: 'state',
      value: environment.state ?? 'local',
      rule: 'the state of a protected environment is not kept on one computer',
      fix: "write state: { s3: { bucket: '…', region: '…' } }",
    });
  }
  checkThrottle(context, 'limits', environment.limits);
}

/** A stack that the environment still has would be kept and destroyed in one deploy. */
export function checkRetired(
  context: PlanContext,
  has: { readonly network: boolean; readonly dashboard: boolean },
): void {
  const without = {
    network: 'remove it here: a deployment has target fargate and no network of somebody else',
    dashboard: 'remove it here, or write observability: { dashboard: false }',
  };
  (context.environment.retired ?? []).forEach((name, i) => {
    if ((name !== 'network' && name !== 'dashboard') || !has[name]) return;
    context.report({
      code: 'invalid-value',
      path: `retired.${i}`,
      value: name,
      rule: `a ${name} is taken down once nothing needs it`,
      fix: without[name],
    });
  });
}
