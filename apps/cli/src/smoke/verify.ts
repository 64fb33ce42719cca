import { FleetError, HIDDEN } from '@mcp-fleet/core';
import type { EnvironmentOutputs, ServerOutput } from '../deploy';
import type { ServerResult } from './check-server';
import type { Connection } from './http';
import { type Attempts, smoke } from './smoke';
import { serverAt } from './target';

/** What verify looks at in the outputs of an environment. */
export interface Deployed extends Pick<EnvironmentOutputs, 'environment' | 'notDeployed'> {
  /** By instance. */
  readonly servers: Readonly<Record<string, Pick<ServerOutput, 'address'>>>;
}

/**
 * Asks every server of an environment, at the addresses that its states give.
 *
 * @throws FleetError with code `not-deployed`: nothing has been asked then, unless some of it is deployed.
 */
export async function verifyOutputs(
  { environment, servers, notDeployed }: Deployed,
  connection: Connection,
  attempts?: Attempts,
): Promise<{ results: readonly ServerResult[]; open: readonly FleetError[] }> {
  const open = notDeployed.map((stack) => missing(environment, stack, 'this stack is deployed'));
  const targets = Object.entries(servers).map(([name, { address }]) => serverAt(name, address));
  if (targets.length === 0) throw missing(environment, environment, 'an environment has addresses');
  return { results: await smoke(targets, connection, attempts), open };
}

/** The first token in the secret of the front doors, `{"tokens":["…"]}`. */
export function tokenIn(
  environment: string,
  secret: string,
  value: string | typeof HIDDEN | undefined,
): string {
  if (value === HIDDEN) {
    throw new FleetError({
      code: 'access-denied',
      path: `secret ${secret}`,
      rule: 'only its servers and secrets.alsoReadBy of the environment file read a secret of this environment',
      fix: 'give a token in MCP_TOKEN and leave --secret out, or name your role in secrets.alsoReadBy',
    });
  }
  const token = firstToken(value);
  if (token !== undefined) return token;
  throw new FleetError({
    code: 'secret-unfilled',
    path: `secret ${secret}`,
    rule: 'the front doors take the tokens in it, {"tokens":["…"]}, and it holds none',
    fix: `fill it (nx run ${environment}:deploy says how), or give a token in MCP_TOKEN and leave --secret out`,
  });
}

function firstToken(value: string | undefined): string | undefined {
  try {
    const { tokens } = JSON.parse(value ?? '') as { tokens?: unknown };
    const first: unknown = Array.isArray(tokens) ? tokens[0] : undefined;
    return typeof first === 'string' && first !== '' ? first : undefined;
  } catch {
    return undefined;
  }
}

function missing(environment: string, path: string, rule: string): FleetError {
  return new FleetError({ code: 'not-deployed', path, rule, fix: `nx run ${environment}:deploy` });
}
