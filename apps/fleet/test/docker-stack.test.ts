import {
  environmentFile,
  inProject,
  merge,
  server,
  validEnvironment,
  validFiles,
} from '@mcp-fleet/testing/fleet';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthFleet } from '../src';

type Block = Record<string, unknown>;
interface StackJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly provider: Record<string, Block[]>;
  readonly terraform: { readonly backend: unknown; readonly required_providers: Record<string, Block> };
  readonly output: Record<string, { readonly value: unknown }>;
}

const settings = { NOTES_URL: 'https://wiki.example.com' };
const two = { wiki: { settings } };

function synth(change: object = {}, files: Record<string, string> = {}): Record<string, StackJson> {
  const file = environmentFile(
    merge(validEnvironment, { aws: undefined, deployments: { tools: { target: 'docker', ...change } } }),
  );
  return inProject({ ...validFiles, 'environments/dev/environment.ts': file, ...files }, (root) => {
    const outdir = join(root, 'out');
    const { stacks } = synthFleet({ root, outdir, environment: 'dev' });
    const read = (stack: string) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    return Object.fromEntries(stacks.map((stack) => [stack, JSON.parse(read(stack)) as StackJson]));
  });
}

const containers = ({ resource = {} }: StackJson) => resource['docker_container'] ?? {};

test('a laptop has a stack for each deployment, the docker provider and a state of its own, and nothing of AWS', () => {
  const stacks = synth();
  expect(Object.keys(stacks)).toEqual(['dev-tools']);
  const { provider, terraform } = stacks['dev-tools']!;
  expect(provider).toEqual({ docker: [{}] });
  expect(terraform.required_providers).toEqual({
    docker: { source: 'kreuzwerker/docker', version: '3.6.2' },
  });
  expect(terraform.backend).toEqual({
    local: { path: '../../../environments/dev/.state/dev-tools.tfstate' },
  });
  expect(JSON.stringify(stacks)).not.toContain('aws');
});

test('secrets are mounted from beside the environment file, by a path that is the same on every computer', () => {
  const [container] = Object.values(containers(synth()['dev-tools']!));
  expect(container?.['mounts']).toEqual([
    {
      type: 'bind',
      source: '${abspath("${path.module}/../../../environments/dev/.state/secrets/dev-tools-notes")}',
      target: '/run/mcp-fleet',
      read_only: true,
    },
  ]);
  expect(container?.['env']).toContain('MCP_ROUTER_SECRETS_FILE=/run/mcp-fleet/secrets.json');
});

test("a user's template signs reach the container as text, and secrets by their key alone", () => {
  const servers = { notes: { settings: { NOTES_USER: 'a ${b} %{c}' } } };
  const [container] = Object.values(containers(synth({ servers })['dev-tools']!));
  const env = (container?.['env'] as string[]).find((line) => line.startsWith('MCP_ROUTER_DEPLOYMENT='));
  expect(env).toContain('a $${b} %%{c}');
  expect(env).toContain('"access":{"mode":"token","secret":"access"}');
  expect(env).toContain('"secret":"notes"');
});

test('one word changes the containers; the names of servers, their paths and the network stay', () => {
  const separate = synth({ servers: two }, server('wiki'))['dev-tools']!;
  const shared = synth({ servers: two, topology: 'multi-server' }, server('wiki'))['dev-tools']!;
  const names = (stack: StackJson) => Object.values(containers(stack)).map(({ name }) => name);
  expect(names(separate)).toEqual(['dev-tools-notes', 'dev-tools-wiki']);
  expect(names(shared)).toEqual(['dev-tools']);
  const paths = (stack: StackJson) =>
    Object.entries(stack.output['servers']?.value as Record<string, string>).map(
      ([name, url]) => `${name} ${new URL(url).pathname}`,
    );
  expect(paths(shared)).toEqual(paths(separate));
  expect(shared.resource?.['docker_network']).toEqual(separate.resource?.['docker_network']);
});

test("adding a server changes nothing of another's container", () => {
  const before = containers(synth()['dev-tools']!);
  const after = containers(synth({ servers: { ...two, notes: {} } }, server('wiki'))['dev-tools']!);
  expect(after).toMatchObject(before);
  expect(Object.keys(after)).toHaveLength(2);
});

test('open access without secrets mounts nothing', () => {
  const file = environmentFile({
    name: 'dev',
    access: 'public',
    deployments: { tools: { target: 'docker', topology: 'per-server', servers: { plain: {} } } },
  });
  const files = server('plain', undefined, {
    packages: [
      { registryType: 'npm', identifier: '@example/plain', version: '1.0.0', transport: { type: 'stdio' } },
    ],
  });
  const stack = synth({}, { ...files, 'environments/dev/environment.ts': file })['dev-tools']!;
  expect(Object.values(containers(stack))[0]).not.toHaveProperty('mounts');
});

test('a retired deployment of a laptop is a stack of provider and state alone', () => {
  const file = environmentFile({ name: 'dev', access: 'token', deployments: {}, retired: ['old'] });
  const stacks = synth({}, { 'environments/dev/environment.ts': file });
  expect(Object.keys(stacks)).toEqual(['dev-old']);
  expect(stacks['dev-old']).not.toHaveProperty('resource');
  expect(stacks['dev-old']?.provider).toEqual({ docker: [{}] });
});
