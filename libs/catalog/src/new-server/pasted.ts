import { credentialIn, FleetError, HIDDEN } from '@mcp-fleet/core';
import { isSecret } from '../secret-names';
import type { Argument, KeyValue } from '../server-json';
import type { Draft, Registry } from './draft';

type Raw = Readonly<Record<string, unknown>>;

/** Words of a command line after the program, and how the first package among them is read. */
interface Starter {
  readonly registry: Registry;
  /** Options that take the next word. */
  readonly withValue: readonly string[];
  /** The option that names the package where the first word is a program. */
  readonly from?: readonly string[];
}

const STARTERS: Readonly<Record<string, Starter>> = {
  npx: { registry: 'npm', withValue: [], from: ['-p', '--package'] },
  bunx: { registry: 'npm', withValue: [], from: ['-p', '--package'] },
  uvx: {
    registry: 'pypi',
    withValue: ['--with', '--python', '-p', '--index', '--index-url'],
    from: ['--from'],
  },
  docker: {
    registry: 'oci',
    withValue: [
      '--name',
      '--network',
      '-v',
      '--volume',
      '--mount',
      '-p',
      '--publish',
      '--platform',
      '-u',
      '--user',
    ],
  },
};

/** A draft of a manifest, or why there is none. */
export interface ReadEntry {
  /** The draft. @default - there are errors */
  readonly draft?: Draft;
  /** Everything that is wrong with the entry. */
  readonly errors: readonly FleetError[];
}

/**
 * Reads an entry of a client's configuration: `{ "mcpServers": { "name": entry } }`, `{ "name": entry }` or the entry
 * itself. No value of a variable or a secret argument is in the draft: these may be secrets, and a manifest is committed.
 *
 * @param key the folder of the server; chooses among several entries
 */
export function readClientEntry(value: unknown, key: string): ReadEntry {
  const entry = chooseEntry(value, key);
  if (entry instanceof FleetError) return { errors: [entry] };
  const { command, args, env } = entry;
  if (typeof command !== 'string') return { errors: [notStarted(entry)] };
  const name = command
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.(exe|cmd)$/, '');
  // podman takes docker's words.
  const starter = STARTERS[name === 'podman' ? 'docker' : name];
  if (!starter) return { errors: [unknownCommand(name)] };
  const words = Array.isArray(args) ? args.map(String) : [];
  const call = callOf(words, starter);
  if (call.target === undefined) return { errors: [noPackage(name)] };
  const variables = { ...call.variables, ...record(env) };
  const { identifier, version } = packageOf(call.from ?? call.target, starter.registry);
  const { packageArguments, dropped } = argumentsOf(call.rest);
  return {
    draft: {
      registry: starter.registry,
      identifier,
      ...(version === undefined ? {} : { version }),
      runtimeArguments: runtimeArguments(call, starter),
      packageArguments,
      environmentVariables: Object.entries(variables).map(([variable, text]) => declaration(variable, text)),
      notes: notesOn(variables, dropped),
    },
    errors: [],
  };
}

interface Call {
  readonly target: string | undefined;
  readonly from: string | undefined;
  readonly rest: readonly string[];
  readonly variables: Raw;
}

/** Splits the words into options of the starter, the package or image, and arguments of the server. */
function callOf(words: readonly string[], starter: Starter): Call {
  const variables: Record<string, string> = {};
  let from: string | undefined;
  let i = words[0] === 'run' ? 1 : 0;
  for (; i < words.length && words[i]!.startsWith('-'); i += 1) {
    const [option = '', inline] = split(words[i]!);
    const next = () => inline ?? words[(i += 1)] ?? '';
    if (starter.registry === 'oci' && ['-e', '--env'].includes(option)) {
      const [name = '', text = ''] = split(next());
      variables[name] = text;
    } else if (starter.from?.includes(option)) from = next();
    else if (starter.withValue.includes(option)) next();
  }
  return { target: words[i], from, rest: words.slice(i + 1), variables };
}

function split(word: string): [string, string?] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

