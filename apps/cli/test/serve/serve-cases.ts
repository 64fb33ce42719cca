import type { ErrorCode } from '@mcp-fleet/core';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { installServer } from '../../src/serve/install-server';
import { checkPort } from '../../src/serve/router-process';
import { World, manifest } from './world';

/** What stops serve and try before a server runs, and the report that a user then reads. */
export interface BadStart {
  readonly code: ErrorCode;
  /** What brings it. */
  readonly run: () => Promise<unknown>;
  /** The whole report. `<port>` stands for the port that was taken, `<next>` for the one after it. */
  readonly report: string;
}

const silent = () => undefined;

async function inWorld(use: (world: World) => Promise<unknown>): Promise<unknown> {
  const world = new World();
  try {
    return await use(world);
  } finally {
    world.remove();
  }
}

async function onTakenPort(): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await checkPort(port);
  } catch (error) {
    const text = (error as Error).message.replaceAll(`${port + 1}`, '<next>').replaceAll(`${port}`, '<port>');
    throw new Error(text, { cause: error });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Every error of serve and try that no other command has. */
export const serveCases: readonly BadStart[] = [
  {
    code: 'program-missing',
    run: () =>
      inWorld((world) => {
        world.withoutPrograms();
        return installServer(world.folder, manifest(), silent);
      }),
    report: `npm
  got   "not found"
  rule  notes is installed with it: npm
  fix   install Node with npm from https://nodejs.org; or start docker or podman, and serve the image with --image
  code  program-missing`,
  },
  {
    code: 'installation-failed',
    run: () =>
      inWorld((world) => {
        world.program(
          'npm',
          `if (process.argv[2] === '--version') console.log('10.0.0');
           else { console.error('npm error 404 Not Found: @example/notes@1.2.3'); process.exit(1); }`,
        );
        return installServer(world.folder, manifest(), silent);
      }),
    report: `servers/notes
  rule  npm install has to end well; it said (1):
        npm error 404 Not Found: @example/notes@1.2.3
  fix   mend what it names: a registry or repository that is out of reach in most cases; or serve the image with --image
  code  installation-failed`,
  },
  {
    code: 'port-in-use',
    run: onTakenPort,
    report: `127.0.0.1:<port>
  got   "EADDRINUSE"
  rule  nobody else listens there, and this user may
  fix   end the other program, or take another port: --port <next>
  code  port-in-use`,
  },
];
