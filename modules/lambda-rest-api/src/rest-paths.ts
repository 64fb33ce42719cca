import { serverPaths } from '@mcp-fleet/core';
import type { RestIntegration, RestMethod, RestOperation, RestPaths } from './open-api';

/** Routes beside those of calls. */
export interface RestPathsOptions {
  /** Also the RFC 9728 metadata, for clients that find their way by it. @default false */
  readonly metadata?: boolean;
  /** Also OPTIONS, which browsers ask before they call from another origin; the router answers. @default false */
  readonly preflight?: boolean;
}

/**
 * The paths of one instance: POST, GET and DELETE on `/<instance>/mcp`, GET on `/<instance>/health` and, where asked
 * for, its metadata and OPTIONS. Paths reach the router as they are.
 */
export function restPaths(
  instance: string,
  integration: RestIntegration,
  { metadata = false, preflight = false }: RestPathsOptions = {},
): RestPaths {
  const operation: RestOperation = { responses: {}, 'x-amazon-apigateway-integration': integration };
  const methods = (...names: RestMethod[]) => Object.fromEntries(names.map((name) => [name, operation]));
  const options: RestMethod[] = preflight ? ['options'] : [];
  const paths = serverPaths(instance);
  return {
    [paths.mcp]: methods('delete', 'get', ...options, 'post'),
    [paths.health]: methods('get'),
    ...(metadata ? { [paths.metadata]: methods('get', ...options) } : {}),
  };
}

/** The key of a method in the settings of a stage. */
export function settingsKey(path: string, method: string): string {
  return `${path.replaceAll('/', '~1')}/${method}`;
}
