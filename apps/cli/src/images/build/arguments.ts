import type { Engine } from '../engine/engine';
import type { ImageSpec } from '../spec/image-spec';

/** Variables of people who build from bases of their own. */
export const BUILD_ARGS_VARIABLE = 'MCP_FLEET_BUILD_ARGS';
export const BUILD_OPTIONS_VARIABLE = 'MCP_FLEET_BUILD_OPTIONS';

/** What a build is made with beside its spec. */
export interface BuildSettings {
  /** Machine that the engine builds on, as `linux/amd64`. */
  readonly buildPlatform: string;
  /** Further build arguments, over those of the spec: bases from another registry. @default {} */
  readonly args?: Readonly<Record<string, string>>;
  /** Further options of the engine's build command. @default - none */
  readonly options?: readonly string[];
  /** Nothing is taken from the cache of an earlier build. @default false */
  readonly noCache?: boolean;
}

/** Reads what MCP_FLEET_BUILD_ARGS (NAME=value, by comma or line) and MCP_FLEET_BUILD_OPTIONS (by space or line) hold. */
export function settingsFrom(env: NodeJS.ProcessEnv): Pick<BuildSettings, 'args' | 'options'> {
  const pairs = words(env[BUILD_ARGS_VARIABLE] ?? '', /[,\n]/);
  const options = env[BUILD_OPTIONS_VARIABLE] ?? '';
  return {
    args: Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
    // By line where there are lines: then an option may hold spaces.
    options: words(options, options.trim().includes('\n') ? /\n/ : /\s+/),
  };
}

function words(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((word) => word.trim())
    .filter(Boolean);
}

/** The arguments of the engine that build an image from the Dockerfile in the folder. */
export function buildArguments(
  engine: Engine['name'],
  spec: ImageSpec,
  dockerfileText: string,
  folder: string,
  settings: BuildSettings,
): string[] {
  const args: Record<string, string> = {
    BUILDPLATFORM: settings.buildPlatform,
    TARGETPLATFORM: spec.platform,
    TARGETARCH: spec.platform.slice(spec.platform.indexOf('/') + 1),
    ...spec.buildArgs,
    ...(spec.base ? { [spec.base.argument]: spec.base.image.reference } : {}),
    ...settings.args,
  };
  const declared = declaredArguments(dockerfileText);
  return [
    'build',
    ...(engine === 'podman' ? ['--format', 'docker'] : []),
    ...(settings.noCache ? ['--no-cache'] : []),
    '--platform',
    spec.platform,
    '--file',
    `${folder}/Dockerfile`,
    '--tag',
    spec.reference,
    ...Object.entries(spec.labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    // Engines complain of arguments that a Dockerfile does not know.
    ...Object.entries(args)
      .filter(([name]) => declared.has(name))
      .flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    ...(settings.options ?? []),
    folder,
  ];
}

function declaredArguments(text: string): Set<string> {
  return new Set([...text.matchAll(/^ARG (\w+)/gm)].map(([, name]) => name as string));
}
