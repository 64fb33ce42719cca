import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A container as a stack's JSON has it, with references followed. */
export interface ContainerJson {
  readonly name: string;
  readonly image: string;
  readonly env: readonly string[];
  readonly labels: readonly { readonly label: string; readonly value: string }[];
  readonly networks_advanced: readonly { readonly name: string }[];
  readonly ports: readonly {
    readonly internal: number;
    readonly external: number;
    readonly ip: string;
    readonly protocol: string;
  }[];
  readonly mounts?: readonly {
    readonly source: string;
    readonly target: string;
    readonly read_only: boolean;
  }[];
  readonly memory: number;
  readonly cpus: string;
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly user: string;
  readonly read_only: boolean;
  readonly capabilities: { readonly drop: readonly string[] };
  readonly security_opts: readonly string[];
  readonly restart: string;
  readonly stop_timeout: number;
  readonly log_driver: string;
  readonly log_opts: Readonly<Record<string, string>>;
  readonly healthcheck: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly start_period: string;
    readonly retries: number;
  };
  readonly wait_timeout?: number;
}

export interface NetworkJson {
  readonly name: string;
  readonly driver: string;
  readonly labels: readonly { readonly label: string; readonly value: string }[];
}

/** What a stack makes. */
export interface StackJson {
  readonly networks: readonly NetworkJson[];
  readonly containers: readonly ContainerJson[];
}

/** What an expression of the JSON is worth without Terraform. */
type Evaluate = (expression: string) => string;

/**
 * Reads a synthesised stack as Terraform would, as far as stacks of a laptop go: references to images and networks,
 * and paths from the folder that Terraform runs in.
 *
 * @param folder of the stack, absolute
 * @throws Error for an expression that is none of these.
 */
export function readStack(folder: string): StackJson {
  const json = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly data?: Readonly<Record<string, Readonly<Record<string, { readonly name: string }>>>>;
  };
  const resources = (type: string) => Object.values(json.resource?.[type] ?? {});
  const evaluate: Evaluate = (expression) => {
    const image = /^data\.docker_image\.([\w-]+)\.id$/.exec(expression)?.[1];
    if (image) return nameIn(json.data?.['docker_image']?.[image], expression);
    const network = /^docker_network\.([\w-]+)\.name$/.exec(expression)?.[1];
    if (network) return nameIn(json.resource?.['docker_network']?.[network], expression);
    const path = /^abspath\("\$\{path\.module\}\/([^"]+)"\)$/.exec(expression)?.[1];
    if (path) return resolve(folder, path);
    throw new Error(`nothing but Terraform knows what this is: \${${expression}}`);
  };
  return {
    networks: resources('docker_network').map((it) => evaluated(it, evaluate) as NetworkJson),
    containers: resources('docker_container').map((it) => evaluated(it, evaluate) as ContainerJson),
  };
}

function nameIn(block: unknown, expression: string): string {
  const { name } = (block ?? {}) as { name?: unknown };
  if (typeof name === 'string') return name;
  throw new Error(`the stack has no ${expression}`);
}

function evaluated(value: unknown, evaluate: Evaluate): unknown {
  if (typeof value === 'string') return text(value, evaluate);
  if (Array.isArray(value)) return value.map((item) => evaluated(item, evaluate));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluated(item, evaluate)]));
}

/** A whole text may be an expression; elsewhere `$${` and `%%{` are what users wrote. */
function text(value: string, evaluate: Evaluate): string {
  const expression = /^\$\{([\s\S]*)\}$/.exec(value)?.[1];
  if (expression !== undefined) return evaluate(expression);
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(value)) throw new Error(`a text with an expression in it: ${value}`);
  return value.replaceAll('$${', () => '${').replaceAll('%%{', () => '%{');
}
