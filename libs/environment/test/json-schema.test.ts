import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFiles } from '../src';

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

const parsed = (name: string) => JSON.parse(schemaFiles()[name] ?? '') as JsonSchema;

test('the files are those of an environment and of its images', () => {
  expect(Object.keys(schemaFiles())).toEqual(['environment.schema.json', 'images.schema.json']);
});

test.each(Object.entries(schemaFiles()))('schema/%s is what the code says', (name, content) => {
  const checkedIn = readFileSync(join(__dirname, '../schema', name), 'utf8').replaceAll('\r\n', '\n');
  // Stale? `npm run docs` writes it anew.
  expect(checkedIn === content).toBe(true);
});

test.each(Object.keys(schemaFiles()))('in %s each key is described, and others are refused', (name) => {
  const faults = (schema: JsonSchema, at: string): string[] => {
    const { properties, additionalProperties: values, anyOf = [] } = schema;
    return [
      ...(properties && values !== false ? [`${at} takes unknown keys`] : []),
      ...Object.entries(properties ?? {}).flatMap(([key, child]) => [
        ...(child.description ? [] : [`${at}.${key} is not described`]),
        ...faults(child, `${at}.${key}`),
      ]),
      ...(typeof values === 'object' ? faults(values, `${at}.*`) : []),
      ...anyOf.flatMap((form) => faults(form, at)),
    ];
  };
  expect(faults(parsed(name), name)).toEqual([]);
});
