import { FleetError, throwIfAny } from '@mcp-fleet/core';
import type { FrontAuth, ImageSource, Requirement, ServerInput, ServerManifest } from './manifest';
import type { Problem } from './problem';

/** What servers.json of an image holds: its servers by key, and how the router runs each. */
export interface RouterServers {
  readonly servers: Readonly<Record<string, RouterServer>>;
}

/** One server as the router's `schema/servers.schema.json` has it. What is not there is the router's default. */
export interface RouterServer {
  /** Version of the program in the image. */
  readonly version: string;
  readonly command: readonly string[];
  readonly transport: 'http' | 'stdio';
  /** @default - none */
  readonly arguments?: readonly string[];
  /** @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** For transport http alone. @default - the server has no address */
  readonly path?: string;
  /** @default - a TCP connection says that it is ready */
  readonly healthPath?: string;
  /** @default - the router chooses */
  readonly port?: number;
  /** For transport http alone. @default none */
  readonly auth?: FrontAuth;
  /** @default - it has none */
  readonly logLevel?: { readonly variable: string } | { readonly argument: string };
  /** @default - none beside those that every server has */
  readonly writablePaths?: readonly string[];
  readonly protocol: 'auto' | 'legacy' | 'modern';
  readonly sessions: 'shared' | 'per-client';
  /** @default - unknown */
  readonly slowestCallSeconds?: number;
  /** The router restarts it above. @default - not watched */
  readonly memoryMiB?: number;
  /** It is given the container's AWS credentials. @default false */
  readonly aws?: true;
  /** @default - none */
  readonly inputs?: readonly RouterInput[];
  /** @default - none */
  readonly requirements?: readonly Requirement[];
}

/** What the router has to know of an input; `false` is never written. */
export interface RouterInput {
  readonly name: string;
  readonly kind: 'variable' | 'argument';
  /** @default false */
  readonly secret?: true;
  /** @default false */
  readonly required?: true;
  /** @default - it has no value unless a deployment gives one */
  readonly default?: string;
}

/**
 * The content of `/etc/mcp-router/servers.json` in an image with these servers, sorted by key.
 *
 * Programs are where images have them: `/app/<binary>` of Go, `/app/node_modules/.bin/<binary>` of npm,
 * `/app/bin/<binary>` of pypi. A default of a secret is left out: values of secrets come from the deployment alone.
 *
 * @throws FleetErrors with code `server-not-deployable`: for each server with a `problem`, and for each that comes as
 * an image, since no manifest says which program that starts.
 */
export function routerServers(servers: readonly ServerManifest[]): RouterServers {
  const errors: FleetError[] = [];
  const rendered: [string, RouterServer][] = [];
  for (const server of [...servers].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const command = commandOf(server);
    if (typeof command === 'string') rendered.push([server.key, render(server, command)]);
    else
      errors.push(
        new FleetError({
          code: 'server-not-deployable',
          path: `servers.${server.key}`,
          value: server.key,
          ...command,
        }),
      );
  }
  throwIfAny(errors);
  return { servers: Object.fromEntries(rendered) };
}

function commandOf({ source, problem }: ServerManifest): string | Problem {
  if (source === undefined) return problem ?? NO_SOURCE;
  switch (source.kind) {
    case 'go':
      return `/app/${source.binary}`;
    case 'npm':
      return `/app/node_modules/.bin/${source.binary ?? lastPart(source.package)}`;
    case 'pypi':
      return `/app/bin/${source.binary ?? withoutExtras(source.package)}`;
    case 'oci':
      return {
        rule: `the router starts programs, and which one the image ${source.image} starts is not known`,
        fix: 'name the package or the commit that its program is made of in deployment.json, under source',
      };
  }
}

const NO_SOURCE: Problem = {
  rule: 'an image is made of a program, and the manifest names none',
  fix: 'say where its program comes from in deployment.json, under source',
};

/** npm names the program of `@scope/name` after `name` unless the package says otherwise. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function withoutExtras(name: string): string {
  return name.replace(/\[.*$/, '');
}

function render(server: ServerManifest, command: string): RouterServer {
  const { runtime, permissions, inputs, requirements } = server;
  const { transport, path, healthPath, port, auth, logLevel, writablePaths } = runtime;
  const { protocol, sessions, slowestCallSeconds, memoryMiB } = runtime;
  return {
    version: versionOf(server.source, server.version),
    command: [command],
    transport,
    ...(runtime.arguments.length > 0 && { arguments: runtime.arguments }),
    ...(Object.keys(runtime.variables).length > 0 && { variables: runtime.variables }),
    // The router refuses an address of a server that has none.
    ...(transport === 'http' && {
      path,
      ...(healthPath !== undefined && { healthPath }),
      ...(port !== undefined && { port }),
      auth,
    }),
    ...(logLevel && { logLevel }),
    ...(writablePaths.length > 0 && { writablePaths }),
    protocol,
    sessions,
    ...(slowestCallSeconds !== undefined && { slowestCallSeconds }),
    ...(memoryMiB !== undefined && { memoryMiB }),
    ...(permissions.length > 0 && { aws: true }),
    ...(inputs.length > 0 && { inputs: inputs.map(renderInput) }),
    ...(requirements.length > 0 && { requirements }),
  };
}

/** A package has a version of its own; a commit has the server's. The router takes no empty one. */
function versionOf(source: ImageSource | undefined, version: string): string {
  return (source?.kind === 'npm' || source?.kind === 'pypi' ? source.version : version) || '0';
}

function renderInput({ name, kind, secret, required, default: value }: ServerInput): RouterInput {
  return {
    name,
    kind,
    ...(secret && { secret }),
    ...(required && { required }),
    ...(value !== undefined && !secret && { default: value }),
  };
}
