import { loadCatalog } from '@mcp-fleet/catalog';
import { parseEnvironment } from '@mcp-fleet/environment';
import { withoutEchoes } from '@mcp-fleet/fleet';
import { planFleet } from '@mcp-fleet/plan';
import * as fc from 'fast-check';
import { join } from 'node:path';
import { IMAGE_RECIPE } from '../src/examine';
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
    ? planFleet(environment, {
        environments: [environment],
        catalog,
        imageRecipe: IMAGE_RECIPE,
        ignorePins: true,
      }).errors
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
});

const environmentMistakes: readonly Raw[] = [
  { aws: { account: '111122223333', region: 'us-esat-1' } },
  { aws: { account: 111122223333, region: 'us-east-1' } },
  { aws: { region: 'us-east-1' } },
  { aws: undefined },
  { access: 'tokn' },
  { access: undefined },
  { access: { jwt: { issuer: 'http://login.example.com', audiences: ['mcp'] } } },
];

/** Beyond an instance they depend on the account or the Region: ARNs are in them. */
function dependsOnAccount(error: string): boolean {
  return /^(variables-too-large|image-|quota-|concurrency-|limit-exceeded \S+\.servers\.[^.]+$)/.test(error);
}

test('a mistake in the account, the Region or access hides none in an instance, and brings none', () => {
  let found = 0;
  fc.assert(
    fc.property(
      sensible(catalog, 'dev'),
      mistake,
      fc.constantFrom(...environmentMistakes),
      (raw, first, change) => {
        const instances = placesOf(raw).filter(({ length }) => length === 4);
        const place = instances[first.place % instances.length]!;
        fc.pre('aws' in raw && errorsOf(raw).length === 0);
        const apart = errorsOf(withMistake(raw, place, first));
        const own = errorsOf({ ...raw, ...change });
        const both = errorsOf({ ...withMistake(raw, place, first), ...change });
        const inInstance = apart.filter((error) => isAt(error, place) && !dependsOnAccount(error));
        expect(both).toEqual(expect.arrayContaining([...own, ...inInstance]));
        expect([...own, ...apart]).toEqual(expect.arrayContaining(both));
        found += inInstance.length;
      },
    ),
    { numRuns: 300, seed: 11 },
  );
  expect(found).toBeGreaterThan(100);
});
