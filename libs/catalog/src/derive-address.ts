import type { InputJson, Package } from './server-json';

/** Where a package listens, read from its transport's url. */
export interface Address {
  readonly path: string;
  /** @default - an argument or variable decides: see `routed` */
  readonly port?: number;
  /** Arguments and variables that the url names as host or port, with the router's word for each. */
  readonly routed: ReadonlyMap<string, string>;
}

const URL_PARTS = /^http:\/\/(\{[^{}]+\}|[^/:{}]+|\[[^\]]+\])(?::(\d{1,5}|\{[^{}]+\}))?(\/[^\s?#]*)?$/;
const NOTHING: ReadonlyMap<string, string> = new Map();

/** Reads the url of a streamable-http package; undefined where it is none that a router on the same machine can call. */
export function packageAddress(pkg: Package): Address | undefined {
  if (pkg.transport.type !== 'streamable-http') return { path: '/mcp', routed: NOTHING };
  const match = URL_PARTS.exec(pkg.transport.url);
  if (!match) return undefined;
  const [, host = '', port = '80', rawPath = '/'] = match;
  const path = fillIn(rawPath, pkg);
  if (path === undefined) return undefined;

  const routed = new Map<string, string>();
  for (const [template, word] of [
    [host, '{host}'],
    [port, '{port}'],
  ] as const) {
    const name = nameIn(template);
    if (name === undefined) continue;
    const entry = find(pkg, name);
    if (!entry) return undefined;
    routed.set(entry.name, word);
  }
  return nameIn(port) === undefined ? { path, port: Number(port), routed } : { path, routed };
}

/** Names in the path stand for what the package says they are: nobody is asked for a path. */
function fillIn(template: string, pkg: Package): string | undefined {
  let known = true;
  const path = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const input = find(pkg, name)?.input;
    const value = input?.value ?? input?.default;
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? `/${path.replace(/^\/+/, '')}` : undefined;
}

function nameIn(template: string): string | undefined {
  return /^\{([^{}]+)\}$/.exec(template)?.[1];
}

/** An argument or variable by its name; a flag also without its dashes, as it is sometimes published. */
function find(pkg: Package, name: string): { name: string; input: InputJson } | undefined {
  const entries = [
    ...(pkg.packageArguments ?? []).map((a) => ({
      name: a.type === 'named' ? a.name : a.valueHint,
      input: a,
    })),
    ...(pkg.environmentVariables ?? []).map((v) => ({ name: v.name, input: v })),
  ];
  const found =
    entries.find((e) => e.name === name) ?? entries.find((e) => e.name?.replace(/^-+/, '') === name);
  return found?.name === undefined ? undefined : { name: found.name, input: found.input };
}