function packageOf(word: string, registry: Registry): { identifier: string; version?: string | undefined } {
  if (registry === 'oci') return { identifier: word };
  const [, identifier = word, version] = /^(@?[^@=]+)(?:@|==)?(.*)$/.exec(word) ?? [];
  return { identifier, version: version === '' || version === 'latest' ? undefined : version };
}

/** What tells the catalog which of the programs of the package is started. */
function runtimeArguments({ from, target = '' }: Call, { from: options = [] }: Starter): Argument[] {
  if (from === undefined) return [];
  return [
    { type: 'named', name: options.at(-1)!, value: from },
    { type: 'positional', value: target },
  ];
}

function argumentsOf(words: readonly string[]): { packageArguments: Argument[]; dropped: string[] } {
  const packageArguments: Argument[] = [];
  const dropped: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i]!;
    const [flag, inline] = split(word);
    const value = inline ?? words[i + 1];
    const isFlag =
      word.startsWith('-') && value !== undefined && (inline !== undefined || !value.startsWith('-'));
    if (isFlag && (isSecret(flag, {}) || credentialIn(value) !== undefined)) {
      packageArguments.push({ type: 'named', name: flag, isRequired: true, isSecret: true });
      dropped.push(flag);
      if (inline === undefined) i += 1;
    } else if (credentialIn(word) !== undefined) {
      const valueHint = `SECRET_ARGUMENT_${i + 1}`;
      packageArguments.push({ type: 'positional', valueHint, isRequired: true, isSecret: true });
      dropped.push(valueHint);
    } else packageArguments.push({ type: 'positional', value: word });
  }
  return { packageArguments, dropped };
}

function declaration(name: string, text: unknown): KeyValue {
  return isSecretVariable(name, text) ? { name, isRequired: true, isSecret: true } : { name };
}

function isSecretVariable(name: string, text: unknown): boolean {
  return isSecret(name, {}) || credentialIn(String(text)) !== undefined;
}

function notesOn(variables: Raw, dropped: readonly string[]): string[] {
  const names = Object.keys(variables);
  const secrets = [...names.filter((name) => isSecretVariable(name, variables[name])), ...dropped];
  const settings = names.filter((name) => !secrets.includes(name));
  return [
    ...(secrets.length > 0
      ? [
          `Secrets, whose values were not written: ${secrets.join(', ')}. Fill them in Secrets Manager, or in .env.`,
        ]
      : []),
    ...(settings.length > 0
      ? [
          `Settings, whose values were not written: ${settings.join(', ')}. Put them into settings of the instance.`,
        ]
      : []),
  ];
}

function chooseEntry(value: unknown, key: string): Raw | FleetError {
  const outer = record(record(value)['mcpServers'] ?? value);
  if ('command' in outer || 'url' in outer) return outer;
  const names = Object.keys(outer);
  const chosen = key in outer ? key : names.length === 1 ? names[0] : undefined;
  if (chosen !== undefined) return record(outer[chosen]);
  return entryError({
    value: names.length === 0 ? undefined : names.join(', '),
    rule: 'one entry of mcpServers becomes one server',
    fix:
      names.length === 0
        ? 'paste an entry with its command and args'
        : `name the server ${names.join(' or ')}`,
  });
}

function notStarted(entry: Raw): FleetError {
  if ('url' in entry)
    return entryError({
      value: HIDDEN,
      rule: 'a fleet runs servers itself, and this entry is the address of a service that somebody else runs',
      fix: 'name the package of the server, if it is published as one',
    });
  return entryError({
    rule: 'an entry of mcpServers has a command and its args',
    fix: 'paste an entry such as { "command": "npx", "args": ["-y", "<package>"] }',
  });
}

function unknownCommand(command: string): FleetError {
  return entryError({
    value: command,
    rule: 'only npx, bunx, uvx, docker and podman name the package that they start',
    fix: 'name the package itself: npm:<package>, pypi:<package>, or write server.json by hand',
  });
}

function noPackage(command: string): FleetError {
  return entryError({
    value: command,
    rule: 'the args name a package or an image',
    fix: 'paste the whole entry, with its args',
  });
}

function entryError(details: { value?: unknown; rule: string; fix: string }): FleetError {
  return new FleetError({ code: 'manifest-invalid', path: 'mcpServers', ...details });
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}
