import { loadFleet, planLoaded, synthFleet } from '@mcp-fleet/fleet';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplyEvent } from './apply-events';
import { applyEvents } from './apply-events';
import type { Endpoint } from './fill';
import { pin } from './fill';
import { checkNewer } from './newer-arguments';
import type { Workspace } from './workspace';

/** How a command ended, and what it said. */
export interface CommandResult {
  readonly exitCode: number;
  readonly output: string;
}

const COMMAND_MINUTES = 10;
const repository = join(__dirname, '../../..');
const cli = [
  '-C',
  '@mcp-fleet/source',
  '-r',
  './apps/fleet/typescript-hook.cjs',
  'apps/cli/src/deploy/cli.ts',
];

/** What we read of a stack. */
interface StackJson {
  readonly resource?: Readonly<Record<string, object>>;
}

/** An environment in its workspace, with the commands that a person has. */
export class Fleet {
  readonly out: string;
  /** The most resources that each stack has had. */
  readonly resources = new Map<string, number>();

  constructor(
    private readonly workspace: Workspace,
    private readonly endpoint: Endpoint,
    private readonly env: NodeJS.ProcessEnv,
    private readonly override: object,
  ) {
    this.out = join(workspace.root, 'out');
  }

  /** The plan of the environment file as it is now; the stacks get what the emulator's provider needs. */
  plan(): AwsFleetPlan {
    const { environment, root } = this.workspace;
    const { plans, stacks } = synthFleet({ root, environment, outdir: this.out });
    stacks.forEach((stack) => {
      this.writeOverride(stack);
      const json = this.json(stack);
      checkNewer(json, stack);
      this.resources.set(stack, Math.max(this.resources.get(stack) ?? 0, countResources(json)));
    });
    return plans[0] as AwsFleetPlan;
  }

  /** Writes into images.json what a push of the environment file as it is now would write. */
  pin(file: string): void {
    const { environment, root } = this.workspace;
    pin(planLoaded(loadFleet({ root, environment }), true)[0] as AwsFleetPlan, file);
  }

  private json(stack: string): StackJson {
    return JSON.parse(readFileSync(join(this.out, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as StackJson;
  }

  /** An override file lies beside the JSON, which stays as it was synthesised; a new synthesis leaves it there. */
  writeOverride(stack: string): void {
    const folder = join(this.out, 'stacks', stack);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'e2e_override.tf.json'), JSON.stringify(this.override));
  }

  /** Runs a command of apps/cli/src/deploy. @throws Error where it ends otherwise than expected, with all that it said. */
  async run(
    command: string,
    args: readonly string[],
    expected: readonly number[] = [0],
  ): Promise<CommandResult> {
    const { program, args: call, cwd, env } = this.command(command, args);
    const result = await runProgram(program, call, { cwd, env });
    if (!expected.includes(result.exitCode)) {
      throw new Error(
        `${command} ended with ${result.exitCode}, not ${expected.join(' or ')}:\n${result.output}`,
      );
    }
    return result;
  }

  /** A command of apps/cli/src/deploy, as it is called. */
  command(command: string, args: readonly string[]) {
    const { environment, root } = this.workspace;
    const call = [...cli, command, environment, '--root', root, '--out', this.out, ...args];
    return { program: process.execPath, args: call, cwd: repository, env: this.env };
  }

  /** What Terraform did to a stack since {@link forgetApplies}, in its order; nothing where it was not applied. */
  applied(stack: string): ApplyEvent[] {
    const log = join(this.runs, `${stack}.apply.log`);
    return existsSync(log) ? applyEvents(readFileSync(log, 'utf8')) : [];
  }

  /** The stacks that were applied since {@link forgetApplies}. */
  appliedStacks(): string[] {
    const logs = readdirSync(this.runs).filter((name) => name.endsWith('.apply.log'));
    return logs.map((name) => name.slice(0, -'.apply.log'.length)).sort();
  }

  forgetApplies(): void {
    for (const stack of this.appliedStacks()) rmSync(join(this.runs, `${stack}.apply.log`));
  }

  private get runs(): string {
    const { environment, root } = this.workspace;
    return join(root, 'environments', environment, '.state/runs');
  }

  /** The ids of the resources, by their address, as the state has them. */
  ids(stack: string): Record<string, string> {
    const shown = spawnSync('terraform', ['show', '-json'], {
      cwd: join(this.out, 'stacks', stack),
      env: this.env,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: COMMAND_MINUTES * 60_000,
    });
    const { values } = JSON.parse(shown.stdout) as {
      values?: { root_module: { resources?: { address: string; values: { id: string } }[] } };
    };
    const resources = values?.root_module.resources ?? [];
    return Object.fromEntries(resources.map((r) => [r.address, r.values.id]));
  }

  /** The name servers of the zone that a stack has made. */
  nameServers(stack: string): string[] {
    const output = spawnSync('terraform', ['output', '-json', 'name_servers'], {
      cwd: join(this.out, 'stacks', stack),
      env: this.env,
      encoding: 'utf8',
      timeout: COMMAND_MINUTES * 60_000,
    });
    return JSON.parse(output.stdout) as string[];
  }

  get emulator(): Endpoint {
    return this.endpoint;
  }
}

function countResources({ resource = {} }: StackJson): number {
  return Object.values(resource).reduce((sum, byId) => sum + Object.keys(byId).length, 0);
}

/** Runs a program to its end, within a time limit; output and errors in the order in which they came. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      output += `\nkilled after ${COMMAND_MINUTES} minutes`;
    }, COMMAND_MINUTES * 60_000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ exitCode: code ?? 137, output });
    });
  });
}
