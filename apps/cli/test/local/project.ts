import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Engine } from '../../src/images';
import type { Local } from '../../src/local';
import { openLocal } from '../../src/local';

export const REPOSITORY = resolve(__dirname, '../../../..');

/** A folder with the servers of this repository and one environment `local` of its own. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'mcp-fleet-local-'));
  readonly said: string[] = [];

  constructor(deployments: unknown, change: object = {}) {
    cpSync(join(REPOSITORY, 'servers'), join(this.root, 'servers'), { recursive: true });
    mkdirSync(join(this.root, 'environments/local'), { recursive: true });
    this.write(
      'environment.ts',
      `export default ${JSON.stringify({ name: 'local', access: 'token', deployments, ...change })};`,
    );
  }

  get folder(): string {
    return join(this.root, 'environments/local');
  }

  get out(): string {
    return join(this.root, 'out');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  open(engine: Engine, deployments: readonly string[] = []): Promise<Local> {
    const { root, out, said } = this;
    return openLocal({
      environment: 'local',
      deployments,
      root,
      out,
      engine,
      say: (line) => void said.push(line),
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** Everything in a container of its own, and both in one. */
export const twoDeployments = {
  one: { target: 'docker', topology: 'per-server', servers: { everything: { port: 18_081 } } },
  shared: {
    target: 'docker',
    topology: 'multi-server',
    port: 18_080,
    servers: { gitlab: { settings: { GITLAB_PROJECT_ID: 'a${b} %{c} "d"' } }, pagerduty: {} },
  },
};
