import type { Argument, KeyValue, Package } from './server-json';

/** What `runtimeArguments` say about the program, though none of npx, uvx and docker runs here. */
export interface Launch {
  /** Variables that docker sets: `-e NAME=value`. */
  readonly variables: readonly KeyValue[];
  /** Ports that docker publishes, `-p host:container`: the container's by the host's, both as written. */
  readonly ports: ReadonlyMap<string, string>;
  /** Docker mounts folders of the user's machine. */
  readonly mounts: boolean;
  /** What npx or uvx installs instead of the bare identifier, such as `name[extra]`: the value of --package or --from. */
  readonly installs?: string;
  /** The program of the package that is started. @default - the only one it has */
  readonly binary?: string;
  /** Arguments of the program, before what is left of `packageArguments`. */
  readonly arguments: readonly Argument[];
}

interface Option {
  readonly flag: string;
  readonly argument: Argument;
}

const VARIABLE = ['-e', '--env'];
const PORT = ['-p', '--publish'];
const MOUNT = ['-v', '--volume', '--mount'];
/** Options of npx, uvx and docker whose value may be published as an argument of its own. */
const WITH_VALUE = new Map([
  ['npm', ['-p', '--package', '--registry', '--cache', '--prefix']],
  [
    'pypi',
    ['-p', '--python', '--from', '--with', '--index', '--default-index', '--index-url', '--extra-index-url'],
  ],
  [
    'oci',
    [
      ...VARIABLE,
      ...PORT,
      ...MOUNT,
      '--name',
      '--network',
      '--user',
      '-u',
      '--entrypoint',
      '--platform',
      '-w',
    ],
  ],
]);
const INSTALLS = new Map([
  ['npm', ['-p', '--package']],
  ['pypi', ['--from']],
]);

/** Reads what a package's runtime arguments say about its program. */
export function readLaunch(pkg: Package): Launch {
  const { options, words } = split(pkg.runtimeArguments ?? [], pkg);
  const packageArguments = pkg.packageArguments ?? [];
  if (pkg.registryType === 'oci') {
    const ofFlag = (flags: readonly string[]) => options.filter(({ flag }) => flags.includes(flag));
    return {
      variables: ofFlag(VARIABLE).flatMap(({ argument }) => variableOf(argument)),
      ports: new Map(ofFlag(PORT).flatMap(({ argument }) => portOf(argument.value ?? ''))),
      mounts: ofFlag(MOUNT).length > 0,
      arguments: [...words.slice(1), ...packageArguments],
    };
  }

  const installs = options.find(({ flag }) => INSTALLS.get(pkg.registryType)?.includes(flag));
  const own = [...(isPackage(words[0], pkg) ? words.slice(1) : words), ...packageArguments];
  const nothing = { variables: [], ports: new Map(), mounts: false };
  if (!installs) return { ...nothing, arguments: own };
  // uvx --from <package> <program>: what comes first is the program's name, and no argument of it.
  const [program] = own;
  const named = program?.type === 'positional' && program.value !== undefined && !program.value.includes('{');
  return {
    ...nothing,
    ...(installs.argument.value !== undefined && { installs: installs.argument.value }),
    ...(named && { binary: program.value }),
    arguments: named ? own.slice(1) : own,
  };
}

/** The starter's options, and the words after them: for docker from the image on, else from the first that is none. */
function split(args: readonly Argument[], pkg: Package): { options: Option[]; words: readonly Argument[] } {
  const options: Option[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const argument = args[i] as Argument;
    if (argument.type === 'named') {
      options.push({ flag: argument.name, argument });
      continue;
    }
    const [, flag = '', value] = /^(-[^=\s]+)(?:=([\s\S]*))?$/.exec(argument.value ?? '') ?? [];
    const next = args[i + 1];
    if (flag === '') {
      if (pkg.registryType !== 'oci' || isPackage(argument, pkg)) return { options, words: args.slice(i) };
    } else if (value === undefined && next?.type === 'positional' && takesValue(flag, pkg)) {
      options.push({ flag, argument: next });
      i += 1;
    } else options.push({ flag, argument: { ...argument, value } });
  }
  return { options, words: [] };
}

function takesValue(flag: string, pkg: Package): boolean {
  return WITH_VALUE.get(pkg.registryType)?.includes(flag) ?? false;
}

/** Whether a word names the package itself, with or without version, and an image with or without registry. */
function isPackage(argument: Argument | undefined, pkg: Package): boolean {
  const bare = (name: string): string => name.replace(/@sha256:.*$|(?<=[^/])(?:@|==|:)[^/@:]*$/, '');
  const word = bare(argument?.value ?? '');
  const identifier = bare(pkg.identifier);
  return (
    word !== '' && (word === identifier || (pkg.registryType === 'oci' && identifier.endsWith(`/${word}`)))
  );
}

function variableOf({ value, description, isRequired, isSecret, variables }: Argument): KeyValue[] {
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?:=([\s\S]*))?$/.exec(value ?? '');
  if (!match?.[1]) return [];
  return [{ name: match[1], value: match[2], description, isRequired, isSecret, variables }];
}

/** `8080:3000`, with an address before it or a protocol after it. */
function portOf(value: string): [string, string][] {
  const match = /^(?:[^{}]*:)?(\d+|\{[^{}]+\}):(\d+)(?:\/tcp)?$/.exec(value);
  return match?.[1] && match[2] ? [[match[1], match[2]]] : [];
}
