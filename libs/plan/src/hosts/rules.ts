import { limits, violation } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from '../context';
import { names } from '../model/names';
import type { CertificateFacts } from '../target';
import { targets } from '../targets';
import { checkFailover } from './failover-rules';
import { isInZone } from './hosts';

/** Rules about the domain of an environment, and about hosts of several. */
export function checkDomain(context: PlanContext): void {
  checkHosts(context);
  const { domain, deployments, name: own } = context.environment;
  if (domain === undefined) return;
  if (context.aws.partition === 'aws-us-gov') {
    context.report({
      code: 'invalid-value',
      path: 'domain',
      value: domain.zone,
      rule: 'Route 53 has no public hosted zones in GovCloud [docs:govcloud-us/govcloud-r53]',
      fix: 'remove it, give each host a certificate of yours with certificateArn, and make its record where the domain is served',
    });
    return;
  }
  // Of a host outside the domain it is said at the host.
  const used = Object.values(deployments).some(({ host }) => host !== undefined);
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
  const { host, certificateArn, target } = input;
  const facts = targets[target].certificate;
  if (facts === undefined) return;
  if (
    certificateArn === undefined &&
    facts.isNeeded(input) &&
    !(host !== undefined && isInZone(host, context.environment))
  ) {
    reportNoCertificate(context, path, facts, host);
  }
  const region = certificateArn?.split(':')[3];
  if (region !== undefined && region !== context.aws.region) {
    context.report({
      code: 'invalid-value',
      path: `${path}.certificateArn`,
      value: certificateArn,
      rule: `the certificate of ${facts.owner} is in its own Region, here ${context.aws.region} [${facts.source}]`,
      fix: 'give a certificate of that Region',
    });
  }
}

function reportNoCertificate(
  context: PlanContext,
  path: string,
  { missing, instead }: CertificateFacts,
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
  context.report({
    code: 'certificate-missing',
    path: `${path}.certificateArn`,
    rule: missing,
    fix: `write ${host === undefined ? "host: '…' and " : ''}domain: { zone: '…' }, in which one is issued, or certificateArn: 'arn:aws:acm:…'${host === undefined ? ' with host' : ''}${instead}`,
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
