import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WEB_ADAPTER_BYTES } from '@mcp-fleet/plan';
import { webAdapterVariables } from '@mcp-fleet/lambda-http-api';
import {
  environmentFile,
  inProject,
  merge,
  server,
  validEnvironment,
  validFiles,
} from '@mcp-fleet/testing/fleet';
import { synthFleet } from '../src';

interface StackJson {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data?: Record<string, Record<string, Record<string, unknown>>>;
  readonly terraform: { backend: Record<string, Record<string, unknown>>; required_version: string };
  readonly provider: { aws: Record<string, unknown>[] };
  readonly output: Record<string, { value: unknown }>;
}

/** The stacks of a project, by name. */
function synth(
  change: unknown,
  files: Record<string, string> = {},
  environment = 'dev',
): Record<string, StackJson> {
  const file = environmentFile(merge(validEnvironment, change));
  return inProject({ ...validFiles, 'environments/dev/environment.ts': file, ...files }, (root) => {
    const outdir = join(root, 'out');
    const { stacks } = synthFleet({ root, outdir, environment });
    const read = (stack: string) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
    return Object.fromEntries(stacks.map((stack) => [stack, JSON.parse(read(stack)) as StackJson]));
  });
}

const tools = (change: object) => ({ deployments: { tools: change } });
const two = { wiki: { settings: { NOTES_URL: 'https://wiki.example.com' } } };
const routesOf = (stack: StackJson) =>
  Object.entries(stack.resource['aws_apigatewayv2_route'] ?? {})
    .map(([address, { route_key: key }]) => `${address} ${String(key)}`)
    .sort();

test('a change of topology leaves every public path and route address unchanged, and what they point to is made anew first', () => {
  const separate = synth(tools({ servers: two }), server('wiki'))['dev-tools']!;
  const shared = synth(tools({ servers: two, topology: 'multi-server' }), server('wiki'))['dev-tools']!;
  expect(routesOf(separate)).toHaveLength(8);
  expect(routesOf(shared)).toEqual(routesOf(separate));
  const functions = (stack: StackJson) => Object.entries(stack.resource['aws_lambda_function'] ?? {});
  expect(functions(separate)).toHaveLength(2);
  expect(functions(shared)).toHaveLength(1);
  expect(functions(separate).map(([address]) => address)).not.toContain(functions(shared)[0]?.[0]);
  for (const type of ['function', 'alias', 'permission']) {
    for (const resource of Object.values(separate.resource[`aws_lambda_${type}`] ?? {})) {
      expect(resource['lifecycle']).toEqual({ create_before_destroy: true });
    }
  }
});

