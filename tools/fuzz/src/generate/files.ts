import type { Catalog } from '@mcp-fleet/catalog';
import { schemaFiles } from '@mcp-fleet/environment';
import * as fc from 'fast-check';
import type { JsonSchema } from './from-schema';
import { fromSchema } from './from-schema';
import { mutated, mutation } from './mutate';
import { SECRET, sensible } from './sensible';

/** What the files of one run export, by how they were made. The first is the one that is asked for. */
export interface Files {
  readonly kind: 'sensible' | 'mutated' | 'secret' | 'schema';
  readonly exports: readonly unknown[];
}

/** Files of one environment or two: sound ones, ones with a mistake or two, and whatever the schema has words for. */
export function files(catalog: Catalog): fc.Arbitrary<Files> {
  const schema = JSON.parse(schemaFiles()['environment.schema.json'] ?? '{}') as JsonSchema;
  const dev = sensible(catalog, 'dev');
  const pair = fc.oneof(
    { arbitrary: dev.map((one) => [one]), weight: 3 },
    { arbitrary: fc.tuple(dev, sensible(catalog, 'eu')), weight: 1 },
  );
  const of = (kind: Files['kind'], exports: fc.Arbitrary<readonly unknown[]>) =>
    exports.map((all): Files => ({ kind, exports: all }));
  return fc.oneof(
    { arbitrary: of('sensible', pair), weight: 12 },
    {
      arbitrary: of(
        'mutated',
        fc
          .tuple(pair, fc.array(mutation, { minLength: 1, maxLength: 3 }))
          .map(([[first, ...rest], mutations]) => [mutations.reduce<unknown>(mutated, first), ...rest]),
      ),
      weight: 8,
    },
    {
      arbitrary: of(
        'secret',
        fc.tuple(dev, fc.nat()).map(([one, place]) => [withSecret(catalog, one, place)]),
      ),
      weight: 1,
    },
    {
      arbitrary: of(
        'schema',
        fromSchema(schema).map((one) => [named(one)]),
      ),
      weight: 3,
    },
  );
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
