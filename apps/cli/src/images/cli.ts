import { describeFailure } from '@mcp-fleet/core';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BuiltImage, Builder } from './build/build-image';
import { buildImage } from './build/build-image';
import { REPOSITORY, dockerfiles } from './build/repository';
import { checkBuilt, lintDockerfiles } from './commands/check';
import { architectureOf, findServer } from './commands/image';
import { imagesOf } from './commands/images';
import { writeLock } from './commands/lock';
import { openBuilder } from './commands/open-builder';
import { EngineFailure } from './engine/engine';
import { pinBases } from './pin-bases/pin-bases';
import { pushCommand } from './push/push-command';
import { routerSpec, serverSpec } from './spec/specs';

const USAGE = `images <command>

  image <server>        builds the image of a server (or of the router) and checks it
  images <environment>  builds what an environment runs
  push <environment>    builds, checks and pushes the missing images, and pins them in images.json
  check <server>        checks the image of a server again, and the Dockerfiles
  pin-bases             writes the digests of the bases into the Dockerfiles

  --architecture <name>  image, check: arm64 or x86_64                    [this computer's]
  --rebuild              image, images: build although it is here
  --lock                 image: writes package-lock.json or constraints.txt beside the manifest
  --check                pin-bases: only say which are stale; exit code 2 then
  --root <folder>        holds environments/ and servers/                  [.]
  --debug                print stack traces
  --help                 print this

  MCP_FLEET_ENGINE=docker|podman chooses the engine; servers/images/README.md names the other variables.`;

const options = {
  architecture: { type: 'string' },
  rebuild: { type: 'boolean' },
  lock: { type: 'boolean' },
  check: { type: 'boolean' },
  root: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const OK = 0;
const ERROR = 1;
const STALE = 2;
const WRONG_CALL = 64;

interface Command {
  /** What its one argument names. @default - it has none */
  readonly of?: 'server' | 'environment';
  readonly run: (name: string, values: Values) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  image: { of: 'server', run: image },
  images: { of: 'environment', run: images },
  push: {
    of: 'environment',
    run: async (environment, { root }) => {
      await pushCommand({ environment, ...(root ? { root } : {}), say });
      return OK;
    },
  },
  check: { of: 'server', run: check },
  'pin-bases': {
    run: async (_, values) => {
      const files = dockerfiles().map(({ path }) => join(REPOSITORY, path));
      const stale = await pinBases({ dockerfiles: files, check: values.check ?? false, say });
      return stale > 0 && values.check ? STALE : OK;
    },
  },
};

async function image(name: string, values: Values): Promise<number> {
  const spec = specOf(name, values);
  const builder = await opened(values);
  const built = await buildImage(builder, spec);
  await checkNew(builder, [built]);
  if (values.lock) {
    const file = await writeLock(builder.engine, spec, builder.serversFolder);
    say(`${relative('.', file)} written: commit it, and each build has these packages.`);
  }
  say(`Image: ${spec.reference}`);
  return OK;
}

async function images(environment: string, values: Values): Promise<number> {
  const specs = imagesOf(environment, values.root);
  const builder = await opened(values);
  const built: BuiltImage[] = [];
  for (const spec of specs) built.push(await buildImage(builder, spec));
  await checkNew(builder, built);
  say(
    `Images of ${environment}: ${specs.length}\n${specs.map(({ reference }) => `  ${reference}`).join('\n')}`,
  );
  return OK;
}

async function check(name: string, values: Values): Promise<number> {
  const spec = specOf(name, values);
  await lintDockerfiles(say);
  const builder = await opened(values);
  await buildImage(builder, spec);
  await checkBuilt({ engine: builder.engine, folder: builder.logFolder, say }, spec);
  return OK;
}

/** What was built now: an image that was here before has been checked before. */
async function checkNew(builder: Builder, built: readonly BuiltImage[]): Promise<void> {
  for (const { spec, cached } of built) {
    if (cached) continue;
    say(`${spec.title} (${spec.architecture}): checking`);
    await checkBuilt({ engine: builder.engine, folder: builder.logFolder, say }, spec);
  }
}

function specOf(name: string, { architecture, root }: Values) {
  const wanted = architectureOf(architecture);
  return name === 'router' ? routerSpec(wanted) : serverSpec(findServer(name, root), wanted);
}

function opened({ root, rebuild }: Values): Promise<Builder> {
  return openBuilder({ ...(root ? { root: resolve(root) } : {}), ...(rebuild ? { rebuild } : {}), say });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The command line. Exit codes: 0, 1 error, 2 stale bases (pin-bases --check), 64 wrong call. */
export async function main(argv: readonly string[]): Promise<number> {
  let call;
  try {
    call = parse(argv);
  } catch (error) {
    return usageError((error as Error).message);
  }
  const { values, positionals } = call;
  if (values.help) {
    say(USAGE);
    return OK;
  }
  const [name, subject, ...rest] = positionals;
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) return usageError(name ? `there is no command '${name}'` : 'name a command');
  if (command.of && subject === undefined)
    return usageError(`name ${command.of === 'server' ? 'a server' : 'an environment'}`);
  const tooMany = command.of ? rest[0] : subject;
  if (tooMany !== undefined) return usageError(`'${tooMany}' is too many`);
  try {
    return await command.run(subject ?? '', values);
  } catch (error) {
    process.stderr.write(`\n${describeFailure(error, values.debug ?? false, [EngineFailure])}\n`);
    return ERROR;
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, allowPositionals: true });
}

function usageError(message: string): number {
  process.stderr.write(`${message}\n\n${USAGE}\n`);
  return WRONG_CALL;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
