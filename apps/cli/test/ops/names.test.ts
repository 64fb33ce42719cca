import { synthFleet } from '@mcp-fleet/fleet';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { operationsOf } from '../../src/ops';
import { DIMENSIONS, NAMESPACE } from '../../src/ops/topics/calls';
import { ERROR_FIELDS } from '../../src/ops/topics/logs';
import { callsOf } from './shell-words';

const root = resolve(__dirname, '../../../..');

/** Options that name what Terraform makes. A service's name is also that of what belongs to it. */
const NAMED = [
  '--function-name',
  '--cluster',
  '--service-name',
  '--services',
  '--service',
  '--names',
  '--log-group-names',
  '--secret-id',
  '--repository-name',
  'tail',
];

test.each(['dev', 'staging', 'production'])(
  'names in the commands of %s are those of its Terraform',
  (name) => {
    const outdir = mkdtempSync(join(tmpdir(), 'ops-names-'));
    try {
      const { plans, stacks } = synthFleet({ root, outdir, environment: name });
      const texts = stacks.flatMap((stack) => textsIn(outdir, stack));
      const commands = operationsOf(plans[0] as (typeof plans)[0]).flatMap(
        (operation) => operation.commands ?? [],
      );
      const named = callsOf(commands)
        .filter(([program]) => program === 'aws')
        .flatMap((words) => NAMED.flatMap((option) => valuesOf(words, option)));
      expect(named.length).toBeGreaterThan(20);
      const made = new Set(texts);
      expect([...new Set(named)].filter((text) => !made.has(text))).toEqual([]);
    } finally {
      rmSync(outdir, { recursive: true });
    }
  },
);

test('metrics are those that the router writes', () => {
  const names = JSON.parse(readFileSync(join(root, 'apps/router/internal/metrics/names.json'), 'utf8')) as {
    namespace: string;
    dimension: string;
    metrics: Record<string, { name: string }>;
  };
  const all = Object.values(names.metrics).map((metric) => metric.name);
  expect(NAMESPACE).toBe(names.namespace);
  expect(DIMENSIONS).toContain(names.dimension);
  expect(all).toContain('Requests');
  expect([...ERROR_FIELDS].sort()).toEqual(all.filter((metric) => metric.startsWith('Errors')).sort());
});

function valuesOf(words: readonly string[], option: string): string[] {
  const at = words.indexOf(option);
  if (at < 0) return [];
  const rest = words.slice(at + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return rest.slice(0, end < 0 ? undefined : end);
}

/** Every text of a stack's resources. */
function textsIn(outdir: string, stack: string): string[] {
  const found: string[] = [];
  const json = readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  JSON.parse(json, (_, value: unknown) => {
    if (typeof value === 'string') found.push(value);
    return value;
  });
  return found;
}

test('addresses that the page of operations imports are those of dev', () => {
  const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const blocks = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as {
    import: { to: string; id: string }[];
  };
  const outdir = mkdtempSync(join(tmpdir(), 'ops-names-'));
  try {
    synthFleet({ root, outdir, environment: 'dev' });
    const json = JSON.parse(readFileSync(join(outdir, 'stacks/dev-foundation/cdk.tf.json'), 'utf8')) as {
      resource: Record<string, Record<string, { name?: string }>>;
    };
    expect(blocks.import.length).toBeGreaterThan(1);
    for (const { to } of blocks.import) {
      const [type = '', id = ''] = to.split('.');
      expect(json.resource[type]).toHaveProperty([id]);
    }
    const [repository] = blocks.import;
    const [type = '', id = ''] = repository?.to.split('.') ?? [];
    expect(json.resource[type]?.[id]?.name).toBe(repository?.id);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
