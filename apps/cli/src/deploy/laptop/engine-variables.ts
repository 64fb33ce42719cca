import { FleetError } from '@mcp-fleet/core';
import { EngineFailure, findEngine } from '../../images';

/** Where an engine says that it listens. */
const ADDRESS = {
  docker: ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
  podman: ['info', '--format', '{{.Host.RemoteSocket.Path}}'],
} as const;

/**
 * Variables by which Terraform's docker provider finds the engine that is used here: it knows neither the contexts of
 * docker nor the socket of podman. Where there is no engine, what needs one says so.
 */
export async function engineVariables(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  if (env['DOCKER_HOST'] || env['DOCKER_CONTEXT']) return env;
  try {
    const engine = await findEngine();
    const { stdout } = await engine.run(ADDRESS[engine.name]);
    const address = stdout.trim();
    if (address === '') return env;
    return { ...env, DOCKER_HOST: address.includes('://') ? address : `unix://${address}` };
  } catch (error) {
    if (error instanceof FleetError || error instanceof EngineFailure) return env;
    throw error;
  }
}
