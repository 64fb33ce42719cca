import type { Launch } from './launch';
import type { Problem } from './problem';
import type { InputJson, Package } from './server-json';

/** Where a package listens, read from its transport's url. */
export interface Address {
  /** Path of the endpoint, with a leading slash. */
  readonly path: string;
  /** TCP port. @default - an argument or variable decides: see `fixed` */
  readonly port?: number;
  /** Arguments and variables that the url names, and so no user gives: the router's `{host}` and `{port}`, or what the path says. */
  readonly fixed: ReadonlyMap<string, string>;
}

const URL_PARTS =
  /^http:\/\/(\{[^{}]+\}|localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::(\d{1,5}|\{[^{}]+\}))?([/{][^\s?#]*)?$/;

/** Reads the url of a streamable-http package, which a router on the same machine has to be able to call. */
export function packageAddress(pkg: Package, launch: Launch): Address | Problem {
  if (pkg.transport.type !== 'streamable-http') return { path: '/mcp', fixed: new Map() };
  const { url } = pkg.transport;
  const match = URL_PARTS.exec(url);
  if (!match) return unreachable(url);

  const [, host = '', hostPort = '80', path = '/'] = match;
  // Docker's host port is the user's machine's; the router is in the container.
  const port = launch.ports.get(hostPort) ?? hostPort;
  if (Number(port) < 1 || Number(port) > 65535) return unreachable(url);
  const fixed = new Map<string, string>();
  for (const [template, word] of [
    [host, '{host}'],
    [port, '{port}'],
  ] as const) {
    const name = nameIn(template);
    if (name === undefined) continue;
    const found = find(pkg, name);
    if (!found) return unknown(url, name);
    fixed.set(found.name, word);
  }

  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
  let rest = path;
  for (const name of names) {
    const found = find(pkg, name);
    if (!found) return unknown(url, name);
    const value = found.input.value ?? found.input.default;
    if (value === undefined) return variable(url, name);
    fixed.set(found.name, value);
    rest = rest.replaceAll(`{${name}}`, () => value);
  }
  const address = { path: `/${rest.replace(/^\/+/, '')}`, fixed };
  return nameIn(port) === undefined ? { ...address, port: Number(port) } : address;
}

export const ADDRESS_FIX = 'name path, and port or an argument with {port}, in deployment.json';

export function unreachable(url: string | undefined): Problem {
  const and = url === undefined ? '' : `, and "${url}" does not`;
  return {
    rule: `the url of a streamable-http package says port and path of a server on the same machine${and}`,
    fix: ADDRESS_FIX,
  };
}

function unknown(url: string, name: string): Problem {
  return {
    rule: `names in the url of a streamable-http package are its packageArguments or environmentVariables, and {${name}} of "${url}" is none`,
    fix: ADDRESS_FIX,
  };
}

function variable(url: string, name: string): Problem {
  return {
    rule: `the router calls a server at one path, and in that of "${url}" {${name}} has no fixed value and no default`,
    fix: 'name a path that is always the same, and port or an argument with {port}, in deployment.json',
  };
}

function nameIn(template: string): string | undefined {
  return /^\{([^{}]+)\}$/.exec(template)?.[1];
}

/** An argument or variable by its name, or a name inside its value; a flag also without its dashes, as is sometimes published. */
function find(pkg: Package, name: string): { name: string; input: InputJson } | undefined {
  const all = [...(pkg.packageArguments ?? []), ...(pkg.environmentVariables ?? [])];
  const entries = [
    ...all.map((input) => ({ name: 'name' in input ? String(input.name) : undefined, input })),
    ...all.map((input) => ({ name: 'valueHint' in input ? String(input.valueHint) : undefined, input })),
    ...all.flatMap(({ variables }) =>
      Object.entries(variables ?? {}).map(([n, input]) => ({ name: n, input })),
    ),
  ];
  const found =
    entries.find((e) => e.name === name) ?? entries.find((e) => e.name?.replace(/^-+/, '') === name);
  return found?.name === undefined ? undefined : { name: found.name, input: found.input };
}
