import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Engine } from '../engine/engine';
import { EngineFailure } from '../engine/engine';
import type { ImageSpec } from '../spec/image-spec';
import type { BuildSettings } from './arguments';
import { buildArguments } from './arguments';
import { makeContext, removeContext } from './context';
import { explainBuild } from './explain';
import { readSourceImage } from './source-image';

/** What builds of one run share. */
export interface Builder {
  readonly engine: Engine;
  readonly settings: BuildSettings;
  /** Folder with the servers' folders. */
  readonly serversFolder: string;
  /** Logs of the engine go here, a file for each image. */
  readonly logFolder: string;
  /** Build although an image of that tag is here. @default false */
  readonly rebuild?: boolean;
  readonly say: (line: string) => void;
  /** References that this run has seen to. */
  readonly done: Set<string>;
}

/** What came of a build. */
export interface BuiltImage {
  readonly spec: ImageSpec;
  /** Bytes on disk. */
  readonly bytes: number;
  readonly cached: boolean;
}

/**
 * Builds an image and what it stands on; does nothing where it is here already, since a tag says what is in it.
 *
 * @throws FleetError with what is wrong and how to mend it; the engine's log is kept.
 */
export async function buildImage(builder: Builder, spec: ImageSpec): Promise<BuiltImage> {
  const { engine, rebuild = false, done, say } = builder;
  const here = await bytesOf(engine, spec);
  if (here !== undefined && (!rebuild || done.has(spec.reference))) {
    if (!done.has(spec.reference))
      say(`${spec.title} (${spec.architecture}): here already, ${spec.reference}`);
    done.add(spec.reference);
    return { spec, bytes: here, cached: true };
  }
  if (spec.base) await buildImage(builder, spec.base.image);
  for (const part of spec.parts ?? []) await buildImage(builder, part);
  const began = performance.now();
  say(`${spec.title} (${spec.architecture}): building ${spec.reference}`);
  await build(builder, spec);
  done.add(spec.reference);
  const bytes = (await bytesOf(engine, spec)) ?? 0;
  const seconds = Math.round((performance.now() - began) / 1000);
  say(`${spec.title} (${spec.architecture}): built in ${seconds} s, ${megabytes(bytes)} on disk`);
  return { spec, bytes, cached: false };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function build(builder: Builder, spec: ImageSpec): Promise<void> {
  const { engine, serversFolder, logFolder } = builder;
  const [server] = spec.servers;
  const images =
    spec.kind === 'oci' && server ? { [server.key]: await readSourceImage(engine, spec) } : undefined;
  const folder = makeContext(spec, { serversFolder, ...(images ? { images } : {}) });
  const log = join(logFolder, `${spec.name.replaceAll('/', '-')}-${spec.architecture}.log`);
  mkdirSync(dirname(log), { recursive: true });
  rmSync(log, { force: true });
  try {
    for (const part of spec.parts ?? []) await takeFolder(engine, part, folder);
    const text = readFileSync(join(folder, 'Dockerfile'), 'utf8');
    // What comes from elsewhere may have changed there; what is ours has not.
    const noCache = builder.rebuild === true && spec.servers.length === 1;
    const settings = { ...builder.settings, noCache };
    await engine.stream(buildArguments(engine.name, spec, text, folder, settings), { log });
  } catch (error) {
    throw explainBuild(error, spec, relative('.', log));
  } finally {
    removeContext(folder);
  }
}

/** The folder of a server, taken out of its own image. */
async function takeFolder(engine: Engine, part: ImageSpec, folder: string): Promise<void> {
  const { stdout } = await engine.run(['create', '--platform', part.platform, part.reference]);
  const container = stdout.trim().split('\n').at(-1) ?? '';
  try {
    for (const { key } of part.servers)
      await engine.run(['cp', `${container}:/app/${key}`, `${folder}/app/${key}`]);
  } finally {
    await engine.run(['rm', container]);
  }
}

async function bytesOf(engine: Engine, { reference }: ImageSpec): Promise<number | undefined> {
  try {
    const { stdout } = await engine.run(['image', 'inspect', '--format', '{{.Size}}', reference]);
    return Number(stdout.trim());
  } catch (error) {
    if (error instanceof EngineFailure) return undefined;
    throw error;
  }
}
