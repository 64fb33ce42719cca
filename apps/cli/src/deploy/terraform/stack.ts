import { FleetErrors } from '@mcp-fleet/core';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PlanJson } from '../changes/plan-json';
import { attributesOf } from '../changes/plan-json';
import type { TerraformEvent } from './events';
import { errorsOf, parseEvent } from './events';
import type { ExplainContext } from './explain';
import { explain } from './explain';
import { TerraformFailure } from './failure';
import type { Interrupts } from './interrupts';
import { KILLED, launch, readStatus } from './launch';
import type { Terraform } from './terraform';
import { capture } from './terraform';

/** What all stacks of an environment share. */
export interface StackSettings {
  readonly terraform: Terraform;
  /** Output folder of the environment: stacks/ and plans/ are in it. */
  readonly out: string;
  /** Folder that keeps what each run printed: outside of out, which task runners delete. */
  readonly runs: string;
  /** How long another run's lock is waited for. */
  readonly lockTimeoutSeconds: number;
  readonly interrupts: Interrupts;
  readonly pushCommand: string;
  readonly bucket?: string;
}

/** A plan that is kept in a file, and what is in it. */
export interface SavedPlan {
  readonly changes: boolean;
  readonly json: PlanJson;
}

/** What is planned. */
export interface PlanOptions {
  /** @default false */
  readonly destroy?: boolean;
  /** Addresses. @default - all */
  readonly targets?: readonly string[];
}

const NO_CHANGES = 0;
const CHANGES = 2;

/** One stack, run by Terraform in its synthesised folder. */
export class Stack {
  readonly folder: string;
  /** The saved plan, and its JSON beside it. */
  readonly planFile: string;
  readonly planJsonFile: string;

  constructor(
    readonly name: string,
    private readonly settings: StackSettings,
  ) {
    this.folder = join(settings.out, 'stacks', name);
    this.planFile = join(settings.out, 'plans', `${name}.tfplan`);
    this.planJsonFile = join(settings.out, 'plans', `${name}.json`);
  }

  /** `terraform init`, where the folder is new or its backend or providers have changed. */
  async init(): Promise<void> {
    const marker = join(this.folder, '.terraform', 'mcp-fleet-init');
    const fingerprint = this.fingerprint();
    if (existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint) return;
    await this.run('init', ['-input=false', '-no-color']);
    mkdirSync(join(this.folder, '.terraform'), { recursive: true });
    writeFileSync(marker, fingerprint);
  }

  /** Moves the state to where the stack keeps it now. */
  async moveState(): Promise<void> {
    await this.run('init', ['-migrate-state', '-force-copy', '-input=false', '-no-color']);
    writeFileSync(join(this.folder, '.terraform', 'mcp-fleet-init'), this.fingerprint());
  }

  /** `terraform plan` into a file: of all, of some addresses and what they need, or of a destroy. */
  async plan({ destroy = false, targets = [] }: PlanOptions = {}): Promise<SavedPlan> {
    mkdirSync(join(this.settings.out, 'plans'), { recursive: true });
    const args = [
      // Without the refresh a destroy needs nothing that other stacks or the registry would have to offer still.
      ...(destroy ? ['-destroy', '-refresh=false'] : []),
      ...targets.map((address) => `-target=${address}`),
      `-out=${this.planFile}`,
      '-detailed-exitcode',
      '-input=false',
      `-lock-timeout=${this.settings.lockTimeoutSeconds}s`,
      '-json',
    ];
    const exitCode = await this.run('plan', args, [NO_CHANGES, CHANGES]);
    const changes = exitCode === CHANGES;
    return { changes, json: changes ? await this.show() : this.showNothing() };
  }

  /** Applies exactly the saved plan. */
  async apply(onEvent: (event: TerraformEvent) => void): Promise<void> {
    await this.run('apply', ['-json', '-input=false', this.planFile], [0], onEvent);
  }

