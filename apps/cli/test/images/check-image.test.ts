import { FleetErrors } from '@mcp-fleet/core';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkImage } from '../../src/images/policy/check-image';
import type { CheckLine } from '../../src/images/policy/check-line';
import { reportChecks } from '../../src/images/policy/check-line';
import type { ImageKind, Policy } from '../../src/images/policy/policy';
import { readPolicy } from '../../src/images/policy/policy';
import { policyKind } from '../../src/images/policy/policy-kind';
import { fakeTools } from './fake-tools';
import type { SavedImage } from './image-folder';
import { layer, savingEngine } from './image-folder';

const policy = readPolicy(join(resolve(__dirname, '../../../..'), 'servers/images/policy.json'));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-check-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  jest.useRealTimers();
});

const clean = { layers: [layer({ 'app/notes/notes': { content: 'program', mode: '755' } })] };

interface Change {
  readonly kind?: ImageKind;
  readonly policy?: Policy;
  readonly find?: ReturnType<typeof fakeTools>;
}

async function check(
  image: Partial<SavedImage> = {},
  change: Change = {},
): Promise<Record<string, CheckLine>> {
  const engine = savingEngine({ ...clean, ...image });
  const common = { engine, reference: 'mcp-servers/notes:v1', name: 'notes', kind: 'go', folder } as const;
  const lines = await checkImage({ ...common, policy, find: fakeTools(), ...change });
  return Object.fromEntries(lines.map((line) => [line.check, line]));
}

const errorsOf = (line: CheckLine | undefined) => line?.errors?.map(({ value }) => value);

test('an image that keeps the policy: every check says what it saw, and nothing is left behind', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('mcp-fleet-image-'));
  const lines = await check();
  const said: string[] = [];
  reportChecks(Object.values(lines), (line) => said.push(line));
  expect(said).toEqual([
    '  size         0.0 MB of 40 MB, compressed',
    '  user         1000:1000',
    '  files        1: 0 writable beside /tmp, 0 setuid or setgid',
    '  secrets      none found',
    '  sbom         not written: syft not found',
    '  scan         not scanned: neither grype nor trivy found',
  ]);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('mcp-fleet-image-'))).toEqual(before);
});

describe('size', () => {
  const noise = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919 * (i % 251)) % 256));
  const tiny = { ...policy, sizeMB: { go: 0.02 } };

  test('is that of the layers as a registry keeps them', async () => {
    const zeros = layer({ zeros: { content: Buffer.alloc(5_000_000) } });
    expect((await check({ layers: [zeros] }, { policy: tiny }))['size']?.errors).toBeUndefined();
    const { size } = await check({ layers: [layer({ noise: { content: noise } })] }, { policy: tiny });
    expect(size?.errors?.[0]).toMatchObject({
      code: 'image-policy',
      path: 'notes',
      rule: 'an image of kind go has at most 0.02 MB, compressed (sizeMB in policy.json)',
    });
  });

  test('is the same whether the engine keeps layers compressed or not', async () => {
    const layers = [layer({ noise: { content: noise } })];
    const text = (await check({ layers }))['size']?.text;
    expect((await check({ layers, gzip: true }))['size']?.text).toBe(text);
  });

  test('without a figure is only said', async () => {
    expect((await check({}, { kind: 'oci' }))['size']?.text).toBe('0.0 MB');
  });

  test('layers by zstd are refused in plain words', async () => {
    await expect(check({ layers: [Buffer.from('28b52ffd0000', 'hex')] })).rejects.toThrow('zstd');
  });
});

test.each([
  [{}],
  [{ config: {} }],
  [{ config: { User: 'root' } }],
  [{ config: { User: '0:0' } }],
  [{ config: { User: '1000' } }],
])('user: %j is refused', async (config) => {
  expect((await check({ config }))['user']?.errors).toHaveLength(1);
});

test('writable paths and setuid programs are named, the first ten of them', async () => {
  const open = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`app/${i + 10}`, { mode: '666' }]));
  const layers = [layer({ ...open, 'bin/su': { mode: '4755' } })];
  const { files } = await check({ layers });
  expect(errorsOf(files)).toEqual([
    `${Array.from({ length: 10 }, (_, i) => `/app/${i + 10}`).join(' ')} and 2 more`,
    '/bin/su',
  ]);
});

test('files of an image that others build are said, and stop nothing; its user and secrets do', async () => {
  const layers = [layer({ 'bin/su': { mode: '4755' }, 'app/.env': {} })];
  const lines = await check({ layers, config: {} }, { kind: 'oci' });
  expect(lines['files']).toEqual({ check: 'files', text: '2: 0 writable beside /tmp, 1 setuid or setgid' });
  expect(lines['user']?.errors).toHaveLength(1);
  expect(lines['secrets']?.errors).toHaveLength(1);
});

describe('secrets', () => {
  const token = `${'glpat'}-a1B2c3D4e5F6g7H8i9J0`;

  test.each([
    ['a variable', { config: { Env: [`T=${token}`] } }],
    ['a label', { config: { Labels: { l: token } } }],
    ['a command of the build', { history: [{ created_by: `RUN curl -H 'x: ${token}'` }] }],
  ])('in %s are found, and not printed', async (_, config) => {
    const { secrets } = await check({ config });
    expect(errorsOf(secrets)).toEqual(['gitlab-token in configuration and history']);
    expect(secrets?.errors?.[0]?.message).not.toContain(token);
  });

  test('in a file that a later layer removes are found', async () => {
    const layers = [layer({ 'app/x': { content: token } }), layer({ 'app/.wh.x': {} })];
    expect(errorsOf((await check({ layers }))['secrets'])).toEqual(['gitlab-token in app/x']);
  });
});

