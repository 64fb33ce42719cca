import { loadCatalog } from '@mcp-fleet/catalog';
import { errorCodes } from '@mcp-fleet/core';
import type { EnvironmentInput } from '@mcp-fleet/environment';
import { parseEnvironment } from '@mcp-fleet/environment';
import { TOPICS } from 'mcp-fleet/ops';
import { planFleet } from '@mcp-fleet/plan';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Node } from './prose';
import { at, blocks, evaluate, fits, inlineCode, placesOf, prosePages, root } from './prose';

interface Targets {
  environmentTargets(environment: {
    name: string;
    servers: string[];
    related: string[];
    place: 'unknown';
  }): Record<string, { command: string }>;
  serverTargets(name: string): Record<string, { command: string }>;
}

const pages = prosePages();
const each = Object.entries(pages);
const schema = JSON.parse(
  readFileSync(join(root, 'libs/environment/schema/environment.schema.json'), 'utf8'),
) as Node;
const folders = (path: string) =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const environments = folders('environments');
const servers = folders('servers').filter((name) => name !== 'images');
// eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript, which Nx loads
const { environmentTargets, serverTargets } = require(join(root, 'libs/nx/targets.cjs')) as Targets;
const ofEnvironment = Object.keys(
  environmentTargets({ name: 'x', servers: [], related: [], place: 'unknown' }),
);
const ofServer = Object.keys(serverTargets('x'));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Whether `nx run <project>:<target>` exists. */
function isTarget(project: string, target: string): boolean {
  const environment = project === '<environment>' || environments.includes(project);
  const server = project === '<server>' || servers.includes(project);
  return (environment && ofEnvironment.includes(target)) || (server && ofServer.includes(target));
}

test.each(each)('%s: commands of this repository exist', (_, page) => {
  const runs = [...page.matchAll(/nx run ([\w<>-]+):([\w-]+)/g)].map(([, project = '', target = '']) => ({
    project,
    target,
  }));
  expect(runs.filter(({ project, target }) => !isTarget(project, target))).toEqual([]);
  const named = [...page.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script = '']) => script);
  expect(named.filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  const topics = [...page.matchAll(/--topic (\w+)/g)].map(([, topic = '']) => topic);
  expect(topics.filter((topic) => !Object.hasOwn(TOPICS, topic))).toEqual([]);
});

test('the pages name commands at all', () => {
  const text = Object.values(pages).join('\n');
  expect([...text.matchAll(/nx run [\w<>-]+:[\w-]+/g)].length).toBeGreaterThan(50);
});

test.each(each)('%s: links within the repository lead somewhere', (path, page) => {
  const links = [...page.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  const inside = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(inside.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
});

const whole = each.flatMap(([path, page]) =>
  blocks(page, 'ts')
    .map((text) => /export default defineEnvironment\(([\s\S]*)\);/.exec(text)?.[1])
    .filter((text) => text !== undefined)
    .map((text) => [path, text] as const),
);

test.each(whole)('%s: an environment that is written out can be planned', (_, text) => {
  const { catalog } = loadCatalog('servers', { cwd: root });
  const input = evaluate(text) as EnvironmentInput;
  expect(input).toBeInstanceOf(Object);
  const { environment, errors } = parseEnvironment(input);
  const all = environment
    ? planFleet(environment, { environments: [environment], catalog, imageRecipe: '0123456789ab' }).errors
    : errors;
  expect(all.map(({ code, path }) => `${code} ${path}`)).toEqual([]);
});

test('there are such environments', () => expect(whole.length).toBeGreaterThan(1));

/** `a.b.c`, from the top or from anywhere, as prose does. */
function isPath(text: string): boolean {
  const [first = '', ...rest] = text.split('.');
  let nodes = placesOf(schema, first);
  for (const key of rest) nodes = nodes.flatMap((node) => at(node, key));
  return nodes.length > 0;
}

test.each(each)('%s: paths of keys are in the schema', (_, page) => {
  const paths = inlineCode(page).filter(
    (text) =>
      /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/.test(text) &&
      placesOf(schema, text.split('.')[0] ?? '').length > 0 &&
      !/\.(json|ts|md|cjs)$/.test(text),
  );
  expect(paths.filter((text) => !isPath(text))).toEqual([]);
});

test.each(each)('%s: keys with their values are in the schema', (_, page) => {
  const wrong = inlineCode(page).filter((text) => {
    const key = /^\{? ?([a-z][A-Za-z]*)(?:\.([a-z][A-Za-z]*))?: /.exec(text);
    if (!key) return false;
    const [, first = '', second] = key;
    const found = placesOf(schema, first);
    const nodes = second === undefined ? found : found.flatMap((node) => at(node, second));
    if (nodes.length === 0) return true;
    // What is left out in prose is left out here too.
    if (/…|<|\.\.\./.test(text)) return false;
    const object = /^\{/.test(text)
      ? text
      : `{ ${second === undefined ? text : text.replace(`${first}.`, '')} }`;
    const value = evaluate(object) as Record<string, unknown> | undefined;
    return value === undefined || !nodes.some((node) => fits(node, value[second ?? first]));
  });
  // Keys of deployment.json, whose schema is that of libs/catalog.
  expect(wrong.filter((text) => !OTHER_KEYS.some((key) => text.startsWith(`${key}: `)))).toEqual([]);
});

const OTHER_KEYS = ['protocol', 'sessions'];

test('the checks see what is wrong', () => {
  expect(isPath('access.jwt.audiences')).toBe(true);
  expect(isPath('access.jwt.audience')).toBe(false);
  const [edge = {}] = placesOf(schema, 'edge');
  expect([fits(edge, 'rest-api'), fits(edge, 'rest')]).toEqual([true, false]);
  const secrets = placesOf(schema, 'secrets');
  expect(secrets.some((node) => fits(node, { key: 'own', onlyServers: true }))).toBe(true);
  expect(secrets.some((node) => fits(node, { key: 'own', onlyServer: true }))).toBe(false);
  expect(isTarget('dev', 'ops')).toBe(true);
  expect(isTarget('dev', 'opps')).toBe(false);
});

test('codes that the page of operations names exist', () => {
  const words = inlineCode(pages['docs/operations.md'] ?? '').filter((text) =>
    /^[a-z]+(-[a-z]+)+$/.test(text),
  );
  expect(words.length).toBeGreaterThan(5);
  const other = ['put-secret-value'];
  expect(words.filter((word) => !Object.hasOwn(errorCodes, word) && !other.includes(word))).toEqual([]);
});
