import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routerServers } from '@mcp-fleet/catalog';
import { shippedServers, startKnown } from '../src/generated-files';
import { schemaFaults, type Schema } from './json-schema';

const ROOT = join(__dirname, '../../..');
const FIXTURES = join(ROOT, 'apps/router/testdata/servers');
const servers = startKnown(shippedServers(ROOT));
const keys = Object.keys(servers).sort();
const schema = read(join(ROOT, 'apps/router/schema/servers.schema.json')) as Schema;

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

test("the router's examples are the servers that this repository ships", () => {
  expect(readdirSync(FIXTURES).sort()).toEqual(keys.map((key) => `${key}.json`).sort());
});

test.each(keys)('%s: the router is tested with what an image tells it', (key) => {
  const server = servers[key];
  expect(server && routerServers([server])).toEqual(read(join(FIXTURES, `${key}.json`)));
});

test("an image of all of them keeps to the router's schema", () => {
  const all = JSON.parse(JSON.stringify(routerServers(Object.values(servers)))) as unknown;
  expect(schemaFaults(schema, all)).toEqual([]);
});

test('the check of the schema finds what the router would refuse', () => {
  const server = {
    version: '',
    transport: 'sse',
    command: [],
    port: '80',
    logLevel: { variable: 'a b' },
    inputs: [{ name: 'A' }],
    typo: 1,
  };
  expect(schemaFaults(schema, { servers: { Bad: server, good: { version: '1' } } })).toEqual([
    'servers.Bad.command: minItems',
    'servers.Bad.inputs.0.kind: required',
    'servers.Bad.logLevel.variable: pattern',
    'servers.Bad.port: type',
    'servers.Bad.transport: enum',
    'servers.Bad.typo: additionalProperties',
    'servers.Bad.version: minLength',
    'servers.Bad: pattern',
    'servers.good.command: required',
    'servers.good.transport: required',
  ]);
});

test('the check of the schema does not pass over what it does not know', () => {
  expect(() => schemaFaults({ type: 'object', not: {} } as Schema, {})).toThrow('not');
});
