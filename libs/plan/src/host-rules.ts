import { limits, violation } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from './context';
import { isInZone, otherSide } from './hosts';
import { names } from './names';

/** Rules about the domain of an environment, and about hosts of several. */
export function checkDomain(context: PlanContext): void {
  checkHosts(context);
  const { domain, deployments, name: own } = context.environment;
  if (domain === undefined) return;
  const used = Object.values(deployments).some(
    ({ host }) => host !== undefined && isInZone(host, context.environment),
  );
  if (!used && !domain.create) {
    context.report({
      code: 'domain-unused',
      path: 'domain',
      value: domain.zone,
      rule: 'a domain holds hosts, and no deployment of this environment has one in it',
      fix: `remove it, or give a deployment host: 'mcp.${domain.zone}'`,
    });
  }
  const other = context.input.environments.find(
    (it) => it.name !== own && it.domain?.create === true && it.domain.zone === domain.zone,
  );
  if (domain.create && other) {
    context.report({
      code: 'zone-taken',
      path: 'domain.create',
      value: domain.zone,
      rule: `one environment makes a zone, and ${other.name} makes this one: of two zones with one name the world sees one`,
      fix: 'remove create: the zone is then looked up',
    });
  }
}

/** Rules about the name of one front door. */
export function checkHost(context: PlanContext, deployment: Deployment): void {
  const { input, path } = deployment;
  const { host, certificateArn, failover } = input;
  checkCertificate(context, deployment);
  if (host === undefined) {
    for (const [key, value] of Object.entries({ certificateArn, failover })) {
      if (value !== undefined) reportHostMissing(context, path, key);
    }
    return;
  }
  const issued = certificateArn === undefined && !input.plainHttp;
  const { certificateFirstName } = limits.route53;
  const tooLong = issued ? violation(certificateFirstName, host) : undefined;
  if (tooLong !== undefined) {
    context.report({
      code: 'limit-exceeded',
      path: `${path}.host`,
      value: host,
      rule: tooLong,
      fix: 'choose a shorter name, or give a certificate that has it among its further names: certificateArn',
    });
  }
  if (failover) checkFailover(context, deployment, host);
}

function checkCertificate(context: PlanContext, { input, path }: Deployment): void {
  const { host, certificateArn, plainHttp, target } = input;
  const needed = (target === 'fargate' && !plainHttp) || (target === 'lambda' && host !== undefined);
  if (
    certificateArn === undefined &&
    needed &&
    !(host !== undefined && isInZone(host, context.environment))
  ) {
    reportNoCertificate(context, path, target, host);
  }
  const region = certificateArn?.split(':')[3];
  if (region !== undefined && region !== context.aws.region) {
    context.report({
      code: 'invalid-value',
      path: `${path}.certificateArn`,
      value: certificateArn,
      rule:
        target === 'fargate'
          ? `the certificate of a load balancer is in its own Region, here ${context.aws.region} [docs:elasticloadbalancing/https-listener-certificates]`
          : `the certificate of a Regional API is in its own Region, here ${context.aws.region} [docs:apigateway/http-api-custom-domain-names]`,
      fix: 'give a certificate of that Region',
    });
  }
}

function reportNoCertificate(
  context: PlanContext,
  path: string,
  target: string,
  host: string | undefined,
): void {
  const { domain } = context.environment;
  if (host !== undefined && domain !== undefined) {
    context.report({
      code: 'host-outside-zone',
      path: `${path}.host`,
      value: host,
      rule: `records and certificates are made in the zone ${domain.zone}, which answers for its own name and those below it`,
      fix: `use a name that ends in .${domain.zone}, or give a certificate of yours with certificateArn and make the record yourself`,
    });
    return;
  }
  const plain = target === 'fargate' ? ', or plainHttp: true' : '';
  context.report({
    code: 'certificate-missing',
    path: `${path}.certificateArn`,
    rule:
      target === 'fargate'
        ? 'a load balancer serves HTTPS with a certificate; plain HTTP is served only where that is written out'
        : 'a host is served with a certificate for it',
    fix: `write ${host === undefined ? "host: '…' and " : ''}domain: { zone: '…' }, in which one is issued, or certificateArn: 'arn:aws:acm:…'${host === undefined ? ' with host' : ''}${plain}`,
  });
}

function reportHostMissing(context: PlanContext, path: string, key: string): void {
  context.report({
    code: 'host-missing',
    path: `${path}.host`,
    rule:
      key === 'failover'
        ? 'what fails over is a name, which leads to one of two front doors'
        : "a certificate is for a name of yours, and no certificate is for AWS's own",
    fix:
      key === 'failover' ? "write host: '<name of both sides>'" : "write host: '<name in the certificate>'",
  });
}

/** Both sides or none: AWS refuses a name with and without failover, and one side alone protects nobody. */
function checkFailover(context: PlanContext, deployment: Deployment, host: string): void {
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
  const internal = input.target === 'fargate' && input.exposure !== 'internet';
  if (internal && context.environment.alarms === undefined) {
    context.report({
      code: 'failover-check-missing',
      path: at,
      rule: 'the internet does not reach an internal load balancer: its health is known by the alarms of its instances, and there are none [API:route53.HealthCheckConfig]',
      fix: `write alarms: { email: ['…'] }, or ${path}.exposure: 'internet'`,
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

/** A name leads to one front door, or to the two sides of a failover. */
function checkHosts(context: PlanContext): void {
  const { environment, input } = context;
  const all = [environment, ...input.environments.filter(({ name }) => name !== environment.name)];
  const owners = new Map<string, { place: string; environment: string }>();
  for (const { name, deployments } of all) {
    for (const [deployment, { host, failover }] of Object.entries(deployments)) {
      if (host === undefined) continue;
      const own = name === environment.name;
      const place = own ? `deployments.${deployment}` : `environment ${name}`;
      for (const one of failover ? [host, names.ownHost(name, host)] : [host]) {
        const other = owners.get(one);
        if (other === undefined) owners.set(one, { place, environment: name });
        else if (
          (own || other.environment === environment.name) &&
          !isPair(all, one, other.environment, name)
        ) {
          context.report({
            code: 'host-taken',
            path: own ? `${place}.host` : `${other.place}.host`,
            value: one,
            rule: `a name leads to one front door, and ${own ? other.place : place} has this one`,
            fix: 'choose another name',
          });
        }
      }
    }
  }
}

/** Whether one of the two says that the other is its other side: whether they fit is another rule's question. */
function isPair(all: readonly Environment[], host: string, one: string, other: string): boolean {
  if (one === other) return false;
  const says = (name: string, partner: string) =>
    Object.values(all.find((it) => it.name === name)?.deployments ?? {}).some(
      (it) => it.host === host && it.failover?.with === partner,
    );
  return says(one, other) || says(other, one);
}
