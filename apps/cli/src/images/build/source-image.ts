import type { ImageStart } from '@mcp-fleet/catalog';
import { FleetError } from '@mcp-fleet/core';
import type { Engine } from '../engine/engine';
import { EngineFailure } from '../engine/engine';
import type { ImageSpec } from '../spec/image-spec';

interface Config {
  readonly Entrypoint?: readonly string[] | string | null;
  readonly Cmd?: readonly string[] | string | null;
  readonly Env?: readonly string[] | null;
  readonly WorkingDir?: string | null;
}

/**
 * What the image that a server comes as would start; it is fetched where it is not here, or is here for another processor.
 *
 * @throws FleetError with code `image-entrypoint-missing` or `image-build-failed`.
 */
export async function readSourceImage(engine: Engine, spec: ImageSpec): Promise<ImageStart> {
  const [server] = spec.servers;
  const name = spec.buildArgs['SOURCE_IMAGE'] ?? '';
  const path = `servers.${server?.key}.source.oci.image`;
  const config = (await inspect(engine, name, spec)) ?? (await pulled(engine, name, spec, path));
  const start = startOf(config);
  const nothing = !start.entrypoint?.length && !start.command?.length;
  if (nothing && server?.runtime.arguments.length === 0) {
    throw new FleetError({
      code: 'image-entrypoint-missing',
      path,
      value: name,
      rule: 'an image has an entrypoint or a command: the router starts it in its place',
      fix: 'name another image, or the program as the first of the arguments in deployment.json',
    });
  }
  return start;
}

async function inspect(engine: Engine, name: string, spec: ImageSpec): Promise<Config | undefined> {
  try {
    const format = '{{.Os}}/{{.Architecture}} {{json .Config}}';
    const { stdout } = await engine.run(['image', 'inspect', '--format', format, name]);
    const [platform] = stdout.split(' ', 1);
    return platform === spec.platform ? (JSON.parse(stdout.slice(stdout.indexOf(' '))) as Config) : undefined;
  } catch (error) {
    if (error instanceof EngineFailure) return undefined;
    throw error;
  }
}

async function pulled(engine: Engine, name: string, spec: ImageSpec, path: string): Promise<Config> {
  let answer = '';
  try {
    await engine.stream(['pull', '--platform', spec.platform, name]);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    answer = error.stderr.trim().split('\n').at(-1) ?? '';
  }
  const config = answer === '' ? await inspect(engine, name, spec) : undefined;
  if (config) return config;
  throw new FleetError({
    code: 'image-build-failed',
    path,
    value: answer || name,
    rule: `${engine.name} can fetch the image for ${spec.platform}: ${name}`,
    fix: 'check the name, and log in to its registry if it asks for that',
  });
}

function startOf({ Entrypoint, Cmd, Env, WorkingDir }: Config): ImageStart {
  const variables = Object.fromEntries(
    (Env ?? []).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return {
    entrypoint: list(Entrypoint),
    command: list(Cmd),
    variables,
    ...(WorkingDir ? { workingDirectory: WorkingDir } : {}),
  };
}

function list(words: readonly string[] | string | null | undefined): readonly string[] {
  if (words === null || words === undefined || words === '') return [];
  return typeof words === 'string' ? [words] : words;
}
