import { contentsLabel, holds, readContents } from '../../src/images/registry/contents';
import { parseReference } from '../../src/images/registry/reference';
import { RegistryClient } from '../../src/images/registry/registry-client';
import { FakeRegistry } from './fake-registry';

let registry: FakeRegistry;
beforeEach(async () => {
  registry = await new FakeRegistry().start();
});
afterEach(() => registry.stop());

const clientOf = (credentials?: { username: string; password: string }) =>
  new RegistryClient({ host: registry.host, plain: true, ...(credentials ? { credentials } : {}) });

const sha = `sha256:${'a'.repeat(64)}`;

test.each([
  [
    'public.ecr.aws/docker/library/golang:1.26',
    { host: 'public.ecr.aws', repository: 'docker/library/golang', tag: '1.26' },
  ],
  [`localhost:5000/a@${sha}`, { host: 'localhost:5000', repository: 'a', digest: sha }],
  [`ghcr.io/o/r:v1@${sha}`, { host: 'ghcr.io', repository: 'o/r', tag: 'v1', digest: sha }],
  ['golang:1.26', { host: 'docker.io', repository: 'library/golang', tag: '1.26' }],
  ['acme/tool', { host: 'docker.io', repository: 'acme/tool' }],
])('%s is taken apart', (text, expected) => {
  expect(parseReference(text)).toEqual(expected);
});

test.each(['', 'UPPER/case', 'a b', 'a//b', 'a/', 'a@sha256:12', 'a:b:c', '$' + '{BASE}'])(
  '%j is no name of an image',
  (text) => {
    expect(parseReference(text)).toBeUndefined();
  },
);

test('an image is read with its digest, its architecture and its labels', async () => {
  const digest = registry.put('acme/notes', 'v1', { architecture: 'amd64', labels: { a: 'b' } });
  const manifest = await clientOf().manifest('acme/notes', 'v1');
  if (typeof manifest === 'string') throw new Error(manifest);
  expect(manifest).toMatchObject({ digest, isIndex: false });
  expect(await clientOf().config('acme/notes', manifest)).toEqual({
    architecture: 'amd64',
    labels: { a: 'b' },
  });
});

test('an index is told from an image; a missing tag from a missing repository', async () => {
  registry.putIndex('acme/notes', 'v1');
  expect(await clientOf().manifest('acme/notes', 'v1')).toMatchObject({ isIndex: true });
  expect(await clientOf().manifest('acme/notes', 'v2')).toBe('no-image');
  expect(await clientOf().manifest('acme/other', 'v1')).toBe('no-repository');
});

test('one more tag is the very same manifest', async () => {
  const digest = registry.put('acme/notes', 'v1');
  const manifest = await clientOf().manifest('acme/notes', 'v1');
  if (typeof manifest === 'string') throw new Error(manifest);
  await clientOf().addTag('acme/notes', manifest, 'deployed-dev-1');
  expect(registry.repository('acme/notes').tags.get('deployed-dev-1')).toBe(digest);
});

test('an anonymous token is fetched where the registry asks for one, once for a repository', async () => {
  registry.put('acme/notes', 'v1');
  registry.wanted = 'Bearer anonymous';
  registry.challenge = `Bearer realm="http://${registry.host}/token",service="fake"`;
  const client = clientOf();
  await client.manifest('acme/notes', 'v1');
  await client.manifest('acme/notes', 'v1');
  const tokens = registry.asked.filter((line) => line.startsWith('GET /token'));
  expect(tokens).toEqual(['GET /token?service=fake&scope=repository%3Aacme%2Fnotes%3Apull']);
});

test('credentials go to the registry, and not to where it redirects', async () => {
  const elsewhere = await new FakeRegistry().start();
  try {
    for (const one of [registry, elsewhere]) one.put('acme/notes', 'v1');
    registry.blobsAt = `http://${elsewhere.host}`;
    const client = clientOf({ username: 'AWS', password: 's3cret' });
    const manifest = await client.manifest('acme/notes', 'v1');
    if (typeof manifest === 'string') throw new Error(manifest);
    await client.config('acme/notes', manifest);
    expect(registry.authorizations).toEqual(Array(2).fill(`Basic ${btoa('AWS:s3cret')}`));
    expect(elsewhere.authorizations).toEqual(['-']);
  } finally {
    await elsewhere.stop();
  }
});

test('a configuration that is not what its digest says is refused', async () => {
  registry.put('acme/notes', 'v1');
  const client = clientOf();
  const manifest = await client.manifest('acme/notes', 'v1');
  if (typeof manifest === 'string') throw new Error(manifest);
  registry.repository('acme/notes').blobs.set(manifest.configDigest ?? '', Buffer.from('{}'));
  await expect(client.config('acme/notes', manifest)).rejects.toThrow('with another content');
});

test.each([
  [403, 'registry-refused'],
  [401, 'registry-refused'],
  [503, 'registry-unreachable'],
  [429, 'registry-unreachable'],
])('status %i is %s', async (status, code) => {
  registry.fault = () => ({ status, code: 'X', message: 'because' });
  await expect(clientOf().manifest('acme/notes', 'v1')).rejects.toMatchObject({
    code,
    value: `${status}: X because`,
  });
});

test('a registry that nobody runs is unreachable', async () => {
  const { host } = registry;
  await registry.stop();
  const client = new RegistryClient({ host, plain: true });
  await expect(client.manifest('a', 'b')).rejects.toMatchObject({
    code: 'registry-unreachable',
    value: 'ECONNREFUSED',
  });
  registry = await new FakeRegistry().start();
});

test('the label of contents is the same for any order, and read back', () => {
  const label = contentsLabel({ router: '1', gitlab: 'c7' });
  expect(label).toBe(contentsLabel({ gitlab: 'c7', router: '1' }));
  expect(readContents({ 'io.mcp-fleet.contents': label })).toEqual({ gitlab: 'c7', router: '1' });
});

test.each([
  [undefined],
  [{}],
  [{ 'io.mcp-fleet.contents': 'x' }],
  [{ 'io.mcp-fleet.contents': '[]' }],
  [{ 'io.mcp-fleet.contents': '{"router":1}' }],
  [{ 'io.mcp-fleet.contents': '{"gitlab":"c7"}' }],
])('%j says nothing of contents', (labels) => {
  expect(readContents(labels)).toBeUndefined();
});

test('an image holds exactly the servers that are wanted, with any router', () => {
  const wanted = { a: '1', b: '2' };
  expect(holds({ b: '2', a: '1', router: 'x' }, wanted)).toBe(true);
  expect(holds({ a: '1', router: 'x' }, wanted)).toBe(false);
  expect(holds({ a: '1', b: '3', router: 'x' }, wanted)).toBe(false);
  expect(holds({ a: '1', b: '2', c: '3', router: 'x' }, wanted)).toBe(false);
});