describe('syft', () => {
  test('writes the SBOM of the archive', async () => {
    const find = fakeTools({ syft: {} });
    const { sbom } = await check({}, { find });
    expect(sbom?.text).toMatch(/notes\.spdx\.json$/);
    expect(find.calls[0]).toMatch(/^syft docker-archive:\S+image\.tar -o spdx-json=\S+notes\.spdx\.json -q$/);
  });

  test('that fails is said', async () => {
    const find = fakeTools({ syft: { exitCode: 1, stderr: 'a\nno such image\n' } });
    expect((await check({}, { find }))['sbom']?.text).toBe('not written: syft failed: no such image');
  });
});

describe('scan', () => {
  const grypeMatch = (id: string, severity: string) => ({
    vulnerability: { id, severity, fix: { versions: ['1.2.4'] } },
    artifact: { name: 'lib' },
  });
  const grype = (...matches: object[]) => fakeTools({ grype: { json: { matches } } });
  const tolerating = (until: string): Policy => ({
    ...policy,
    vulnerabilities: {
      failOn: 'high',
      allowed: [{ id: 'CVE-1', package: 'lib', reason: 'of the tests', until }],
    },
  });

  test('what is grave enough stops, with the version that mends it', async () => {
    const find = grype(
      grypeMatch('CVE-1', 'High'),
      grypeMatch('CVE-2', 'Critical'),
      grypeMatch('CVE-3', 'Medium'),
    );
    const { scan } = await check({}, { find });
    expect(scan?.text).toBe('3 findings of grype, 2 of them high or worse and not tolerated');
    expect(errorsOf(scan)).toEqual(['CVE-1 in lib: high', 'CVE-2 in lib: critical']);
    expect(scan?.errors?.[0]?.fix).toContain('use lib 1.2.4');
    expect(find.calls.at(-1)).toContain(`sarif=${folder}/notes.sarif`);
    expect(existsSync(join(folder, 'notes.json'))).toBe(false);
  });

  test('one that nobody has judged does not', async () => {
    expect(
      (await check({}, { find: grype(grypeMatch('CVE-1', 'Unknown')) }))['scan']?.errors,
    ).toBeUndefined();
  });

  test('a toleration ends on its day', async () => {
    jest.useFakeTimers({ now: new Date('2026-11-21T12:00:00Z'), doNotFake: ['nextTick', 'setImmediate'] });
    const find = grype(grypeMatch('CVE-1', 'High'));
    expect((await check({}, { find, policy: tolerating('2026-11-21') }))['scan']?.errors).toBeUndefined();
    expect((await check({}, { find, policy: tolerating('2026-11-20') }))['scan']?.errors).toHaveLength(1);
  });

  test('trivy does where grype is not', async () => {
    const found = { VulnerabilityID: 'CVE-9', PkgName: 'zlib', Severity: 'CRITICAL' };
    const find = fakeTools({ trivy: { json: { Results: [{}, { Vulnerabilities: [found] }] } } });
    const { scan } = await check({}, { find });
    expect(errorsOf(scan)).toEqual(['CVE-9 in zlib: critical']);
    expect(find.calls.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'trivy image',
      'trivy convert',
    ]);
  });

  test.each([
    ['failed to load vulnerability db: no such host', 'not scanned: no database'],
    ['panic: x', 'not scanned: grype failed: panic: x'],
  ])('%s', async (stderr, text) => {
    expect((await check({}, { find: fakeTools({ grype: { exitCode: 1, stderr } }) }))['scan']).toEqual({
      check: 'scan',
      text,
    });
  });
});

test('all that breaks the policy is thrown at once, after every check was said', async () => {
  const lines = await check({ layers: [layer({ 'app/.env': { mode: '666' } })], config: {} });
  const said: string[] = [];
  let thrown: unknown;
  try {
    reportChecks(Object.values(lines), (line) => said.push(line));
  } catch (error) {
    thrown = error;
  }
  expect(said).toHaveLength(6);
  expect((thrown as FleetErrors).errors.map(({ value }) => value)).toEqual([
    'root',
    '/app/.env',
    'env-file in app/.env',
  ]);
});

test('kinds of the policy', () => {
  const servers = (...kinds: string[]) => kinds.map((kind) => ({ source: { kind } })) as never;
  expect(policyKind({ kind: 'multi-server', servers: servers('go', 'go') })).toBe('multi-server-go');
  expect(policyKind({ kind: 'multi-server', servers: servers('go', 'npm') })).toBe('multi-server-mixed');
  expect(policyKind({ kind: 'npm', servers: servers('npm') })).toBe('npm');
  expect(policyKind({ kind: 'node-runtime', servers: [] })).toBeUndefined();
});

test('the policy of this repository has the ceilings that were promised', () => {
  expect(policy.sizeMB).toMatchObject({ go: 40, 'multi-server-go': 90, npm: 200, pypi: 200 });
  expect(
    readFileSync(join(resolve(__dirname, '../../../..'), 'servers/images/policy.json'), 'utf8'),
  ).toContain('"1000:1000"');
});
