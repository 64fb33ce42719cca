import { FleetError } from '@mcp-fleet/core';
import type { AwsFleetPlan, FleetPlan, LambdaDeploymentPlan } from '@mcp-fleet/plan';
import { SHARED_FUNCTION } from '@mcp-fleet/plan';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Cloud } from '../../src/deploy/gate/cloud';
import type { Laptop } from '../../src/deploy/laptop/laptop';
import type { Screen } from '../../src/deploy/screen';
import type { ObjectStore } from '../../src/deploy/state/state-store';
import { LocalStateStore } from '../../src/deploy/state/state-store';
import type { Session } from '../../src/deploy/session';
import { Interrupts } from '../../src/deploy/terraform/interrupts';
import { Stack } from '../../src/deploy/terraform/stack';

/** What the stand-in for Terraform prints and how it ends. */
export interface Answer {
  readonly lines?: readonly unknown[];
  readonly exit?: number;
  /** It runs until the file `release` is in the folder of the world. */
  readonly held?: true;
  /** Files that it writes into the folder of the world. */
  readonly files?: Readonly<Record<string, string>>;
}

export const FAKE = resolve(__dirname, 'fake-terraform.cjs');

/** A plan with one deployment `tools` and one instance `notes`, as far as commands look at it. */
export function fleetPlan(change: Partial<AwsFleetPlan> = {}): AwsFleetPlan {
  const image = {
    repositoryName: 'mcp-servers/dev/notes',
    registry: { account: '111122223333', region: 'us-east-1', partition: 'aws' },
    architecture: 'arm64',
    tag: 'v1-aaaaaaaaaaaa',
    contents: { notes: '1.0.0' },
  };
  const plan = {
    environment: 'dev',
    protected: false,
    aws: image.registry,
    state: { kind: 'local' },
    tags: {},
    foundation: {
      stack: 'dev-foundation',
      repositories: {},
      secrets: { notes: secretPlan() },
    },
    deployments: {
      tools: {
        name: 'tools',
        stack: 'dev-tools',
        target: 'lambda',
        edge: 'http-api',
        functions: { notes: { name: 'dev-tools-notes', image, router: { access: { mode: 'token' } } } },
        instances: {
          notes: { name: 'notes', server: 'notes', function: 'notes', paths: { mcp: '/notes/mcp' } },
        },
      },
    },
    retired: [],
    acknowledged: [],
    warnings: [],
    maskLogs: true,
    ...change,
  };
  return plan as unknown as AwsFleetPlan;
}

/** The plan of {@link fleetPlan}, with a REST API. */
export function restApiPlan(change: Partial<AwsFleetPlan> = {}): AwsFleetPlan {
  const tools = fleetPlan().deployments['tools'] as LambdaDeploymentPlan;
  return fleetPlan({ deployments: { tools: { ...tools, edge: 'rest-api' } }, ...change });
}

/** A plan with one deployment `tasks` of two instances that share a task, and with a network of its own. */
export function taskPlan(change: Partial<AwsFleetPlan> = {}): AwsFleetPlan {
  const image = (name: string) => ({
    repositoryName: `mcp-servers/dev/${name}`,
    registry: { account: '111122223333', region: 'us-east-1', partition: 'aws' },
    architecture: 'arm64',
    tag: 'v1-aaaaaaaaaaaa',
    contents: {},
  });
  const container = (name: string, mode: string) => ({ image: image(name), router: { access: { mode } } });
  const instance = (name: string) => ({
    name,
    server: name,
    service: SHARED_FUNCTION,
    paths: { mcp: `/${name}/mcp` },
  });
  const tasks = {
    name: 'tasks',
    stack: 'dev-tasks',
    target: 'fargate',
    edge: 'alb',
    host: { name: 'mcp.example.com', certificate: { kind: 'given', arn: 'a' }, records: false },
    services: {
      [SHARED_FUNCTION]: {
        frontContainer: 'router',
        containers: {
          router: container('router', 'jwt'),
          notes: container('notes', 'public'),
          wiki: container('wiki', 'public'),
        },
      },
    },
    instances: { notes: instance('notes'), wiki: instance('wiki') },
  };
  return fleetPlan({
    network: { kind: 'own', stack: 'dev-network' },
    deployments: { tasks },
    ...change,
  } as unknown as Partial<AwsFleetPlan>);
}

export const TASK_STACKS = ['dev-foundation', 'dev-network', 'dev-tasks'];

export function secretPlan(change: object = {}) {
  return {
    name: 'mcp/dev/notes',
    description: '',
    recoveryWindowDays: 0,
    required: ['TOKEN'],
    optional: [],
    oneOf: [],
    tags: {},
    ...change,
  };
}

