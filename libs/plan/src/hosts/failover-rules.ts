import { limits, violation } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from '../context';
import { names } from '../model/names';
import { isAskedFromOutside, isInZone, otherSide } from './hosts';

/** Both sides or none: AWS refuses a name with and without failover, and one side alone protects nobody. */
export function checkFailover(context: PlanContext, deployment: Deployment, host: string): void {
  const { input, path } = deployment;
  const { environment } = context;
  const at = `${path}.failover`;
  const { role, with: partner } = input.failover as NonNullable<typeof input.failover>;
  const wrong = (key: string, value: unknown, rule: string, fix: string) =>
    context.report({ code: 'failover-one-sided', path: `${at}.${key}`, value, rule, fix });
  if (!isInZone(host, environment)) {
    wrong(
      'with',
      partner,
      'records that fail over are made in the domain of the environment',
      `write domain: { zone: '…' } that ${host} is in`,
    );
  }
  const other = otherSide(context, deployment);
  if (partner === environment.name || other === undefined) {
    const named = context.input.environments.some(({ name }) => name === partner);
    wrong(
      'with',
      partner,
      `the other side is another environment that has a deployment with host ${host}${named && partner !== environment.name ? `, and ${partner} has none` : ''}`,
      `name the environment that has it, and write failover: { role: '${opposite(role)}', with: '${environment.name}' } there`,
    );
  } else {
    checkOtherSide(other.environment, other.name);
  }
  checkCheck(context, deployment, at);
  checkOwnHost(context, deployment, host);

  function checkOtherSide(their: Environment, name: string): void {
    const back = their.deployments[name]?.failover;
    const where = `environment ${their.name}, deployments.${name}`;
    if (back?.with !== environment.name || back.role === role) {
      wrong(
        back?.with === environment.name ? 'role' : 'with',
        back?.with === environment.name ? role : partner,
        `the two sides name each other, one as primary, one as secondary; ${where} says ${back ? `${back.role} with ${back.with}` : 'nothing of failover'}`,
        `write failover: { role: '${opposite(role)}', with: '${environment.name}' } there`,
      );
    }
    if (their.aws?.region === environment.aws?.region) {
      wrong(
        'with',
        partner,
        `the two sides are in two Regions, and both are in ${their.aws?.region}`,
        'move one of them to another Region',
      );
    }
    const [account, theirAccount] = [environment.aws?.account, their.aws?.account];
    if (account !== undefined && theirAccount !== undefined && account !== theirAccount) {
      wrong(
        'with',
        partner,
        `the records of both sides are in one zone, which is one account's; ${where} is in ${theirAccount}, this one in ${account}`,
        'write the same aws.account in both',
      );
    }
    if (their.domain?.zone !== environment.domain?.zone) {
      wrong(
        'with',
        partner,
        `the records of both sides are in one zone; ${where} has ${their.domain?.zone ?? 'none'}`,
        'write the same domain.zone in both',
      );
    }
  }
}

function opposite(role: 'primary' | 'secondary'): 'primary' | 'secondary' {
  return role === 'primary' ? 'secondary' : 'primary';
}

/** Somebody has to say when the primary is ill. */
function checkCheck(context: PlanContext, { input, instances, path }: Deployment, at: string): void {
  const all = Object.keys(input.servers);
  const { instance } = input.failover ?? {};
  if (instance === undefined ? all.length > 1 : !all.includes(instance)) {
    context.report({
      code: 'failover-check-missing',
      path: `${at}.instance`,
      value: instance,
      rule: `the health of one instance decides; there are: ${all.join(', ')}`,
      fix: `write instance: '${instances[0]?.name ?? all[0]}'`,
    });
  }
  if (!isAskedFromOutside(input) && context.environment.alarms === undefined) {
    const [because, otherwise] =
      input.exposure === 'internet'
        ? ["clients keeps Route 53's checkers out", `remove ${path}.clients`]
        : ['the internet does not reach an internal load balancer', `${path}.exposure: 'internet'`];
    context.report({
      code: 'failover-check-missing',
      path: at,
      rule: `${because}: its health is known by an alarm, and this environment has none [API:route53.HealthCheckConfig]`,
      fix: `write alarms: { email: ['…'] }, or ${otherwise}`,
    });
  }
}

function checkOwnHost(context: PlanContext, { path }: Deployment, host: string): void {
  const own = names.ownHost(context.environment.name, host);
  const rule = violation(limits.route53.host, own);
  if (rule === undefined) return;
  context.report({
    code: 'limit-exceeded',
    path: `${path}.host`,
    value: own,
    rule: `each side of a failover has a name of its own; ${rule}`,
    fix: 'choose a shorter host',
  });
}