test("adding a server changes no other server's address", () => {
  const addresses = (stack: StackJson) =>
    Object.entries(stack.resource).flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`));
  const before = addresses(synth({})['dev-tools']!);
  const after = addresses(synth(tools({ servers: { ...two, notes: {} } }), server('wiki'))['dev-tools']!);
  expect(before.filter((address) => !after.includes(address))).toEqual([]);
  expect(after.length).toBeGreaterThan(before.length);
});

test('a second synthesis is equal to the byte', () => {
  const text = () => JSON.stringify(synth(tools({ servers: two }), server('wiki')));
  expect(text()).toBe(text());
});

test('every stack has its provider, its tags and its own state', () => {
  const stacks = synth({});
  expect(Object.keys(stacks)).toEqual(['dev-foundation', 'dev-tools', 'dev-dashboard']);
  const stack = stacks['dev-tools']!;
  expect(stack.provider.aws).toEqual([
    {
      region: 'us-east-1',
      allowed_account_ids: ['111122223333'],
      default_tags: [{ tags: { Application: 'mcp-servers', Environment: 'dev', Deployment: 'tools' } }],
    },
  ]);
  expect(stack.terraform.required_version).toBe('>= 1.10.0, < 2.0.0');
  expect(stack.terraform.backend).toEqual({
    local: { path: '../../../environments/dev/.state/dev-tools.tfstate' },
  });
});

test('a retired deployment is a stack of provider and state alone, after all others', () => {
  const stacks = synth({ retired: ['old'] });
  expect(Object.keys(stacks)).toEqual(['dev-foundation', 'dev-tools', 'dev-dashboard', 'dev-old']);
  const { terraform, provider, ...rest } = stacks['dev-old']!;
  expect(rest).toEqual({ '//': expect.anything() });
  expect(terraform.backend).toEqual({ local: { path: '../../../environments/dev/.state/dev-old.tfstate' } });
  expect(provider).toEqual(stacks['dev-foundation']!.provider);
});

test('state in S3 has a native lock and a key of its own', () => {
  const state = { s3: { bucket: 'acme-state', region: 'eu-west-1', prefix: 'fleet' } };
  expect(synth({ state })['dev-foundation']!.terraform.backend).toEqual({
    s3: {
      bucket: 'acme-state',
      region: 'eu-west-1',
      key: 'fleet/dev/dev-foundation.tfstate',
      encrypt: true,
      use_lockfile: true,
    },
  });
});

test('without a pin Terraform looks the tag up, with one it runs the digest', () => {
  const looked = synth({})['dev-tools']!;
  expect(looked.data?.['aws_ecr_image']?.['image-notes']).toMatchObject({
    registry_id: '111122223333',
    repository_name: 'mcp-servers/dev/notes',
  });
  const digest = `sha256:${'0'.repeat(64)}`;
  const pin = { digest, tag: 't', architecture: 'arm64', contents: { notes: '1.2.0' } };
  const pinned = synth(
    {},
    { 'environments/dev/images.json': JSON.stringify({ 'mcp-servers/dev/notes': pin }) },
  )['dev-tools']!;
  expect(pinned.data?.['aws_ecr_image']).toBeUndefined();
  const [fn] = Object.values(pinned.resource['aws_lambda_function'] ?? {});
  expect(fn?.['image_uri']).toBe(
    `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp-servers/dev/notes@${digest}`,
  );
});

test("a user's template signs reach the function as text, secrets only as references", () => {
  const stack = synth(tools({ servers: { notes: { settings: { NOTES_USER: 'a ${b} %{c} "d" \\' } } } }))[
    'dev-tools'
  ]!;
  const [fn] = Object.values(stack.resource['aws_lambda_function'] ?? {});
  const variables = (fn?.['environment'] as { variables: Record<string, string> }).variables;
  const text = variables['MCP_ROUTER_DEPLOYMENT'] ?? '';
  expect(text).toContain('a $${b} %%{c} \\"d\\" \\\\');
  const router = JSON.parse(text) as { access: { secret: string }; instances: { notes: { secret: string } } };
  expect(router.instances.notes.secret).toMatch(/^\$\{data\.terraform_remote_state\..*notes.*\}$/);
  expect(router.access.secret).toMatch(/^\$\{data\.terraform_remote_state\..*access.*\}$/);
});

test("the plan's allowance for the web adapter's variables covers what the module sets", () => {
  const variables = webAdapterVariables({ streaming: true, asyncInit: true });
  const bytes = Object.entries(variables).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  expect(bytes).toBeLessThanOrEqual(WEB_ADAPTER_BYTES);
});

test('outputs name what a client and an operator need', () => {
  const { output } = synth({})['dev-tools']!;
  expect(Object.keys(output).filter((name) => !name.startsWith('cross-stack'))).toEqual([
    'api_id',
    'endpoint',
    'functions',
    'log_groups',
    'servers',
  ]);
  expect(output['servers']?.value).toEqual({ notes: expect.stringMatching(/\/notes\/mcp$/) as string });
});

test('a stack that is no more leaves the output folder', () => {
  const out = mkdtempSync(join(tmpdir(), 'mcp-fleet-out-'));
  const run = (change: object) =>
    inProject(
      { ...validFiles, 'environments/dev/environment.ts': environmentFile(merge(validEnvironment, change)) },
      (root) => synthFleet({ root, outdir: out }),
    );
  const other = {
    target: 'lambda',
    topology: 'multi-server',
    servers: { 'notes-2': { server: 'notes', settings: { NOTES_URL: 'x' } } },
  };
  run({ deployments: { other } });
  expect(readdirSync(join(out, 'stacks')).sort()).toEqual([
    'dev-dashboard',
    'dev-foundation',
    'dev-other',
    'dev-tools',
  ]);
  run({});
  expect(readdirSync(join(out, 'stacks')).sort()).toEqual(['dev-dashboard', 'dev-foundation', 'dev-tools']);
  rmSync(out, { recursive: true });
});

test('a registry of another environment is found, and its owner lets this one pull', () => {
  const staging = environmentFile({ ...validEnvironment, name: 'staging', registry: { environment: 'dev' } });
  const files = { 'environments/staging/environment.ts': staging };
  const owner = synth({}, files)['dev-foundation']!;
  const [policy] = Object.values(owner.resource['aws_ecr_repository_policy'] ?? {});
  expect(policy?.['policy']).toContain(':function:staging-*');
  const pulls = synth({}, files, 'staging');
  expect(pulls['staging-foundation']!.resource['aws_ecr_repository']).toBeUndefined();
  expect(pulls['staging-tools']!.data?.['aws_ecr_image']?.['image-notes']).toMatchObject({
    repository_name: 'mcp-servers/dev/notes',
  });
});

test('a broken manifest that nobody deploys stops nobody', () => {
  expect(Object.keys(synth({}, { 'servers/wiki/server.json': '{' }))).toHaveLength(3);
});

test('errors of shape and of the plan come together, without echoes of each other', () => {
  const wrong = {
    protectd: true,
    ...tools({ servers: { notes: { settings: { NOTES_URL: [1], NOTES_PAGE: 'x' } }, wiki: {} } }),
  };
  let message = '';
  try {
    synth(wrong);
  } catch (error) {
    message = (error as Error).message;
  }
  expect([...message.matchAll(/code {2}(\S+)/g)].map(([, code]) => code).sort()).toEqual([
    'invalid-value',
    'setting-invalid',
    'unknown-key',
    'unknown-server',
  ]);
});
