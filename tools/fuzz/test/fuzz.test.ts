import * as fc from 'fast-check';
import { loadCatalog } from '@mcp-fleet/catalog';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { examine } from '../src/examine';
import { ENDINGS } from '../src/generate/names';
import { SECRET, sensible } from '../src/generate/sensible';
import { run } from '../src/run';

/** 500 in CI; fewer by default, since each is planned twice and synthesised. */
const RUNS = Number(process.env['MCP_FLEET_FUZZ_RUNS'] ?? (process.env['CI'] ? 500 : 60));
/** Always the same ones: what others bring is for `npm run fuzz` to find, not for a run that judges a change. */
const SEED = 7;

const { catalog } = loadCatalog([join(__dirname, '../../../servers')]);

test('no environment brings an exception, and what is accepted keeps every limit of AWS', () => {
  const { failure, tally } = run(catalog, RUNS, SEED);
  const found = failure && `seed ${SEED}\n${failure.message}\n${inspect(failure.files, { depth: 20 })}`;
  expect(found).toBeUndefined();
  // Neither all of them nor none: otherwise one of the two is not looked at.
  expect(tally.accepted).toBeGreaterThan(RUNS * 0.2);
  expect(tally.accepted).toBeLessThan(RUNS * 0.9);
});

const valid = {
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  access: 'token',
  deployments: { tools: { target: 'lambda', topology: 'per-server', servers: { everything: {} } } },
};

test('a sound one is accepted, and its resources are counted', () => {
  expect(examine({ exports: [valid], pins: 'none' }, catalog)).toMatchObject({ accepted: true, stacks: 3 });
});

test('two mistakes are found at once', () => {
  const tools = { ...valid.deployments.tools, topology: 'both', servers: { everythin: {} } };
  const { accepted, codes } = examine(
    { exports: [{ ...valid, acess: 1, deployments: { tools } }], pins: 'none' },
    catalog,
  );
  expect([accepted, [...codes].sort()]).toEqual([false, ['invalid-value', 'unknown-key']]);
});

test('a secret in a setting is refused without being printed', () => {
  const servers = { gitlab: { settings: { GITLAB_TOKEN: SECRET } } };
  const { codes } = examine(
    {
      exports: [{ ...valid, deployments: { tools: { ...valid.deployments.tools, servers } } }],
      pins: 'none',
    },
    catalog,
  );
  expect(codes).toContain('setting-secret');
});

/** All that may be there at once: two front doors, one of which has names that end as those of the other do. */
const everywhere = (topology: string, tools: readonly string[], others: readonly string[]) => ({
  ...valid,
  alarms: { email: ['oncall@example.com'] },
  secrets: { refresh: true },
  deployments: {
    tools: {
      target: 'fargate',
      topology,
      plainHttp: true,
      servers: Object.fromEntries(tools.map((name) => [name, { server: 'everything' }])),
    },
    ...Object.fromEntries(
      others.map((name, i) => [
        name,
        {
          target: 'lambda',
          topology: 'multi-server',
          servers: { [`other-${i}`]: { server: 'everything' } },
        },
      ]),
    ),
  },
});

const ours = (before: string) => ENDINGS.map((ending) => `${before}${ending}`);
const shared = ['it', 'deployment', 'it-deployment', 'errors', 'page', 'shared', 'deploying', 'quiet'];

test.each<[string, string, readonly string[], readonly string[]]>([
  ['instances and deployments', 'per-server', ['it', ...ours(''), ...ours('it-')], ours('')],
  ['deployments', 'per-server', ['it'], [...ours('tools-'), ...ours('tools-it-')]],
  ['instances of one task', 'multi-server', shared, ours('')],
])('%s whose names end as ours do are names of their own', (_, topology, tools, others) => {
  expect(examine({ exports: [everywhere(topology, tools, others)], pins: 'none' }, catalog)).toMatchObject({
    accepted: true,
    codes: ['plain-http'],
  });
});

test('deployments and instances are called what ends names of ours', () => {
  const made = fc
    .sample(sensible(catalog, 'dev'), { numRuns: 1000, seed: SEED })
    .map(({ deployments }) => deployments as Record<string, { servers: object }>);
  const names = made.flatMap((it) => Object.keys(it));
  const instances = made.flatMap((it) => Object.values(it).flatMap(({ servers }) => Object.keys(servers)));
  for (const ending of ENDINGS) {
    expect([ending, names.includes(ending)]).toEqual([ending, true]);
    expect([ending, names.some((it) => it.endsWith(`-${ending}`))]).toEqual([ending, true]);
    expect([ending, instances.some((it) => it === ending || it.endsWith(`-${ending}`))]).toEqual([
      ending,
      true,
    ]);
  }
});
