import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFiles } from '../src';

const FOLDER = join(__dirname, '../schema');

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
}

test.each(Object.entries(schemaFiles()))('schema/%s is what the code says', (name, content) => {
  const checkedIn = readFileSync(join(FOLDER, name), 'utf8');
  // Stale? `npm run docs` writes it anew.
  expect(checkedIn === content).toBe(true);
});

test('each key of deployment.json is described, and others are refused; server.json lets others pass', () => {
  const parsed = (name: string) => JSON.parse(schemaFiles()[name] ?? '') as JsonSchema;
  const deployment = parsed('deployment.schema.json');
  const undescribed = (schema: JsonSchema, at: string): string[] =>
    Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
      ...(child.description ? [] : [`${at}${key}`]),
      ...undescribed(child, `${at}${key}.`),
    ]);
  expect(Object.keys(deployment.properties ?? {})).toHaveLength(21);
  expect(undescribed(deployment, '')).toEqual([]);
  expect(deployment.additionalProperties).toBe(false);
  expect(parsed('server.schema.json').additionalProperties).not.toBe(false);
});
