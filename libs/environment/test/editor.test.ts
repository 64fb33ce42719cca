import { join } from 'node:path';
import ts from 'typescript';
import type { z } from 'zod';
import type { EnvironmentInput } from '../src';
import { environmentSchema } from '../src';

/** The generated type is as narrow as the schema: whatever it lets through, the schema's own type lets through. */
export const narrow = (environment: EnvironmentInput): z.input<typeof environmentSchema> => environment;

const file = join(__dirname, 'environment.ts');

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  module: ts.ModuleKind.Node16,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es5.d.ts'],
  types: [],
};
let current = '';
let version = 0;

/** The language service of editors, over a file that is not on disk. One for all tests: it parses the rest once. */
const service = ts.createLanguageService({
  getScriptFileNames: () => [file],
  getScriptVersion: (name) => (name === file ? String(version) : '0'),
  getScriptSnapshot: (name) => {
    const source = name === file ? current : ts.sys.readFile(name);
    return source === undefined ? undefined : ts.ScriptSnapshot.fromString(source);
  },
  getCurrentDirectory: () => __dirname,
  getCompilationSettings: () => options,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name === file || ts.sys.fileExists(name),
  readFile: (name) => (name === file ? current : ts.sys.readFile(name)),
});

function editor(text: string): ts.LanguageService {
  current = text;
  version += 1;
  return service;
}

const environment = (deployment: string, more = '') => `import { defineEnvironment } from '../src/define';
export default defineEnvironment({
  name: 'dev',
  access: 'token',${more}
  deployments: { tools: { topology: 'per-server', ${deployment} } },
});
`;

function mistakesIn(text: string): string[] {
  return editor(text)
    .getSemanticDiagnostics(file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test.each([
  ["target: 'lambda', edge: 'rest-api', vpc: true, servers: { gitlab: { concurrency: { reserved: 1 } } }"],
  ["target: 'fargate', edge: 'alb', capacity: 'spot', servers: { gitlab: { size: { cpus: 1 } } }"],
  ["target: 'docker', port: 8080, servers: { gitlab: { settings: { A: 'a', B: 1, C: true } } }"],
])('%s type-checks', (deployment) => {
  expect(mistakesIn(environment(deployment))).toEqual([]);
});

test.each([
  ["target: 'lambda', edge: 'alb', servers: { gitlab: {} }", 'alb'],
  ["target: 'lambda', servers: { gitlab: { size: { cpus: 1 } } }", 'cpus'],
  ["target: 'lambda', servers: { gitlab: { scaling: { min: 1 } } }", 'scaling'],
  ["target: 'fargate', vpc: true, servers: { gitlab: {} }", 'vpc'],
  ["target: 'docker', host: 'mcp.example.com', servers: { gitlab: {} }", 'host'],
  ["target: 'fargte', servers: { gitlab: {} }", 'fargte'],
  ["target: 'lambda', servers: { gitlab: { memory: 512 } }", 'memory'],
  ["target: 'lambda'", 'servers'],
])('%s does not', (deployment, word) => {
  expect(mistakesIn(environment(deployment)).join()).toContain(word);
});

const topKeys = Object.keys(environmentSchema.shape);

test.each(topKeys)('the editor shows the sentence of %s', (key) => {
  const own = ['name', 'access', 'deployments'].includes(key) ? '' : `\n  ${key}: undefined,`;
  const text = environment("target: 'lambda', servers: { gitlab: {} }", own);
  const at = text.indexOf(`\n  ${key}:`) + 3;
  expect(ts.displayPartsToString(editor(text).getQuickInfoAtPosition(file, at)?.documentation)).toBe(
    environmentSchema.shape[key as keyof typeof environmentSchema.shape].description,
  );
});

test('the editor completes keys, with their sentences', () => {
  const text = environment("target: 'lambda', servers: { gitlab: { s } }");
  const at = text.indexOf('{ s }') + 3;
  const names =
    editor(text)
      .getCompletionsAtPosition(file, at, {})
      ?.entries.map(({ name }) => name) ?? [];
  expect(names).toEqual(expect.arrayContaining(['server', 'settings', 'size']));
  expect(names).not.toContain('scaling');
  const details = service.getCompletionEntryDetails(file, at, 'settings', {}, undefined, {}, undefined);
  expect(ts.displayPartsToString(details?.documentation)).toContain('never a secret');
});
