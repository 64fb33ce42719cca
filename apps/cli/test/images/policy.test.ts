import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readPolicy } from '../../src/images/policy/policy';

const ours = join(resolve(__dirname, '../../../..'), 'servers/images/policy.json');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-policy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function problems(text: string): readonly string[] {
  const file = join(folder, 'policy.json');
  writeFileSync(file, text);
  try {
    readPolicy(file, 'servers/images/policy.json');
    return [];
  } catch (error) {
    const { errors } = error as {
      errors: readonly { code: string; file: string; path: string; rule: string }[];
    };
    for (const one of errors)
      expect([one.code, one.file]).toEqual(['policy-invalid', 'servers/images/policy.json']);
    return errors.map(({ path, rule }) => `${path}: ${rule}`);
  }
}

/** Our policy with one part replaced. */
const withPart = (part: object) =>
  JSON.stringify({ ...(JSON.parse(readFileSync(ours, 'utf8')) as object), ...part });

test.each([
  ['root', { user: '0:0' }, 'user: a user is uid:gid, and none of both is 0'],
  [
    'a toleration without a day',
    vulnerabilities({ id: 'CVE-1', reason: 'a good reason' }),
    'vulnerabilities.allowed.0.until',
  ],
  [
    'a toleration without a reason',
    vulnerabilities({ id: 'CVE-1', until: '2027-01-01' }),
    'vulnerabilities.allowed.0.reason',
  ],
  [
    'an empty reason',
    { dockerfiles: { failOn: 'error', ignored: [{ rule: 'DL3008', reason: '' }] } },
    'dockerfiles.ignored.0.reason',
  ],
  ['a broken pattern', secrets({ id: 'x', path: '(' }), 'secrets.rules.0.path: this is a regular expression'],
  [
    'a rule that finds nothing',
    secrets({ id: 'x', pattern: 'x' }),
    'secrets.rules.0: a rule has a path, or keywords and a pattern',
  ],
  ['an unknown kind', { sizeMB: { rust: 1 } }, 'sizeMB'],
])('%s is refused', (_, part, problem) => {
  expect(problems(withPart(part)).join('\n')).toContain(problem);
});

function vulnerabilities(allowed: object): object {
  return { vulnerabilities: { failOn: 'high', allowed: [allowed] } };
}

function secrets(rule: object): object {
  return { secrets: { rules: [rule], allowed: [] } };
}

test('ours is good, and what is no JSON is said', () => {
  expect(problems(readFileSync(ours, 'utf8'))).toEqual([]);
  expect(problems('{')).toHaveLength(1);
});
