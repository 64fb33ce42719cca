import type { ErrorCode, FleetError } from '@mcp-fleet/core';
import { isAcknowledgeable } from '@mcp-fleet/core';
import { standInFor } from '@mcp-fleet/environment';

const DEPLOYMENT = /^deployments\.[^.]*/;
const INSTANCE = /^deployments\.[^.]*\.servers\.[^.]*/;

/** Where an error of shape may stand that brings a lack: by the code of the lack, with what its path begins with. */
const lacks: Partial<Record<ErrorCode, readonly (string | RegExp)[]>> = {
  'certificate-missing': [DEPLOYMENT, 'domain'],
  'domain-unused': ['deployments', 'domain'],
  'failover-check-missing': [DEPLOYMENT, 'domain', 'alarms'],
  'failover-one-sided': ['deployments', 'domain'],
  'host-missing': [DEPLOYMENT],
  'image-pin-missing': ['registry'],
  'network-unused': ['deployments'],
  'rotation-role-missing': ['secrets', 'protected'],
  'setting-missing': [INSTANCE],
  'setting-set-missing': [INSTANCE],
};

/** What is wrong whatever the account and the Region are. */
const anywhere: readonly (ErrorCode | RegExp)[] = [
  /^(setting|server|sessions|network|access)-/,
  'alarms-missing',
  'certificate-missing',
  'cidr-overlap',
  'domain-unused',
  'duplicate-instance',
  'exec-refused',
  'failover-check-missing',
  'fargate-size',
  'host-missing',
  'host-outside-zone',
  'host-taken',
  'image-architecture-differs',
  'image-contents-differ',
  'log-level-debug',
  'metadata-hidden',
  'name-collision',
  'nat-single',
  'plain-http',
  'port-taken',
  'registry-unknown',
  'reserved-name',
  'rotation-role-missing',
  'shared-fate',
  'single-task',
  'slow-server',
  'spot-only',
  'state-not-shared',
  'task-too-large',
  'timeout-too-long',
  'unknown-server',
];
/** What is held against the account or the Region of another environment. */
const between: readonly ErrorCode[] = ['failover-one-sided', 'image-pin-missing', 'registry-region-differs'];
/** What depends on who may call. */
const ofAccess: readonly ErrorCode[] = [
  'access-public',
  'metadata-hidden',
  'plain-http',
  'variables-too-large',
];

/**
 * Of the errors of a plan, those that are no echo of errors of shape. The plan sees what is left of a file without its
 * broken parts, and is not to say what lacks there, nor what the rest of a broken part means.
 *
 * @param found errors of plans.
 * @param reported errors of shape.
 */
export function withoutEchoes(found: readonly FleetError[], reported: readonly FleetError[]): FleetError[] {
  return found.filter(
    (error) =>
      !reported.some((one) =>
        one.file === error.file
          ? echoes(error, one) || followsFromStandIn(error, one)
          : between.includes(error.code) && standInFor(one) === 'aws',
      ),
  );
}

/** Whether an error may only be one of what the plan was given in the place of something broken. */
function followsFromStandIn({ code, path }: FleetError, shape: FleetError): boolean {
  const of = standInFor(shape);
  if (of === 'access')
    return ofAccess.includes(code) || isWithin(path, 'access') || path === 'secrets.onlyServers';
  return of === 'aws' && !isAnywhere(code, path);
}

function isAnywhere(code: ErrorCode, path: string): boolean {
  if (anywhere.some((it) => (typeof it === 'string' ? it === code : it.test(code)))) return true;
  const withinInstance = /^deployments\.[^.]*\.servers\.[^.]*\./.test(path);
  return withinInstance && ['invalid-value', 'limit-exceeded'].includes(code) && !/Arn$/.test(path);
}

function echoes({ code, path }: FleetError, shape: FleetError): boolean {
  // Any part that is left out may have done what is acknowledged.
  if (isWithin(path, shape.path) || code === 'acknowledge-idle') return true;
  // A deployment or an instance has rules of its own beside what is broken in it; what is smaller is broken as a whole.
  if (isWithin(shape.path, path) && !isGroup(path)) return true;
  if (isAcknowledgeable(code) && ['acknowledge', `acknowledge.${code}`].includes(shape.path)) return true;
  return (lacks[code] ?? []).some((scope) => {
    const start = typeof scope === 'string' ? scope : scope.exec(path)?.[0];
    return start !== undefined && isWithin(shape.path, start);
  });
}

function isWithin(path: string, outer: string): boolean {
  return `${path}.`.startsWith(`${outer}.`);
}

function isGroup(path: string): boolean {
  return /^(deployments(\.[^.]*(\.servers(\.[^.]*)?)?)?)?$/.test(path);
}
