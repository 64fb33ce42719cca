import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { imageName } from '../../src/images/push/planned-image';
import { planPush } from '../../src/images/push/plan-push';
import { specOf } from '../../src/images/spec/planned';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcp-fleet-plan-push-'));
  for (const server of ['notes', 'wiki']) write(`servers/${server}/server.json`, manifest(server));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(content));
}

function manifest(server: string): unknown {
  const npm = { registryType: 'npm', identifier: `@example/${server}`, version: '1.2.0' };
  const packages = [{ ...npm, transport: { type: 'stdio' } }];
  return { name: `com.example/${server}`, description: 'A server.', version: '1.2.0', packages };
}

/** An environment file as plain data. */
function environment(name: string, change: object = {}, servers: object = { notes: {} }): void {
  const file = join(root, 'environments', name, 'environment.ts');
  mkdirSync(dirname(file), { recursive: true });
  const content = {
    name,
    aws: { account: '111122223333', region: 'us-east-1' },
    access: 'token',
    deployments: { tools: { target: 'lambda', topology: 'per-server', servers } },
    ...change,
  };
  writeFileSync(file, `export default ${JSON.stringify(content)};`);
}

const wrong = {
  digest: `sha256:${'0'.repeat(64)}`,
  tag: 'v1',
  architecture: 'x86_64',
  contents: { other: '1' },
};

test('an own registry: every image once, with where the file asks for it', () => {
  environment('dev', {}, { notes: {}, again: { server: 'notes' }, wiki: {} });
  const { images, owner, forOthers } = planPush('dev', root);
  expect(images.map(({ repositoryName, path }) => [repositoryName, path])).toEqual([
    ['mcp-servers/dev/notes', 'deployments.tools.servers.notes'],
    ['mcp-servers/dev/wiki', 'deployments.tools.servers.wiki'],
  ]);
  expect([owner, forOthers]).toEqual(['self', []]);
});

test('a task with several servers: the image of each, and the router alone in front of them', () => {
  const tasks = {
    target: 'fargate',
    topology: 'multi-server',
    plainHttp: true,
    servers: { notes: {}, wiki: {} },
  };
  environment('dev', {
    acknowledge: { 'plain-http': 'inside the VPC of a test' },
    deployments: { tasks },
  });
  const { images, catalog } = planPush('dev', root);
  const specs = images.map((image) => [image.repositoryName, image.path, specOf(image, catalog).kind]);
  expect(specs).toEqual([
    ['mcp-servers/dev/router', 'deployments.tasks', 'router'],
    ['mcp-servers/dev/notes', 'deployments.tasks.servers.notes', 'npm'],
    ['mcp-servers/dev/wiki', 'deployments.tasks.servers.wiki', 'npm'],
  ]);
  expect(images.map((image) => specOf(image, catalog).tag)).toEqual(images.map(({ tag }) => tag));
});

test('an image of one server that all of a deployment share is not the image of that server', () => {
  const deployments = { tools: { target: 'lambda', topology: 'multi-server', servers: { notes: {} } } };
  environment('dev', { deployments });
  const { images, catalog } = planPush('dev', root);
  expect(images.map((image) => specOf(image, catalog).kind)).toEqual(['multi-server']);
});

test('a pin that is wrong, or that a protected environment lacks, does not stop the push that mends it', () => {
  const state = { s3: { bucket: 'acme-state', region: 'us-east-1' } };
  environment('dev', { protected: true, state });
  expect(planPush('dev', root).images).toHaveLength(1);
  write('environments/dev/images.json', { 'mcp-servers/dev/notes': wrong });
  expect(planPush('dev', root).images[0]).toMatchObject({
    architecture: 'arm64',
    contents: { notes: '1.2.0' },
  });
});

test('an owner pushes what others run from its registry too, each image once', () => {
  environment('dev');
  environment('staging', { registry: { environment: 'dev' } }, { notes: {}, wiki: {} });
  const { images, forOthers, leftOut } = planPush('dev', root);
  expect(images.map(imageName)).toHaveLength(1);
  expect(forOthers.map(({ repositoryName, environment: of }) => [repositoryName, of])).toEqual([
    ['mcp-servers/dev/wiki', 'staging'],
  ]);
  expect(leftOut).toEqual([]);
  const pulling = planPush('staging', root);
  expect(pulling.owner).toEqual({ environment: 'dev' });
  expect(pulling.images.map(({ repositoryName }) => repositoryName)).toEqual([
    'mcp-servers/dev/notes',
    'mcp-servers/dev/wiki',
  ]);
});

test('an environment that pulls and cannot be planned is left out, and named', () => {
  environment('dev');
  environment('staging', { registry: { environment: 'dev' } }, { nope: {} });
  expect(planPush('dev', root).leftOut).toEqual(['staging']);
});

test("a given account's registry is that account's", () => {
  environment('dev', { registry: { account: '444455556666', prefix: 'shared/mcp' } });
  const { owner, registry, images } = planPush('dev', root);
  expect(owner).toEqual({ account: '444455556666' });
  expect(registry.account).toBe('444455556666');
  expect(images[0]?.repositoryName).toBe('shared/mcp/notes');
});

test('errors of the files are thrown, all of them', () => {
  environment('dev', {}, { nope: {}, nor: {} });
  expect(() => planPush('dev', root)).toThrow('2 errors');
});