/** Everything that a command works with, in a folder of its own, with Terraform and AWS made up. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-deploy-'));
  readonly said: string[] = [];
  /** What the person at the terminal answers, in order; without it there is no terminal. */
  answers: string[] | undefined;
  cloud: Cloud = {
    hasImage: () => Promise.resolve(true),
    secretValue: () => Promise.resolve('{"TOKEN":"s3cret"}'),
    deploying: (environment, deployment) => {
      this.announced.push(`${environment} ${deployment}`);
      return Promise.resolve();
    },
    nameServers: () => Promise.resolve([]),
    logRole: () => Promise.resolve(undefined),
  };

  /** Deploys that alarms were told of. */
  readonly announced: string[] = [];

  /** What the buckets hold: text by key. A bucket that is not named does not exist. */
  readonly buckets: Record<string, Record<string, string>> = {};

  laptop: Laptop = {
    hasImage: () => Promise.resolve(true),
    madeByEngine: () => Promise.resolve([]),
    secrets: () => ({ secrets: {}, errors: [], ignored: [] }),
    writeSecrets: () => void this.said.push('secrets written'),
    removeSecrets: () => void this.said.push('secrets removed'),
  };

  constructor(
    answers: Readonly<Record<string, Answer | readonly Answer[]>> = {},
    stacks: readonly string[] = ['dev-foundation', 'dev-tools', 'dev-old'],
  ) {
    mkdirSync(this.states);
    this.terraform(answers);
    for (const stack of stacks) {
      mkdirSync(join(this.folder, 'out/stacks', stack), { recursive: true });
      writeFileSync(join(this.folder, 'out/stacks', stack, 'cdk.tf.json'), '{"terraform":{}}');
    }
  }

  get states(): string {
    return join(this.folder, 'state');
  }

  terraform(answers: Readonly<Record<string, Answer | readonly Answer[]>>): void {
    writeFileSync(join(this.folder, 'answers.json'), JSON.stringify({ show: { lines: ['{}'] }, ...answers }));
  }

  /** Calls of Terraform so far: `<stack> <command>`, with all arguments where asked for. */
  calls(full = false): string[] {
    const file = join(this.folder, 'calls');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return full ? lines : lines.map((line) => line.split(' ').slice(0, 2).join(' '));
  }

  /** A state with these resources, `type.name` → id, and outputs. */
  state(stack: string, resources: Readonly<Record<string, string>>, outputs: readonly string[] = []): void {
    const file = {
      version: 4,
      outputs: Object.fromEntries(outputs.map((name) => [name, { value: 'x' }])),
      resources: Object.entries(resources).map(([address, id]) => {
        const [type, name] = address.split('.');
        return { mode: 'managed', type, name, instances: [{ attributes: { id } }] };
      }),
    };
    writeFileSync(join(this.states, `${stack}.tfstate`), JSON.stringify(file));
  }

  session(
    plan: FleetPlan = fleetPlan(),
    stacks: readonly string[] = ['dev-foundation', 'dev-tools'],
  ): Session {
    const interrupts = new Interrupts();
    const env = { ...process.env, FAKE_TERRAFORM: this.folder };
    const settings = {
      terraform: { binary: FAKE, version: '1.11.4', product: 'Terraform', env },
      out: join(this.folder, 'out'),
      runs: join(this.folder, 'runs'),
      lockTimeoutSeconds: 1,
      interrupts,
      pushCommand: 'nx run dev:push',
    };
    return {
      plan,
      stacks: stacks.map((name) => new Stack(name, settings)),
      states: new LocalStateStore(this.states),
      cloud: this.cloud,
      laptop: this.laptop,
      screen: this.screen(),
      interrupts,
      out: settings.out,
      objects: () => this.objects(),
      accountStack: (name) => {
        return {
          stack: new Stack(name, settings),
          localState: join(this.states, 'account', `${name}.tfstate`),
        };
      },
    };
  }

  private objects(): ObjectStore {
    const bucket = (name: string) => {
      const found = this.buckets[name];
      if (found !== undefined) return found;
      throw new FleetError({ code: 'state-bucket-missing', path: 'AWS', value: name, rule: '', fix: '' });
    };
    return {
      keys: async (name, prefix) => Object.keys(bucket(name)).filter((key) => key.startsWith(prefix)),
      text: async (name, key) => bucket(name)[key],
    };
  }

  private screen(): Screen {
    return {
      result: (text) => void this.said.push(text),
      progress: (text) => void this.said.push(text),
      canAsk: this.answers !== undefined,
      ask: (question) => {
        this.said.push(question);
        return Promise.resolve(this.answers?.shift() ?? '');
      },
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `terraform show` of a plan that makes these, `type.name`. */
export function creates(...addresses: string[]): Answer {
  return { lines: [planJson(addresses.map((address) => change(address, ['create'])))] };
}

export function planJson(changes: readonly unknown[], outputs: unknown = {}): string {
  return JSON.stringify({ resource_changes: changes, output_changes: outputs });
}

export function change(address: string, actions: readonly string[], rest: object = {}): unknown {
  const values = { before: null, after: { name: address.split('.')[1] }, ...rest };
  return { address, mode: 'managed', type: address.split('.')[0], change: { actions, ...values } };
}

export const PLAN_CHANGES: Answer = { exit: 2 };

/** The event of something made. */
export function made(address: string, id: string, type = 'apply_complete'): unknown {
  const resource = { addr: address, resource_type: address.split('.')[0] };
  return {
    type,
    hook: { resource, action: 'create', ...(type === 'apply_complete' ? { id_value: id } : {}) },
  };
}

/** The event of a problem. */
export function problem(summary: string, detail = '', address?: string): unknown {
  return {
    type: 'diagnostic',
    diagnostic: { severity: 'error', summary, detail, ...(address ? { address } : {}) },
  };
}
