import { FleetErrors } from '@mcp-fleet/core';
import { environmentFile, inProject, merge, validEnvironment, validFiles } from '@mcp-fleet/testing/fleet';
import { loadFleet, planLoaded } from '../src';

/** What the plan of `dev` says, beside another environment `mixed`. */
function besides(mixed: string, change: unknown = {}): { errors: string[]; notices: string[] } {
  const files = {
    ...validFiles,
    'environments/dev/environment.ts': environmentFile(merge(validEnvironment, change)),
    'environments/mixed/environment.ts': mixed,
  };
  return inProject(files, (root) => {
    const notices: string[] = [];
    try {
      planLoaded(loadFleet({ root, environment: 'dev', notice: (line) => notices.push(line) }));
      return { errors: [], notices };
    } catch (error) {
      if (!(error instanceof FleetErrors)) throw error;
      return { errors: error.errors.map(({ file = '', code }) => `${file} ${code}`), notices };
    }
  });
}

const LEFT_OUT = {
  errors: [],
  notices: ['environment mixed is broken and was not compared: npx nx run mixed:synth says why'],
};
const UNREADABLE = 'environments/mixed/environment.ts environment-unreadable';
const both = { access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] }, token: true } };
const laptop = { target: 'docker', topology: 'multi-server', servers: { notes: {} } };
const mixed = (change: object) =>
  environmentFile(merge({ ...validEnvironment, name: 'mixed', ...both }, change));
const placed = { domain: { zone: 'example.com' }, deployments: { tools: { host: 'mcp.example.com' } } };

test.each([
  ['of access', mixed({ registry: 'own' })],
  ['of a laptop beside AWS', mixed({ registry: 'own', deployments: { laptop } })],
  ['of a registry of an account', mixed({ registry: { account: '111122223333' } })],
  ['of a registry of another environment', mixed({ registry: { environment: 'staging' } })],
  ['of syntax, where it does not name this one', "const registry = 'own'; export default {"],
  ['of its name', mixed({ name: 'other', access: { token: true, jwt: undefined }, registry: 'own' })],
])('a mistake %s stops no other environment, and is said in one line', (_, file) => {
  expect(besides(file)).toEqual(LEFT_OUT);
});

test('what neither shares a registry nor a place is not even read', () => {
  expect(besides('export default {')).toEqual({ errors: [], notices: [] });
});

test('the line is on standard error, beside the result', () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const files = { ...validFiles, 'environments/mixed/environment.ts': mixed({ registry: 'own' }) };
  inProject(files, (root) => planLoaded(loadFleet({ root, environment: 'dev' })));
  expect(write.mock.calls).toEqual([[`${LEFT_OUT.notices.join()}\n`]]);
  write.mockRestore();
});

test('a sound one is compared without a word', () => {
  expect(besides(environmentFile({ ...validEnvironment, name: 'mixed', registry: 'own' }))).toEqual({
    errors: [],
    notices: [],
  });
});

test('a broken one with the same host is left out as well', () => {
  expect(besides(mixed(placed), placed)).toEqual(LEFT_OUT);
  expect(besides("export default { host: 'mcp.example.com'", placed)).toEqual(LEFT_OUT);
});

test.each([
  ['names this one as its owner', mixed({ registry: { environment: 'dev' } }), /invalid-value$/],
  ['does so in the wrong form', mixed({ registry: 'dev' }), /invalid-value$/],
  ['cannot be read and quotes this one', 'export default { registry: { environment: "dev" }', /unreadable$/],
])('one that may pull from this one stops it: it %s', (_, file, code) => {
  const { errors, notices } = besides(file);
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) expect(error).toMatch(/^environments\/mixed\/environment\.ts /);
  expect(errors[0]).toMatch(code);
  expect(notices).toEqual([]);
});

test('the owner of the registry stops who pulls', () => {
  const { errors } = besides(mixed({}), { registry: { environment: 'mixed' } });
  expect(errors).toEqual(['environments/mixed/environment.ts invalid-value']);
});

describe('the other side of a failover', () => {
  const side = (role: string, partner: string, region: string) => ({
    aws: { region },
    domain: { zone: 'example.com' },
    alarms: { email: ['oncall@example.com'] },
    deployments: {
      tools: { host: 'mcp.example.com', failover: { role, with: partner } },
    },
  });
  const own = side('primary', 'mixed', 'us-east-1');
  const theirs = mixed(side('secondary', 'dev', 'eu-west-1'));

  test('is compared as far as it can be read: in an outage its other mistakes stop nobody', () => {
    expect(besides(theirs, own)).toEqual({ errors: [], notices: [] });
  });

  test('stops this one where nothing is left of it', () => {
    expect(besides("export default { host: 'mcp.example.com'", own).errors).toContain(UNREADABLE);
  });
});
