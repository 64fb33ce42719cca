import { type ServerManifest, loadCatalog, unknownServer } from '@mcp-fleet/catalog';
import { FleetError, FleetErrors, throwIfAny } from '@mcp-fleet/core';
import { type ServerResult, serverOf, smoke } from '../smoke';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildRouter } from './build-router';
import { type Choice, type Mode, chooseMode } from './choose-mode';
import { readEnvFiles } from './env-files';
import { localImage } from './image';
import { exampleLines, inputsOf } from './inputs';
import { installServer, installable } from './install-server';
import { type Launch, type Served, containerLaunch, processLaunch } from './launch';
import { readyPage } from './ready-page';
import { RouterProcess, checkPort } from './router-process';
import { withSignsOfLife } from './sign-of-life';

export interface ServeProps {
  /** Folder that holds servers/ and apps/router. */
  readonly root: string;
  readonly server: string;
  readonly port: number;
  /** Callers need it. @default - everybody on this computer may call */
  readonly token?: string;
  /** @default - `prefer`, and the other where that is not to be had */
  readonly asked?: Mode;
  readonly prefer: Mode;
  /** Is given each line of the router's log. */
  readonly log: (line: string) => void;
  readonly say: (text: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Called once it serves, in place of the page for people; it ends where this does. @default - it serves until the signal */
  readonly whenReady?: (address: string) => Promise<void>;
}

/** What lacks in .env, with the lines to write there. */
export class InputsMissing extends FleetErrors {
  constructor(
    errors: readonly FleetError[],
    readonly lines: readonly string[],
  ) {
    super(errors);
  }
}

/**
 * Starts the router with one server, and serves until the signal. All that it started has ended when it returns.
 *
 * @throws FleetError or FleetErrors; nothing runs then.
 */
export async function serve(props: ServeProps): Promise<void> {
  const { server, port, token, say, signal } = props;
  // The router starts programs in a folder of its own.
  const root = resolve(props.root);
  const manifest = manifestOf(root, server);
  const { inputs, errors } = inputsOf(manifest, readEnvFiles(root));
  if (errors.length > 0) throw new InputsMissing(errors, exampleLines(manifest));
  await checkPort(port);
  const choice = await choose({ ...props, root }, manifest);
  if (choice.note) say(choice.note);

  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-serve-'));
  try {
    const served = { manifest, inputs, port, ...(token && { token }) };
    const launch = await launchOf({ ...props, root }, choice.mode, served, folder);
    if (signal.aborted) return;
    await runRouter(props, manifest, choice.mode, launch);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Health, tools and one harmless call of the server that is served. */
export async function checkServed(base: string, server: string, token?: string): Promise<ServerResult> {
  const connection = { tokenVariable: 'MCP_TOKEN', timeoutMilliseconds: 30_000, ...(token && { token }) };
  const [result] = await smoke([serverOf(base, server)], connection);
  return result as ServerResult;
}

async function choose({ root, asked, prefer }: ServeProps, manifest: ServerManifest): Promise<Choice> {
  if (manifest.source?.kind !== 'oci') return chooseMode({ root, manifest, prefer, ...(asked && { asked }) });
  if (asked === 'processes') installable(manifest);
  return chooseMode({ root, manifest, prefer: 'image', asked: 'image' });
}

async function launchOf(
  { root, say }: ServeProps,
  mode: Mode,
  served: Served,
  folder: string,
): Promise<Launch> {
  const { manifest, port } = served;
  if (mode === 'image') {
    const { engine, image } = await localImage(root, manifest, say);
    return containerLaunch(served, { engine, image, name: `mcp-fleet-${manifest.key}-${port}` });
  }
  const program = await installServer(root, manifest, say);
  return processLaunch(served, { router: await buildRouter(root, say), program, folder });
}

async function runRouter(
  { port, token, say, log, signal, whenReady }: ServeProps,
  manifest: ServerManifest,
  mode: Mode,
  launch: Launch,
): Promise<void> {
  const base = `http://127.0.0.1:${port}`;
  const { name, health } = serverOf(base, manifest.key);
  const router = new RouterProcess(launch, log);
  try {
    await withSignsOfLife(`Still starting ${name}`, say, () => router.ready(name, health, signal));
    if (signal.aborted) return;
    if (whenReady) return await whenReady(base);
    say(readyPage({ manifest, mode, base, hasToken: token !== undefined }));
    await router.untilEnd(name, signal);
  } finally {
    await router.stop();
  }
}

function manifestOf(root: string, server: string): ServerManifest {
  const { catalog, errors } = loadCatalog('servers', { cwd: root });
  const manifest = catalog.servers[server];
  if (manifest) return manifest;
  throwIfAny(errors.filter(({ file = '' }) => `${file}/`.startsWith(`servers/${server}/`)));
  const known = Object.keys(catalog.servers);
  throw new FleetError({
    code: 'unknown-server',
    path: 'servers',
    value: server,
    ...unknownServer(server, known),
  });
}
