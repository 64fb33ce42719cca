import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { basesOf } from '../../src/images/pin-bases/bases';
import { pinBases } from '../../src/images/pin-bases/pin-bases';
import { FakeRegistry } from './fake-registry';

let registry: FakeRegistry;
let folder: string;
let said: string[];
beforeEach(async () => {
  registry = await new FakeRegistry().start();
  folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-bases-'));
  said = [];
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await registry.stop();
});

function dockerfile(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
const text = (file: string) => readFileSync(file, 'utf8');
const run = (dockerfiles: readonly string[], check = false) =>
  pinBases({ dockerfiles, check, say: (line) => said.push(line) });

test('each base gets the digest of its index, in every file that names it; the registry is asked once', async () => {
  const digest = registry.putIndex('library/golang', '1.26.8');
  const base = `${registry.host}/library/golang:1.26.8`;
  const rest = [
    'ARG ROUTER_IMAGE=mcp-servers/router:local',
    'ARG BUILDPLATFORM',
    'FROM ${GO_IMAGE} AS build',
  ];
  const one = dockerfile('one.Dockerfile', `ARG GO_IMAGE=${base}`, ...rest);
  const two = dockerfile('two.Dockerfile', '# two', `ARG OTHER=${base}`);
  expect(await run([one, two])).toBe(1);
  expect(text(one)).toBe([`ARG GO_IMAGE=${base}@${digest}`, ...rest, ''].join('\n'));
  expect(text(two)).toBe(`# two\nARG OTHER=${base}@${digest}\n`);
  expect(said).toEqual([
    `${base}@${digest}: written (not pinned yet)`,
    'The Dockerfiles are part of every tag: npm run images:recipe, then commit both.',
  ]);
  expect(registry.asked).toHaveLength(1);
});

test('a tag that has moved is stale, says --check, and is then written', async () => {
  const before = registry.putIndex('a', '1');
  const file = dockerfile('a.Dockerfile', `ARG A=${registry.host}/a:1@${before}`);
  expect(await run([file])).toBe(0);
  expect(said).toEqual([`${registry.host}/a:1@${before}: as the registry has it`]);
  const after = registry.putIndex('a', '1', 'moved');
  said.length = 0;
  expect(await run([file], true)).toBe(1);
  expect(said).toEqual([`${registry.host}/a:1@${before}: its tag has moved; the registry has ${after}`]);
  expect(text(file)).toContain(before);
  expect(await run([file])).toBe(1);
  expect(text(file)).toBe(`ARG A=${registry.host}/a:1@${after}\n`);
});

test('an image for one platform is pinned as it is', async () => {
  const digest = registry.put('a', '1');
  const file = dockerfile('a.Dockerfile', `ARG A=${registry.host}/a:1`);
  await run([file]);
  expect(text(file)).toContain(digest);
});

test('all that is wrong is said at once, and nothing is written', async () => {
  registry.putIndex('good', '1');
  const lines = ['good:1', 'missing:1', 'untagged'].map((name, i) => `ARG A${i}=${registry.host}/${name}`);
  const file = dockerfile('a.Dockerfile', ...lines);
  const before = text(file);
  await expect(run([file])).rejects.toMatchObject({
    errors: [
      { code: 'base-unknown', path: 'A1', file: 'a.Dockerfile', value: `${registry.host}/missing:1` },
      { code: 'base-unknown', path: 'A2', rule: expect.stringContaining('exact tag') },
    ],
  });
  expect(text(file)).toBe(before);
  expect(readdirSync(folder)).toEqual(['a.Dockerfile']);
});

test('a registry that is not reached is said once for all its bases, and nothing is written', async () => {
  const { host } = registry;
  await registry.stop();
  const file = dockerfile('a.Dockerfile', `ARG A=${host}/a:1`, `ARG B=${host}/b:1`);
  await expect(run([file])).rejects.toMatchObject({
    errors: [{ code: 'registry-unreachable', path: `registry ${host}` }],
  });
  expect(text(file)).not.toContain('sha256');
  registry = await new FakeRegistry().start();
});

test('every base of our Dockerfiles is found, and each is an exact tag', () => {
  const images = resolve(__dirname, '../../../../servers/images');
  const files = readdirSync(images).filter((name) => name.endsWith('.Dockerfile'));
  const bases = files.flatMap((name) => basesOf(readFileSync(join(images, name), 'utf8')));
  expect(bases.map(({ argument }) => argument)).toEqual(
    expect.arrayContaining(['GO_IMAGE', 'NODE_IMAGE', 'PYTHON_IMAGE']),
  );
  for (const { text: name, reference } of bases) {
    expect([name, reference.tag]).toEqual([name, expect.stringMatching(/\d+\.\d+\.\d+|bookworm-\d{8}/)]);
  }
});
