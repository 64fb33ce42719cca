import { FleetError, throwIfAny } from '@mcp-fleet/core';
import type { FrontAuth, ImageSource, Requirement, ServerInput, ServerManifest } from './manifest';
import type { Problem } from './problem';

/** What servers.json of an image holds: its servers by key, and how the router runs each. */
export interface RouterServers {
  /** Servers by key. */
  readonly servers: Readonly<Record<string, RouterServer>>;
}

/** One server as the router's `schema/servers.schema.json` has it. What is not there is the router's default. */
export interface RouterServer {
  /** Version of the program in the image. */
  readonly version: string;
  /** Program and its first arguments. */
  readonly command: readonly string[];
  /** Folder that it is started in, absolute. @default - its work folder, which it can write to */
  readonly workingDirectory?: string;
  /** Transport between the router and the server. */
  readonly transport: 'http' | 'stdio';
  /** Further arguments, with placeholders for inputs. @default - none */
  readonly arguments?: readonly string[];
  /** Environment variables of the process. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** For transport http alone. @default - the server has no address */
  readonly path?: string;
  /** Path that answers once the server is ready. @default - a TCP connection says that it is ready */
  readonly healthPath?: string;
  /** TCP port that the server listens on. @default - the router chooses */
  readonly port?: number;
  /** For transport http alone. @default none */
  readonly auth?: FrontAuth;
  /** Variable or argument that sets the log level of the server. @default - it has none */
  readonly logLevel?: { readonly variable: string } | { readonly argument: string };
  /** Folders that the server writes to. @default - none beside those that every server has */
  readonly writablePaths?: readonly string[];
  /** Era of the MCP protocol that the server speaks; `auto` finds out. */
  readonly protocol: 'auto' | 'legacy' | 'modern';
  /** `shared`: one process for all clients; `per-client`: a process for each session. */
  readonly sessions: 'shared' | 'per-client';
  /** Duration of the slowest tool call, in seconds. @default - unknown */
  readonly slowestCallSeconds?: number;
  /** The router restarts it above. @default - not watched */
  readonly memoryMiB?: number;
  /** It is given the container's AWS credentials. @default false */
  readonly aws?: true;
  /** Values that a deployment gives the server. @default - none */
  readonly inputs?: readonly RouterInput[];
  /** Sets of inputs of which one has to be complete. @default - none */
  readonly requirements?: readonly Requirement[];
}

/** What the router has to know of an input; `false` is never written. */
export interface RouterInput {
  /** Name of the variable or argument. */
  readonly name: string;
  /** Place of the value: the environment or the command line. */
  readonly kind: 'variable' | 'argument';
  /** True if the value is read from the secret of the instance. @default false */
  readonly secret?: true;
  /** True if the server does not start without it. @default false */
  readonly required?: true;
  /** Value if the deployment gives none. @default - it has no value unless a deployment gives one */
  readonly default?: string;
}

/** What an image says of itself: how it would be started without a router. */
export interface ImageStart {
  /** Entrypoint of the image. @default - none */
  readonly entrypoint?: readonly string[];
  /** What follows the entrypoint where the manifest has no arguments. @default - none */
  readonly command?: readonly string[];
  /** Environment variables of the image. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Working directory of the image. @default - the root folder */
  readonly workingDirectory?: string;
}

/** What only a build knows. */
export interface RouterServersOptions {
  /** Of servers that come as an image: what that image starts, by the server's key. @default - none */
  readonly images?: Readonly<Record<string, ImageStart>>;
}

/**
 * The content of `/etc/mcp-router/servers.json` in an image with these servers, sorted by key.
 *
 * Each server has a folder of its own: `/app/<key>/<program>` of Go, `/app/<key>/node_modules/.bin/<program>` of npm,
 * `/app/<key>/bin/<program>` of pypi. A server that comes as an image is started as that image would start it, with
 * its own variables, in its own folder. A default of a secret is left out: values of secrets come from the deployment
 * alone.
 *
 * @throws FleetErrors with code `server-not-deployable`: for each server with a `problem`, and for each that comes as
 * an image and is not in `options.images`.
 */
