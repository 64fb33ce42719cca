import type { ServerManifest } from '@mcp-fleet/catalog';
import { FleetError } from '@mcp-fleet/core';
import { routerProblem } from './build-router';
import { engineName } from './image';
import { serverProblems } from './install-server';

/** From the image, as it is deployed, or as processes of this computer. */
export type Mode = 'image' | 'processes';

/** What a choice depends on. */
export interface ChoiceProps {
  readonly root: string;
  readonly manifest: ServerManifest;
  /** What the user asks for. @default - `prefer`, and the other where that is not to be had */
  readonly asked?: Mode;
  /** What is quickest to start is processes, what is nearest to a deployment the image. */
  readonly prefer: Mode;
  /** @default - the engine on this computer */
  readonly engine?: () => Promise<string>;
  /** Programs that processes lack. @default - looked for on this computer */
  readonly lacking?: () => readonly FleetError[];
}

/** The mode, and why it is not the preferred one. */
export interface Choice {
  readonly mode: Mode;
  readonly note?: string;
}

/**
 * Chooses how a server is run.
 *
 * @throws FleetError with code `engine-missing`, `engine-not-running` or `program-missing`: what is needed for the mode
 * that is asked for, or for the preferred one where neither can be had.
 */
export async function chooseMode(props: ChoiceProps): Promise<Choice> {
  const { root, manifest, asked, prefer, engine = engineName } = props;
  const lacking = props.lacking ?? (() => lackingPrograms(root, manifest));
  const problems: Readonly<Record<Mode, () => Promise<FleetError | undefined>>> = {
    image: () => engine().then(() => undefined, onlyOurs),
    processes: () => Promise.resolve(lacking()[0]),
  };
  const wanted = asked ?? prefer;
  const problem = await problems[wanted]();
  if (problem === undefined) return { mode: wanted };
  const other = wanted === 'image' ? 'processes' : 'image';
  if (asked || (await problems[other]())) throw problem;
  return { mode: other, note: `${shortly(problem)}: ${WORDS[other]}.` };
}

const WORDS = { image: 'serving the image', processes: 'serving it as plain processes' };

function shortly({ code, path }: FleetError): string {
  if (code === 'engine-missing') return 'There is neither docker nor podman';
  return code === 'engine-not-running' ? `${path} does not answer` : `${path} is missing or too old`;
}

function onlyOurs(error: unknown): FleetError {
  if (error instanceof FleetError) return error;
  throw error;
}

function lackingPrograms(root: string, manifest: ServerManifest): FleetError[] {
  const router = routerProblem(root);
  return [...(router ? [router] : []), ...serverProblems(root, manifest)];
}
