import { list } from '@mcp-fleet/core';
import type { PlanContext } from '../context';
import { targets } from '../targets';

/** What AWS allows and a careful reader of the file would ask about. */
export function advise(context: PlanContext): void {
  adviseAccess(context);
  if (context.environment.protected) adviseProtected(context);
  else advisePlainHttp(context);
}

/** What is acknowledged and not done: it would silence a later mistake. To be asked when all else was looked at. */
export function adviseAcknowledgements(context: PlanContext): void {
  const silenced = new Set<string>(context.acknowledged.map(({ code }) => code));
  for (const code of Object.keys(context.environment.acknowledge ?? {})) {
    if (silenced.has(code) || code === 'acknowledge-idle') continue;
    context.warn({
      code: 'acknowledge-idle',
      path: `acknowledge.${code}`,
      rule: 'what is acknowledged is done somewhere in the file: left behind, it would silence the next one too',
      fix: 'remove it',
    });
  }
}

function adviseAccess(context: PlanContext): void {
  const { access, deployments } = context.environment;
  if (access !== 'public' && !(typeof access === 'object' && access.public)) return;
  const open = Object.entries(deployments).filter(([, input]) => targets[input.target].isOpen(input));
  if (open.length === 0) return;
  context.warn({
    code: 'access-public',
    path: 'access',
    value: 'public',
    rule: `anyone on the internet may call the servers of ${list(open.map(([name]) => `deployments.${name}`))} with the credentials that these hold`,
    fix: "write access: 'token' or { jwt: … }, or acknowledge: { 'access-public': '<reason>' }",
  });
}

function advisePlainHttp(context: PlanContext): void {
  for (const [name, { plainHttp }] of Object.entries(context.environment.deployments)) {
    if (plainHttp) reportPlainHttp(context, `deployments.${name}`, 'warn');
  }
}

/** Protected environments do not get away with it unsaid. */
export function reportPlainHttp(context: PlanContext, path: string, how: 'report' | 'warn'): void {
  context[how]({
    code: 'plain-http',
    path: `${path}.plainHttp`,
    value: true,
    rule: 'tokens and answers cross the network readable',
    fix: "give a host with a certificate, or write acknowledge: { 'plain-http': '<reason>' }",
  });
}

function adviseProtected(context: PlanContext): void {
  const { alarms, deployments, network } = context.environment;
  if (alarms === undefined && Object.keys(deployments).length > 0) {
    context.warn({
      code: 'alarms-missing',
      path: 'alarms',
      rule: 'nobody is told when a server of this protected environment fails',
      fix: "write alarms: { email: ['…'] }, or acknowledge: { 'alarms-missing': '<reason>' }",
    });
  }
  if (network?.nat === 'single' && network.existing === undefined) {
    context.warn({
      code: 'nat-single',
      path: 'network.nat',
      value: 'single',
      rule: 'when the zone of the one NAT gateway fails, tasks of all zones lose their way out',
      fix: "write nat: 'per-zone', or acknowledge: { 'nat-single': '<reason>' }",
    });
  }
  for (const name of Object.keys(deployments)) adviseDeployment(context, name);
}

function adviseDeployment(context: PlanContext, name: string): void {
  const deployment = context.environment.deployments[name];
  if (deployment === undefined) return;
  const { target, topology, servers } = deployment;
  const path = `deployments.${name}`;
  const instances = Object.entries(servers);
  if (topology === 'multi-server' && instances.length > 1) {
    context.warn({
      code: 'shared-fate',
      path: `${path}.topology`,
      value: topology,
      rule: `the ${instances.length} servers are scaled, deployed and throttled together, and one that runs wild takes from the others`,
      fix: "write topology: 'per-server', or acknowledge: { 'shared-fate': '<reason>' }",
    });
  }
  for (const [instance, { scaling, logLevel }] of instances) {
    const at = `${path}.servers.${instance}`;
    if (logLevel === 'debug') {
      context.warn({
        code: 'log-level-debug',
        path: `${at}.logLevel`,
        value: logLevel,
        rule: 'servers may log what they send and get, in a protected environment that of real users',
        fix: "remove it, or write acknowledge: { 'log-level-debug': '<reason>' }",
      });
    }
    if (targets[target].scalesTasks && (scaling?.min ?? scaling?.max) === 1) {
      context.warn({
        code: 'single-task',
        path: `${at}.scaling`,
        value: scaling,
        rule: 'one task is in one zone, and nobody answers while it is replaced after a fault',
        fix: "write min: 2, or acknowledge: { 'single-task': '<reason>' }",
      });
    }
  }
}