export function routerServers(
  servers: readonly ServerManifest[],
  { images = {} }: RouterServersOptions = {},
): RouterServers {
  const errors: FleetError[] = [];
  const rendered: [string, RouterServer][] = [];
  for (const server of [...servers].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const start = startOf(server, Object.hasOwn(images, server.key) ? images[server.key] : undefined);
    if (!('rule' in start)) rendered.push([server.key, render(server, start)]);
    else
      errors.push(
        new FleetError({
          code: 'server-not-deployable',
          path: `servers.${server.key}`,
          value: server.key,
          ...start,
        }),
      );
  }
  throwIfAny(errors);
  return { servers: Object.fromEntries(rendered) };
}

function startOf(server: ServerManifest, image: ImageStart | undefined): ImageStart | Problem {
  const { key, source, problem } = server;
  if (source === undefined) return problem ?? NO_SOURCE;
  if (source.kind !== 'oci')
    return { entrypoint: [`/app/${key}/${FOLDERS[source.kind]}${programName(source)}`] };
  if (image === undefined) {
    return {
      rule: `the router starts programs, and which one the image ${source.image} starts is known only where it is built`,
      fix: 'build the image of this server, which asks it',
    };
  }
  return wordsOf(server, image).length > 0
    ? image
    : { ...STARTS_NOTHING, rule: `${STARTS_NOTHING.rule}: ${source.image}` };
}

/** Where the programs of a server are, below its own folder. */
const FOLDERS = { go: '', npm: 'node_modules/.bin/', pypi: 'bin/' } as const;

const STARTS_NOTHING: Problem = {
  rule: 'an image has an entrypoint or a command, or its manifest has arguments that begin with the program',
  fix: 'name another image, or the program as the first of the arguments in deployment.json',
};

/** Program and arguments, as an engine puts them together: arguments of a user replace the command of an image. */
function wordsOf(
  { runtime }: ServerManifest,
  { entrypoint = [], command = [] }: ImageStart,
): readonly string[] {
  return [...entrypoint, ...(runtime.arguments.length > 0 ? runtime.arguments : command)];
}

/** The program that a package installs, or that is built: as the source names it, or as its package is named. */
export function programName(source: Exclude<ImageSource, { kind: 'oci' }>): string {
  if (source.kind === 'go') return source.binary;
  return source.binary ?? (source.kind === 'npm' ? lastPart(source.package) : withoutExtras(source.package));
}

/** Version of the program in an image: a package has its own; a commit or a foreign image has the server's. */
export function programVersion({ source, version }: Pick<ServerManifest, 'source' | 'version'>): string {
  return source?.kind === 'npm' || source?.kind === 'pypi' ? source.version : version;
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

function render(server: ServerManifest, start: ImageStart): RouterServer {
  const { runtime, permissions, inputs, requirements } = server;
  const variables = variablesOf(server, start.variables);
  const words = wordsOf(server, start);
  // The router fills in placeholders of arguments only.
  const split = Math.max(start.entrypoint?.length ?? 0, runtime.arguments.length > 0 ? 1 : words.length);
  const [command, args] = [words.slice(0, split), words.slice(split)];
  const { transport, path, healthPath, port, auth, logLevel, writablePaths } = runtime;
  const { protocol, sessions, slowestCallSeconds, memoryMiB } = runtime;
  return {
    // The router takes no empty one.
    version: programVersion(server) || '0',
    command,
    ...(start.workingDirectory !== undefined && { workingDirectory: start.workingDirectory }),
    transport,
    ...(args.length > 0 && { arguments: args }),
    ...(Object.keys(variables).length > 0 && { variables }),
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

/** The variables of an image, and above them those of the manifest. */
function variablesOf(
  { inputs, runtime }: ServerManifest,
  image: ImageStart['variables'] = {},
): Record<string, string> {
  // What a user gives has to reach the server: the router puts variables above inputs.
  const given = new Set(inputs.filter(({ kind }) => kind === 'variable').map(({ name }) => name));
  const own = Object.entries(image).filter(([name]) => !given.has(name) && /^[A-Za-z_]\w*$/.test(name));
  return { ...Object.fromEntries(own), ...runtime.variables };
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
