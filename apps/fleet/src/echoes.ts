import type { ErrorCode, FleetError } from '@mcp-fleet/core';
import { isAcknowledgeable } from '@mcp-fleet/core';

const DEPLOYMENT = /^deployments\.[^.]*/;
const INSTANCE = /^deployments\.[^.]*\.servers\.[^.]*/;

/** Where an error of shape may stand that brings a lack: by the code of the lack, with what its path begins with. */
const lacks: Partial<Record<ErrorCode, readonly (string | RegExp)[]>> = {
  'certificate-missing': [DEPLOYMENT, 'domain'],
  'domain-unused': ['deployments', 'domain'],
  'failover-check-missing': [DEPLOYMENT, 'domain', 'alarms'],
  'failover-one-sided': ['deployments'],
  'host-missing': [DEPLOYMENT],
  'network-unused': ['deployments'],
  'setting-missing': [INSTANCE],
  'setting-set-missing': [INSTANCE],
};

/**
 * Of the errors of a plan, those that are no echo of errors of shape. The plan sees what is left of a file without its
 * broken parts, and is not to say what lacks there, nor what the rest of a broken part means.
 *
 * @param found errors of plans.
 * @param reported errors of shape.
 */
export function withoutEchoes(found: readonly FleetError[], reported: readonly FleetError[]): FleetError[] {
  return found.filter((error) => !reported.some((one) => one.file === error.file && echoes(error, one)));
}

function echoes({ code, path }: FleetError, shape: FleetError): boolean {
  if (isWithin(path, shape.path)) return true;
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
