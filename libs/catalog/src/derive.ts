import { deriveCommand, type Command } from './derive-command';
import { packageAddress, unreachable, type Address } from './derive-address';
import { choosePackage, givenSource, packageSource } from './derive-source';
import type { DeploymentJson } from './deployment-json';
import { readLaunch } from './launch';
import type { ServerInput, ServerManifest, ServerRuntime } from './manifest';
import { isProblem, type Problem } from './problem';
import type { Package, ServerJson } from './server-json';

/** A server's two files, checked each on its own. */
export interface ServerFiles {
  /** Key of the server: the name of its folder. */
  readonly key: string;
  /** Content of server.json. */
  readonly server: ServerJson;
  /** Content of deployment.json. @default - all is derived from server.json */
  readonly deployment?: DeploymentJson;
  /** Paths and hashes of the files that its image is built from. */
  readonly files: ServerManifest['files'];
}

/** A manifest, and what is needed to check that the two files agree. */
export interface Derived {
  /** The manifest, with defaults filled in. */
  readonly manifest: ServerManifest;
  /** Package of server.json that is deployed; undefined if there is none. */
  readonly chosen: Package | undefined;
  /** All inputs of the package, with those that deployment.json takes out of a user's hands. */
  readonly declared: readonly ServerInput[];
}

/** One manifest of two files: what deployment.json says, and for the rest what server.json says. */
export function derive({ key, server, deployment = {}, files }: ServerFiles): Derived {
  const chosen = choosePackage(server, deployment);
  const launch = chosen && readLaunch(chosen);
  const listens = chosen && launch && packageAddress(chosen, launch);
  const address = listens && !isProblem(listens) ? listens : undefined;
  const command = chosen && launch ? deriveCommand(chosen, launch, address?.fixed ?? new Map()) : NO_COMMAND;
  const declared = command.inputs.map((input) => corrected(input, deployment.secrets));
  const runtime = runtimeOf(deployment, chosen, address, command);

  const made = deployment.source ? givenSource(deployment.source) : packageSource(server, chosen, launch);
  const problem = isProblem(made) ? made : runtimeProblem(deployment, chosen, listens, runtime);
  const notes = deployment.notes ?? (launch?.mounts && !problem ? [MOUNTS] : undefined);

  const manifest: ServerManifest = {
    key,
    registryName: server.name,
    ...(server.title !== undefined && { title: server.title }),
    description: server.description,
    version: server.version,
    inputs: declared.filter((input) => isAsked(input, runtime)),
    requirements: deployment.requires ?? [],
    ...(problem ? { problem } : !isProblem(made) && { source: made }),
    runtime,
    permissions: deployment.permissions ?? [],
    ...(notes && { notes }),
    files,
  };
  return { manifest, chosen, declared };
}

const MOUNTS =
  "Its server.json mounts a folder of its user's machine, and a deployment has none: what the server looks for there has to be in its image.";

/** Published files are not always right about what is secret. */
function corrected(input: ServerInput, secrets: DeploymentJson['secrets']): ServerInput {
  const secret = secrets && Object.hasOwn(secrets, input.name) ? secrets[input.name] : undefined;
  return secret === undefined ? input : { ...input, secret };
}

const NO_COMMAND: Command = { arguments: [], variables: {}, inputs: [] };

function runtimeOf(
  deployment: DeploymentJson,
  chosen: Package | undefined,
  address: Address | undefined,
  command: Command,
): ServerRuntime {
  const { healthPath, logLevel, slowestCallSeconds, memoryMiB, ephemeralStorageMiB } = deployment;
  const variables = { ...command.variables, ...deployment.variables };
  const args = deployment.arguments ?? withoutLevel(command.arguments, logLevel);
  const transport =
    deployment.transport ?? (chosen === undefined || chosen.transport.type === 'stdio' ? 'stdio' : 'http');
  const routerChooses = [...args, ...Object.values(variables)].some((text) => text.includes('{port}'));
  const port = deployment.port ?? (routerChooses ? undefined : address?.port);
  return {
    transport,
    arguments: args,
    variables,
    path: deployment.path ?? address?.path ?? '/mcp',
    ...(transport === 'http' && port !== undefined && { port }),
    ...(healthPath !== undefined && { healthPath }),
    auth: deployment.auth ?? 'none',
    ...(logLevel && { logLevel: logLevelOf(logLevel) }),
    writablePaths: deployment.writablePaths ?? [],
    protocol: deployment.protocol ?? 'auto',
    sessions: deployment.sessions ?? 'shared',
    ...(slowestCallSeconds !== undefined && { slowestCallSeconds }),
    ...(memoryMiB !== undefined && { memoryMiB }),
    ...(ephemeralStorageMiB !== undefined && { ephemeralStorageMiB }),
  };
}

function logLevelOf(given: NonNullable<DeploymentJson['logLevel']>): NonNullable<ServerRuntime['logLevel']> {
  return given.variable === undefined ? { argument: given.argument ?? '' } : { variable: given.variable };
}

/** The router gives the level itself, so that an argument of server.json for it would come twice. */
function withoutLevel(args: readonly string[], logLevel: DeploymentJson['logLevel']): readonly string[] {
  const flag = logLevel?.argument;
  return flag === undefined ? args : args.filter((item) => !item.startsWith(`${flag}=`));
}

/** Why the router could not reach the server, though an image can be made of it. */
function runtimeProblem(
  deployment: DeploymentJson,
  chosen: Package | undefined,
  listens: Address | Problem | undefined,
  runtime: ServerRuntime,
): Problem | undefined {
  if (chosen?.transport.type === 'sse' && deployment.transport === undefined) {
    return {
      rule: 'MCP has given up the transport sse, and the router does not speak it',
      fix: 'name a transport that the server also has in deployment.json, with its arguments',
    };
  }
  if (runtime.transport === 'stdio') return undefined;
  const address = listens && !isProblem(listens) ? listens : undefined;
  const pathKnown = deployment.path !== undefined || address !== undefined;
  const portKnown = runtime.port !== undefined || usesPort(runtime);
  if (pathKnown && portKnown) return undefined;
  if (listens && isProblem(listens)) return listens;
  return unreachable(chosen?.transport.type === 'streamable-http' ? chosen.transport.url : undefined);
}

function usesPort(runtime: ServerRuntime): boolean {
  return [...runtime.arguments, ...Object.values(runtime.variables)].some((text) => text.includes('{port}'));
}

/** Whether a user is asked for the input: not where the router or deployment.json gives it, or nothing reads it. */
function isAsked(input: ServerInput, runtime: ServerRuntime): boolean {
  const { arguments: args, variables, logLevel, auth } = runtime;
  if (input.kind === 'argument') {
    return [...args, ...Object.values(variables)].some((text) => text.includes(`{input:${input.name}}`));
  }
  if (input.name in variables || (logLevel && 'variable' in logLevel && logLevel.variable === input.name)) {
    return false;
  }
  return input.name !== 'MCP_AUTH_TOKEN' || auth === 'none';
}