  /** Keeps something that a run made and could not wait for, so that the next plan takes it as it is. */
  async untaint(address: string): Promise<void> {
    await this.run('untaint', [`-lock-timeout=${this.settings.lockTimeoutSeconds}s`, '-no-color', address]);
  }

  /** Values of the outputs that the state has. */
  async outputs(): Promise<Record<string, unknown>> {
    const values = JSON.parse(await this.capture('output', ['-json'])) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(values).map(([name, { value }]) => [name, value]));
  }

  /** What the last apply printed, unless it ended well. */
  unfinishedApply(): string[] {
    const log = this.log('apply');
    if (!existsSync(log) || readStatus(log).exit === 0) return [];
    return readFileSync(log, 'utf8').split('\n');
  }

  /** File with what a command printed. */
  log(command: string): string {
    return join(this.settings.runs, `${this.name}.${command}.log`);
  }

  /** For commands that a user types. */
  explainContext(): ExplainContext {
    const { terraform, pushCommand, bucket } = this.settings;
    return {
      stack: this.name,
      folder: relative('.', this.folder) || '.',
      binary: terraform.binary,
      pushCommand,
      ...(bucket ? { bucket } : {}),
      planned: this.planned(),
    };
  }

  private async run(
    command: string,
    args: readonly string[],
    good: readonly number[] = [0],
    onEvent: (event: TerraformEvent) => void = () => undefined,
  ): Promise<number> {
    const { terraform, interrupts } = this.settings;
    const lines: string[] = [];
    const exitCode = await launch({
      command: [terraform.binary, command, ...args],
      cwd: this.folder,
      env: terraform.env,
      log: this.log(command),
      interrupts,
      changes: command === 'apply' || command === 'untaint',
      onLine: (line) => {
        lines.push(line);
        const event = parseEvent(line);
        if (event) onEvent(event);
      },
    });
    if (!good.includes(exitCode)) throw this.failure(command, lines, exitCode === KILLED);
    return exitCode;
  }

  private async show(): Promise<PlanJson> {
    const text = await this.capture('show', ['-json', this.planFile]);
    writeFileSync(this.planJsonFile, text);
    return JSON.parse(text) as PlanJson;
  }

  /** Terraform would load the provider, for seconds, to say that nothing changes. */
  private showNothing(): PlanJson {
    writeFileSync(this.planJsonFile, '{}');
    return {};
  }

  private async capture(command: string, args: readonly string[]): Promise<string> {
    const { binary, env } = this.settings.terraform;
    const { exitCode, stdout, stderr } = await capture(binary, [command, ...args], { cwd: this.folder, env });
    if (exitCode === 0) return stdout;
    writeFileSync(this.log(command), `${stdout}${stderr}`);
    throw this.failure(command, `${stdout}\n${stderr}`.split('\n'));
  }

  private failure(command: string, lines: readonly string[], killed = false): Error {
    const { known, unknown } = explain(errorsOf(lines), this.explainContext());
    if (known.length > 0 && unknown.length === 0) return new FleetErrors(known);
    return new TerraformFailure(this.name, command, known, unknown, relative('.', this.log(command)), killed);
  }

  private planned(): Record<string, Readonly<Record<string, unknown>>> {
    if (!existsSync(this.planJsonFile)) return {};
    return attributesOf(JSON.parse(readFileSync(this.planJsonFile, 'utf8')) as PlanJson);
  }

  /** What init depends on: Terraform, backend and providers, also of override files beside the synthesised one. */
  private fingerprint(): string {
    const { terraform } = this.settings;
    const blocks = readdirSync(this.folder)
      .filter((name) => name.endsWith('.tf.json'))
      .sort()
      .map((name) => {
        const json = JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as { terraform?: unknown };
        return JSON.stringify(json.terraform ?? {});
      });
    return createHash('sha256')
      .update([terraform.binary, terraform.version, ...blocks].join('\n'))
      .digest('hex');
  }
}
