import { FleetError } from '@mcp-fleet/core';
import type { AwsPlan } from '@mcp-fleet/plan';
import type { Engine } from '../engine/engine';
import { EngineFailure } from '../engine/engine';
import { RegistryClient } from '../registry/registry-client';
import { registryHost } from './aws-registry';

/** A login, and whose it is. */
export interface Authorization {
  readonly username: string;
  readonly password: string;
  /** Account of the credentials. */
  readonly account: string;
}

/** Gets a login for the registries of a Region. */
export type Authorize = (aws: AwsPlan) => Promise<Authorization>;

/** The registry that a push works with. */
export interface Registry {
  readonly host: string;
  readonly client: RegistryClient;
  /** Speaks plain HTTP and asks for no login: for trials. */
  readonly plain: boolean;
  /** Account of the credentials. @default - there are none */
  readonly account?: string;
  /** Makes the engine able to push. */
  logIn(engine: Engine): Promise<void>;
}

/** Variable that names a plain registry, `host:port`, to use instead of ECR. */
export const PLAIN_REGISTRY = 'MCP_FLEET_REGISTRY';

/** The registry of an environment: the one in {@link PLAIN_REGISTRY}, else ECR, with the credentials at hand. */
export async function openRegistry(
  aws: AwsPlan,
  authorize: Authorize,
  plainHost = process.env[PLAIN_REGISTRY],
): Promise<Registry> {
  if (plainHost) return plainRegistry(plainHost);
  const { account, ...credentials } = await authorize(aws);
  const host = registryHost(aws);
  return {
    host,
    client: new RegistryClient({ host, credentials }),
    plain: false,
    account,
    logIn: (engine) => logIn(engine, host, credentials),
  };
}

function plainRegistry(host: string): Registry {
  if (!/^\w[\w.-]*(:\d+)?$|^\[[0-9a-f:]+\](:\d+)?$/i.test(host)) {
    throw new FleetError({
      code: 'registry-unreachable',
      path: PLAIN_REGISTRY,
      value: host,
      rule: 'this names a registry that speaks plain HTTP, as host:port',
      fix: `write ${PLAIN_REGISTRY}=localhost:5000, or leave it out to push to ECR`,
    });
  }
  const client = new RegistryClient({ host, plain: true });
  return { host, client, plain: true, logIn: () => Promise.resolve() };
}

async function logIn(
  engine: Engine,
  host: string,
  { username, password }: Omit<Authorization, 'account'>,
): Promise<void> {
  try {
    await engine.run(['login', '--username', username, '--password-stdin', host], { input: password });
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    throw new FleetError({
      code: 'registry-refused',
      path: `${engine.name} login ${host}`,
      // An engine does not repeat a password; should one do so, it stops here.
      value: error.stderr.replaceAll(password, '…').trim().split('\n').at(-1),
      rule: 'the registry takes the login that ECR gave',
      fix: `check the credential helper of ${engine.name} and the network, and run this again`,
    });
  }
}
