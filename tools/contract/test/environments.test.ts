import { page, synthFleet } from '@mcp-fleet/fleet';
import { readStacks, resources, type Block, type StackJson } from '@mcp-fleet/testing/fleet';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A container in a task definition. */
interface Container {
  readonly name: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
}

interface Synthesised {
  readonly stacks: Readonly<Record<string, StackJson>>;
  readonly page: string;
  readonly text: string;
}

/** The environments of this repository: what readers are shown works, and is safe. */
const repository = resolve(__dirname, '../../..');
const outdir = join(repository, 'dist', `test-environments-${process.pid}`);
const REMOTE = /\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}/g;
const only = (blocks: Readonly<Record<string, Block>>): Block => {
  expect(Object.keys(blocks)).toHaveLength(1);
  return Object.values(blocks)[0]!;
};
const containersOf = (task: Block | undefined) =>
  JSON.parse(String(task?.['container_definitions'])) as Container[];
const tasksOf = (stack: StackJson) => Object.values(resources(stack, 'aws_ecs_task_definition'));

function synthesise(environment: string): Synthesised {
  rmSync(outdir, { recursive: true, force: true });
  const result = synthFleet({ root: repository, environment, outdir });
  const texts = result.stacks.map((stack) =>
    readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8'),
  );
  return { stacks: readStacks(outdir, result.stacks), page: page(result), text: texts.join('\n') };
}

afterEach(() => rmSync(outdir, { recursive: true, force: true }));

describe('environments/production', () => {
  let production: Synthesised;
  let texts: string[];

  beforeAll(() => {
    const both = [1, 2].map(() => synthesise('production'));
    texts = both.map(({ text }) => text);
    production = both[1]!;
  });

  test('synthesises without an account, twice to the byte, in the order of applying', () => {
    expect(Object.keys(production.stacks)).toEqual([
      'production-foundation',
      'production-network',
      'production-tools',
      'production-dashboard',
    ]);
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).not.toContain(repository);
  });

  test('only opaque ids cross the stacks: of secrets, of the topic, of the VPC, of its subnets', () => {
    const refs = (stack: string) =>
      [...JSON.stringify(production.stacks[stack]).matchAll(REMOTE)].map(
        ([, from, output]) => `${from} ${output}`,
      );
    expect(refs('production-foundation')).toEqual([]);
    expect(refs('production-network')).toEqual([]);
    const kinds = refs('production-tools').map((ref) =>
      ref
        .replace('cross-stack-reference-input-', '')
        .replace('cross-stack-output-', '')
        .replace(/ (aws_[a-z_]+?)(secret-|vpc_|alarms_).*?(arn|id|subnet_id)$/, ' $1 $3'),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'production-foundation aws_secretsmanager_secret arn',
      'production-foundation aws_sns_topic arn',
      'production-network aws_route_table_association subnet_id',
      'production-network aws_vpc id',
    ]);
  });

  test('each container gets the whole secret of its own server by reference, and nothing of it is written out', () => {
    const all = tasksOf(production.stacks['production-tools']!).flatMap(containersOf);
    expect(all).toHaveLength(6);
    for (const { name, environment, secrets = [] } of all) {
      const variable = `MCP_SECRET_${name.toUpperCase().replace('-', '_')}`;
      expect(secrets.map((secret) => secret.name)).toEqual([variable]);
      expect(secrets[0]?.valueFrom).toMatch(/^\$\{data\.terraform_remote_state\..*\}$/);
      expect(secrets[0]?.valueFrom).toContain(`secret-${name}_`);
      const told = ['ACCEPT_SECONDS', 'DEPLOYMENT', 'DRAIN_SECONDS'].map((word) => `MCP_ROUTER_${word}`);
      expect(environment.map((entry) => entry.name)).toEqual(told);
      expect(JSON.stringify(environment)).not.toMatch(/arn:|\$\{/);
    }
    expect(texts[0]).not.toContain('aws_secretsmanager_secret_version');
  });

  test('routers check tokens for the host; rules also lead to the metadata', () => {
    const [first] = tasksOf(production.stacks['production-tools']!).flatMap(containersOf);
    expect(JSON.parse(first?.environment[1]?.value ?? '')).toMatchObject({
      edge: 'streaming',
      publicUrl: 'https://mcp.example.com',
      access: { mode: 'jwt', issuer: 'https://login.example.com/', audiences: ['mcp'] },
    });
    const rules = Object.entries(resources(production.stacks['production-tools']!, 'aws_lb_listener_rule'));
    const paths = rules
      .filter(([id]) => id.includes('_Rules_gitlab_'))
      .map(
        ([, rule]) => (rule['condition'] as { path_pattern: { values: string[] } }[])[0]?.path_pattern.values,
      );
    expect(paths).toEqual([
      ['/gitlab/mcp', '/gitlab/health', '/.well-known/oauth-protected-resource/gitlab/mcp'],
    ]);
  });

  test('what protects it: no deletion, its own zones, NAT and endpoints in each', () => {
    const door = only(resources(production.stacks['production-tools']!, 'aws_lb'));
    expect(door).toMatchObject({ enable_deletion_protection: true, internal: false, idle_timeout: 300 });
    const network = production.stacks['production-network']!;
    expect(Object.keys(resources(network, 'aws_nat_gateway'))).toHaveLength(3);
    const services = Object.values(resources(network, 'aws_vpc_endpoint')).map(({ service_name: name }) =>
      String(name).split('.').slice(3).join('.'),
    );
    expect(services.sort()).toEqual(['ecr.api', 'ecr.dkr', 'logs', 's3', 'secretsmanager']);
  });

  test('the page names the servers with what runs them, the stacks in order, and what is open', () => {
    const { page } = production;
    expect(page).toMatch(
      /gitlab-eu \(gitlab\) +https:\/\/mcp\.example\.com\/gitlab-eu\/mcp +production-tools-gitlab-eu +production-tools\n/,
    );
    const order = ['production-foundation', 'production-network', 'production-tools'].map((stack) =>
      page.indexOf(`  ${stack} `),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
    expect(page).toMatch(
      /image mcp-servers\/production\/gitlab is pinned to v0-example; its inputs now make v/,
    );
    expect(page).toContain('fill secret mcp/production/pagerduty: PAGERDUTY_USER_API_KEY');
  });
});

test('environments/local synthesises without an account, twice to the byte', () => {
  const [first, second] = [1, 2].map(() => synthesise('local').text);
  expect(first).toBe(second);
  expect(first).not.toContain(repository);
  expect(first).toContain('"name": "local-tools-gitlab"');
});
