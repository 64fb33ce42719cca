import { loadCatalog } from '@mcp-fleet/catalog';
import { parseEnvironment } from '@mcp-fleet/environment';
import { withoutEchoes } from '@mcp-fleet/fleet';
import { planFleet } from '@mcp-fleet/plan';
import * as fc from 'fast-check';
import { join } from 'node:path';
import { oddValue } from '../src/generate/odd-values';
import { sensible } from '../src/generate/sensible';

const { catalog } = loadCatalog([join(__dirname, '../../../servers')]);

type Raw = Readonly<Record<string, unknown>>;
type Path = readonly string[];

const deploymentKeys = ['target', 'topology', 'host', 'edge', 'capacity', 'exposure', 'colour', 'debug'];
const instanceKeys = [
  'server',
  'settings',
  'size',
  'timeoutSeconds',
  'logLevel',
  'scaling',
  'limits',
  'colour',
];

/** A key of a deployment or an instance with a value that nobody expects. */
const mistake = fc.record({
  place: fc.nat(),
  deploymentKey: fc.constantFrom(...deploymentKeys),
  instanceKey: fc.constantFrom(...instanceKeys),
  value: fc.oneof(
    oddValue,
    fc.constantFrom<unknown>('docker', 'multi-server', 'spot', 1, 900, 'gitlb', { cpus: 3 }),
  ),
});
type Mistake = typeof mistake extends fc.Arbitrary<infer T> ? T : never;

function errorsOf(raw: Raw): string[] {
  const { environment, errors } = parseEnvironment(raw);
  const planned = environment
    ? planFleet(environment, { environments: [environment], catalog, ignorePins: true }).errors
    : [];
  return [...errors, ...withoutEchoes(planned, errors)].map(({ code, path }) => `${code} ${path}`);
}

/** Deployments and instances. */
function placesOf({ deployments }: Raw): Path[] {
  return Object.entries(deployments as Record<string, { servers: object }>).flatMap(([name, { servers }]) => [
    ['deployments', name],
    ...Object.keys(servers).map((instance) => ['deployments', name, 'servers', instance]),
  ]);
}

function withMistake(raw: Raw, place: Path, mistake: Mistake): Raw {
  const [key, ...rest] = place;
  if (key !== undefined) return { ...raw, [key]: withMistake(raw[key] as Raw, rest, mistake) };
  return { ...raw, ['servers' in raw ? mistake.deploymentKey : mistake.instanceKey]: mistake.value };
}

function isAt(error: string, place: Path): boolean {
  return `${error}.`.includes(` ${place.join('.')}.`);
}

test('a mistake in one place hides none in another', () => {
  let found = 0;
  fc.assert(
    fc.property(sensible(catalog, 'dev'), mistake, mistake, (raw, first, second) => {
      const places = placesOf(raw);
      const [one, other] = [places[first.place % places.length]!, places[second.place % places.length]!];
      fc.pre(!isAt(` ${one.join('.')}`, other) && !isAt(` ${other.join('.')}`, one));
      fc.pre(errorsOf(raw).length === 0);
      const apart = [
        ...errorsOf(withMistake(raw, one, first)).filter((error) => isAt(error, one)),
        ...errorsOf(withMistake(raw, other, second)).filter((error) => isAt(error, other)),
      ];
      const both = errorsOf(withMistake(withMistake(raw, one, first), other, second));
      expect(both).toEqual(expect.arrayContaining(apart));
      found += apart.length;
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(found).toBeGreaterThan(300);
}, 120_000);
