import { FleetError, HIDDEN } from '@mcp-fleet/core';
import { parseJson } from '../json-text';
import { checkServerJson } from '../server-json';
import { badKey } from '../server-key';
import { serverJsonOf, type Draft } from './draft';
import { readClientEntry } from './pasted';
import { readServerSource } from './source';

/** Base addresses of the registries, without a slash at the end. */
export interface RegistryAddresses {
  /** MCP registry. @default 'https://registry.modelcontextprotocol.io' */
  readonly mcp?: string | undefined;
  /** npm registry. @default 'https://registry.npmjs.org' */
  readonly npm?: string | undefined;
  /** Python Package Index. @default 'https://pypi.org' */
  readonly pypi?: string | undefined;
}

/** Place of errors in what was pasted. */
const PASTED = 'mcpServers';

/** A server that a fleet does not have yet. */
export interface NewServerProps {
  /** Folder of the server, and its key. */
  readonly key: string;
  /** What {@link readServerSource} reads. */
  readonly source: string;
  /** Exact version of the package or of the registry's entry. @default - the latest */
  readonly version?: string | undefined;
  /** Addresses of the registries. @default - the public ones */
  readonly registries?: RegistryAddresses;
  /** Reads a file. Throws where it cannot. */
  readonly readFile: (path: string) => string;
  /** Reads an address; resolves to the body of a successful answer. Rejects otherwise. */
  readonly readUrl: (url: string) => Promise<string>;
}

/** The text of server.json, and sentences that the user has to read; or all that is wrong. */
export interface NewServer {
  /** Text of server.json. @default - there are errors */
  readonly text?: string;
  /** Sentences for the user. */
  readonly notes: readonly string[];
  /** Everything that is wrong with the source. */
  readonly errors: readonly FleetError[];
}

/** Makes the server.json of a new server. Nothing is written, and nothing thrown. */
export async function newServer(props: NewServerProps): Promise<NewServer> {
  const wrongKey = badKey(props.key, `servers/${props.key}`);
  try {
    const made = await make(props);
    return wrongKey.length === 0 ? made : failed([...wrongKey, ...made.errors]);
  } catch (error) {
    if (error instanceof FleetError) return failed([...wrongKey, error]);
    throw error;
  }
}

async function make(props: NewServerProps): Promise<NewServer> {
  const { key, version, registries = {} } = props;
  const source = readServerSource(props.source);
  if (source instanceof FleetError) return failed([source]);
  switch (source.kind) {
    case 'pasted':
      return fromText(source.text, PASTED, props);
    case 'file':
      return fromText(readFile(source.path, props), source.path, props);
    case 'url':
      return fromText(await readUrl(source.url, props), source.url, props);
    case 'registry': {
      const base = registries.mcp ?? 'https://registry.modelcontextprotocol.io';
      const url = `${base}/v0.1/servers/${encodeURIComponent(source.name)}/versions/${encodeURIComponent(version ?? 'latest')}`;
      const { server } = record(json(await readUrl(url, props), url));
      return checked(`${JSON.stringify(server, undefined, 2)}\n`, server, url);
    }
    default:
      return fromDraft(key, { registry: source.kind, identifier: source.package, version }, props);
  }
}

/** A server.json is kept as it is, byte for byte; of a client's configuration a manifest is made. */
async function fromText(text: string, file: string, props: NewServerProps): Promise<NewServer> {
  const value = json(text, file);
  const { name, packages, remotes, mcpServers } = record(value);
  const isManifest = mcpServers === undefined && [name, packages, remotes].some((key) => key !== undefined);
  if (isManifest) return checked(text.endsWith('\n') ? text : `${text}\n`, value, file);
  const { draft, errors } = readClientEntry(value, props.key);
  if (!draft) return failed(errors);
  return fromDraft(props.key, { ...draft, version: props.version ?? draft.version }, props);
}

async function fromDraft(key: string, draft: Draft, props: NewServerProps): Promise<NewServer> {
  const text = serverJsonOf(key, draft, await factsOf(draft, props));
  return { ...checked(text, JSON.parse(text), `servers/${key}/server.json`), notes: draft.notes ?? [] };
}

async function factsOf({ registry, identifier, version }: Draft, props: NewServerProps) {
  if (registry === 'oci') return {};
  const { npm = 'https://registry.npmjs.org', pypi = 'https://pypi.org' } = props.registries ?? {};
  const name = encodeURIComponent(identifier).replace('%40', '@');
  const at = version === undefined ? undefined : encodeURIComponent(version);
  const url =
    registry === 'npm'
      ? `${npm}/${name}/${at ?? 'latest'}`
      : `${pypi}/pypi/${name}/${at === undefined ? '' : `${at}/`}json`;
  const answer = record(json(await readUrl(url, props), url));
  const facts = registry === 'npm' ? answer : record(answer['info']);
  const description = facts[registry === 'npm' ? 'description' : 'summary'];
  return { version: text(facts['version']), description: text(description) };
}

function checked(written: string, value: unknown, file: string): NewServer {
  const { errors } = checkServerJson(value, file);
  return errors.length > 0 ? failed(errors) : { text: written, notes: [], errors: [] };
}

function failed(errors: readonly FleetError[]): NewServer {
  return { notes: [], errors };
}

function json(body: string, file: string): unknown {
  const { value, error } = parseJson(body, file);
  if (!error) return value;
  // What stands at the fault of a pasted entry may be a secret.
  const { code, path, rule, fix } = error;
  throw file === PASTED ? new FleetError({ code, file, path, value: HIDDEN, rule, fix }) : error;
}

function readFile(path: string, props: NewServerProps): string {
  try {
    return props.readFile(path);
  } catch (error) {
    throw unreadable(path, error, 'the file can be read', 'correct the path of server.json');
  }
}

async function readUrl(url: string, props: NewServerProps): Promise<string> {
  try {
    return await props.readUrl(url);
  } catch (error) {
    const fix =
      'check the name and the version; behind a proxy or a mirror, name the address of the registry';
    throw unreadable(
      url.replace(/\/\/[^/]*@/, '//'),
      error,
      'the address answers with the description of the server',
      fix,
    );
  }
}

function unreadable(file: string, error: unknown, rule: string, fix: string): FleetError {
  const value = error instanceof Error ? error.message : String(error);
  return new FleetError({ code: 'manifest-unreadable', file, path: '', value, rule, fix });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
