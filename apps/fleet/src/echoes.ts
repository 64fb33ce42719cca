import type { FleetError, Need } from '@mcp-fleet/core';
import { isAcknowledgeable, meantPath, needsOf } from '@mcp-fleet/core';
import { standInFor } from '@mcp-fleet/environment';

/**
 * Errors of a plan without the echoes of errors of shape. The plan sees what is left of a file without its broken parts,
 * and must not report what is missing there, nor what the rest of a broken part means. Which parts an error depends on
 * stands beside its code: `needs` in libs/core/src/codes.ts.
 *
 * @param found errors of plans.
 * @param reported errors of shape.
 */
export function withoutEchoes(found: readonly FleetError[], reported: readonly FleetError[]): FleetError[] {
  return found.filter((error) => !reported.some((shape) => isEcho(error, shape)));
}

function isEcho(error: FleetError, shape: FleetError): boolean {
  const { code, file, path } = error;
  const needs = needsOf(code);
  if (file !== shape.file) return needs.includes('neighbour') && standInFor(shape) === 'aws';
  if (needs === 'everything' || isWithin(path, shape.path)) return true;
  // A deployment or an instance has rules of its own beside what is broken in it; what is smaller is broken as a whole.
  if (isWithin(shape.path, path) && !isGroup(path)) return true;
  if (isAcknowledgeable(code) && ['acknowledge', `acknowledge.${code}`].includes(shape.path)) return true;
  // A key that means nothing where it stands stays in the file: nothing is missing because of it.
  if (needs === 'nothing' || shape.code === 'not-for-target') return false;
  return needs.some((need) => isBroken(neededPath(need, path), meantPath(shape)));
}

/** Path in the file that an error depends on; undefined where this error does not. */
function neededPath(need: Need, path: string): string | undefined {
  if (typeof need === 'object') return need.at.test(path) ? neededPath(need.path, path) : undefined;
  const [, deployment, , instance] = path.split('.');
  return need.replace('<deployment>', deployment ?? '').replace('<instance>', instance ?? '');
}

function isBroken(needed: string | undefined, shape: string): boolean {
  return needed !== undefined && (isWithin(shape, needed) || isWithin(needed, shape));
}

function isWithin(path: string, outer: string): boolean {
  return `${path}.`.startsWith(`${outer}.`);
}

function isGroup(path: string): boolean {
  return /^(deployments(\.[^.]*(\.servers(\.[^.]*)?)?)?)?$/.test(path);
}
