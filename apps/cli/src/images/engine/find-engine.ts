import { FleetError, didYouMean } from '@mcp-fleet/core';
import type { Engine } from './engine';
import { processEngine } from './process-engine';

const NAMES = ['docker', 'podman'] as const;

/** Variable that chooses the engine. */
export const ENGINE_VARIABLE = 'MCP_FLEET_ENGINE';

/** What an engine is asked first: it answers only if it can build, and says for which machine. */
const PLATFORM: Readonly<Record<Engine['name'], readonly string[]>> = {
  docker: ['version', '--format', '{{.Server.Os}}/{{.Server.Arch}}'],
  podman: ['info', '--format', '{{.Host.OS}}/{{.Host.Arch}}'],
};

/** What finding an engine depends on. */
export interface FindEngineProps {
  /** @default - MCP_FLEET_ENGINE */
  readonly wanted?: string;
  /** @default - the program of that name on the PATH */
  readonly engineOf?: (name: Engine['name']) => Engine;
}

/**
 * docker where its daemon answers, else podman; the one in MCP_FLEET_ENGINE where that is set.
 *
 * @throws FleetError with code `engine-missing` or `engine-not-running`.
 */
export async function findEngine(props: FindEngineProps = {}): Promise<Engine> {
  const { wanted = process.env[ENGINE_VARIABLE], engineOf = processEngine } = props;
  const known = NAMES.find((name) => name === wanted);
  if (wanted && known === undefined) throw unknown(wanted);
  const silent: { name: Engine['name']; answer: string }[] = [];
  for (const name of known ? [known] : NAMES) {
    const engine = engineOf(name);
    try {
      await enginePlatform(engine);
      return engine;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      silent.push({ name, answer: lastLine(error as Error) });
    }
  }
  throw silent[0] ? notRunning(silent[0].name, silent[0].answer) : missing(known);
}

/** The machine that an engine builds on, as `linux/amd64`: not this one where the engine is in a virtual machine. */
export async function enginePlatform(engine: Engine): Promise<string> {
  const { stdout } = await engine.run(PLATFORM[engine.name]);
  return stdout.trim();
}

function unknown(wanted: string): FleetError {
  return new FleetError({
    code: 'engine-missing',
    path: ENGINE_VARIABLE,
    value: wanted,
    rule: `this names an engine: ${NAMES.join(' or ')}`,
    fix: didYouMean(wanted, NAMES),
  });
}

function missing(name?: Engine['name']): FleetError {
  return new FleetError({
    code: 'engine-missing',
    path: 'PATH',
    rule: `images are built by ${name ?? 'docker or podman'}, and there is none on this computer`,
    fix: `install ${name ?? 'docker or podman'}; everything else, synth and deploy too, works without`,
  });
}

const START = {
  docker: 'start Docker (Docker Desktop, or systemctl start docker), or choose MCP_FLEET_ENGINE=podman',
  podman: 'run podman info to see why (on a Mac: podman machine start)',
};

function notRunning(name: Engine['name'], answer: string): FleetError {
  return new FleetError({
    code: 'engine-not-running',
    path: name,
    value: answer,
    rule: `${name} is installed, and builds once it answers`,
    fix: START[name],
  });
}

function lastLine({ message }: Error): string {
  return message.trim().split('\n').at(-1) ?? '';
}
