import type { Catalog } from '@mcp-fleet/catalog';
import { schemaFiles } from '@mcp-fleet/environment';
import * as fc from 'fast-check';
import type { JsonSchema } from './from-schema';
import { fromSchema } from './from-schema';
import type { MadeUpServers } from './made-up-servers';
import { madeUpServers } from './made-up-servers';
import type { Mutation } from './mutate';
import { mutated, mutation } from './mutate';
import { pair } from './pair';
import { SECRET, sensible } from './sensible';

/** The files of one run. */
export interface Files {
  /** How they were made. */
  readonly kind: 'sensible' | 'mutated' | 'secret' | 'schema';
  /** What the environment files export. The first is the one that is asked for. */
  readonly exports: readonly unknown[];
  /** The file before its one mistake, where there was just one. */
  readonly before?: unknown;
  /** Where none were made up, the servers are those of the repository. */
  readonly servers?: MadeUpServers;
  /** What images.json says: every image that is planned, or one of them otherwise. */
  readonly pins: 'none' | 'sound' | 'broken';
}

type Made = Pick<Files, 'kind' | 'exports' | 'before'>;

/** Files of one environment or two, with servers that are there or made up, or whatever the schema has words for. */
export function files({ servers }: Catalog): fc.Arbitrary<Files> {
  const pins = fc.constantFrom<Files['pins']>('none', 'none', 'sound', 'broken');
  const schema = JSON.parse(schemaFiles()['environment.schema.json'] ?? '{}') as JsonSchema;
  const { everything } = servers;
  return fc
    .oneof(
      { arbitrary: fc.record({ pins, made: environments({ servers }) }), weight: 14 },
      {
        // One that is sound is always among them, for an environment has at least one.
        arbitrary: madeUpServers.chain((made) =>
          fc.record({
            pins,
            servers: fc.constant(made),
            made: environments({ servers: { ...made.catalog.servers, everything: everything! } }),
          }),
        ),
        weight: 7,
      },
      {
        arbitrary: fc.record({
          pins,
          made: of(
            'schema',
            fromSchema(schema).map((one) => [named(one)]),
          ),
        }),
        weight: 3,
      },
    )
    .map(({ made, ...rest }): Files => ({ ...made, ...rest }));
}

/** Sound ones, and ones with a mistake or two. */
function environments(catalog: Catalog): fc.Arbitrary<Made> {
  const dev = sensible(catalog, 'dev');
  const some = fc.oneof(
    { arbitrary: dev.map((one) => [one]), weight: 12 },
    { arbitrary: fc.tuple(dev, sensible(catalog, 'eu')), weight: 3 },
    { arbitrary: pair(catalog), weight: 3 },
  );
  const secret = fc.tuple(dev, fc.nat()).map(([one, place]) => [withSecret(catalog, one, place)]);
  return fc.oneof(
    { arbitrary: of('sensible', some), weight: 12 },
    { arbitrary: fc.tuple(some, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(broken), weight: 8 },
    { arbitrary: of('secret', secret), weight: 1 },
  );
}

function of(kind: Made['kind'], exports: fc.Arbitrary<readonly unknown[]>): fc.Arbitrary<Made> {
  return exports.map((all) => ({ kind, exports: all }));
}

function broken([[first, ...rest], mutations]: [readonly unknown[], readonly Mutation[]]): Made {
  const exports = [mutations.reduce<unknown>(mutated, first), ...rest];
  const [only, ...more] = mutations;
  // A renamed key is two mistakes, a copied value may be sound for itself, and an object has many in it.
  const one = rest.length === 0 && more.length === 0 && only !== undefined && isOne(only);
  return { kind: 'mutated', exports, ...(one ? { before: first } : {}) };
}

function isOne({ kind, value }: Mutation): boolean {
  return kind === 'remove' || (kind === 'replace' && (typeof value !== 'object' || value === null));
}

/** A secret as a setting of an instance: an error, whose text must not have it. */
function withSecret(
  catalog: Catalog,
  environment: Readonly<Record<string, unknown>>,
  place: number,
): unknown {
  const copy = structuredClone(environment) as {
    deployments: Record<
      string,
      { servers: Record<string, { server: string; settings?: Record<string, unknown> }> }
    >;
  };
  const instances = Object.values(copy.deployments).flatMap(({ servers }) => Object.values(servers));
  const chosen = instances[place % instances.length];
  const secret = chosen && catalog.servers[chosen.server]?.inputs.find((input) => input.secret);
  if (chosen && secret) chosen.settings = { ...chosen.settings, [secret.name]: SECRET };
  return copy;
}

/** Under another name its folder would refuse it. */
function named(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value, name: 'dev' }
    : value;
}
