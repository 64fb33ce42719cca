import { FleetError } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What an environment file exports, or why it could not be read. */
export type ReadResult = { readonly value: unknown } | { readonly error: FleetError };

/** Runs an environment file and takes its default export. TypeScript has to be loadable: see typescript-hook.cjs. */
export function readEnvironmentFile(file: string): ReadResult {
  const path = resolve(file);
  try {
    const value = withSourceMaps(() => evaluated(load(path)?.default));
    if (value instanceof Promise) return { error: noExport('a Promise') };
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { error: noExport(value === undefined ? undefined : typeof value) };
  } catch (error) {
    return { error: unreadable(error, path) };
  }
}

function load(path: string): { default?: unknown } | undefined {
  // Read anew each time: a long-lived process may synthesise twice.
  delete require.cache[path];
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of the user, known at run time only
  return require(path) as { default?: unknown } | undefined;
}

/** Lines of an error as the file has them. Only here: for all of our packages Node would take a third longer. */
function withSourceMaps<T>(run: () => T): T {
  process.setSourceMapsEnabled(true);
  try {
    return run();
  } catch (error) {
    // A stack is mapped when it is first read.
    void (error as Partial<Error> | null)?.stack;
    throw error;
  } finally {
    process.setSourceMapsEnabled(Boolean(process.env['MCP_FLEET_DEBUG']));
  }
}

/** All properties read once, here, where an error of a getter is still an error of the file. */
function evaluated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(evaluated);
  if (typeof value !== 'object' || value === null || value instanceof Promise) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluated(item)]));
}

function noExport(got: string | undefined): FleetError {
  return new FleetError({
    code: 'environment-no-export',
    path: 'export default',
    value: got,
    rule: 'an environment file exports one environment as its default',
    fix: 'write export default defineEnvironment({ … })',
  });
}

function unreadable(error: unknown, file: string): FleetError {
  const message = error instanceof Error ? error.message : String(error);
  return new FleetError({
    code: 'environment-unreadable',
    path: placeIn(error, file),
    value: firstLines(
      stripVTControlCharacters(message).replaceAll(`${file}:`, '').replaceAll(file, 'the file'),
    ),
    rule: 'an environment file is TypeScript that parses and runs without an error',
    fix: 'mend what the message says',
  });
}

/** `line 12, column 5`, with the name of the file where a helper beside the environment file is at fault; else empty. */
function placeIn(error: unknown, file: string): string {
  if (!(error instanceof Error)) return '';
  const folder = dirname(file);
  const place = parserPlace(error) ?? importPlace(error) ?? framePlace(error, folder);
  if (place === undefined) return '';
  const position = place.column ? `line ${place.line}, column ${place.column}` : `line ${place.line}`;
  return place.file === file ? position : `${relative(folder, place.file)}: ${position}`;
}

interface Place {
  readonly file: string;
  readonly line: string;
  readonly column?: string | undefined;
}

/** The parser names a place in its excerpt: `[/folder/file.ts:4:1]`. */
function parserPlace({ message }: Error): Place | undefined {
  return placeOf(/\[([^\]\s]+):(\d+):(\d+)\]/.exec(stripVTControlCharacters(message)));
}

/** Node says only which file could not find which module; the line is where the file names it. */
function importPlace(error: Error & { requireStack?: readonly string[] }): Place | undefined {
  const file = error.requireStack?.[0];
  const wanted = /Cannot find module '([^']+)'/.exec(error.message)?.[1];
  if (file === undefined || wanted === undefined) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes(`'${wanted}'`) || line.includes(`"${wanted}"`));
  return at < 0 ? undefined : { file, line: String(at + 1) };
}

/** The first frame of the stack in the folder of the environment: the file itself, or one that it imports. */
function framePlace({ stack = '' }: Error, folder: string): Place | undefined {
  const escaped = folder.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return placeOf(new RegExp(`(${escaped}[^\\s:()]*):(\\d+)(?::(\\d+))?`).exec(stack));
}

function placeOf(match: RegExpExecArray | null): Place | undefined {
  const [, file, line, column] = match ?? [];
  return file !== undefined && line !== undefined ? { file, line, column } : undefined;
}

/** The message without the source excerpt of the parser, which repeats the file. */
function firstLines(message: string): string {
  const lines = message
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^[x×] /, '')
        .replace(/ ?(Stack backtrace|Caused by):.*$/, ''),
    )
    .filter((line) =>
      /^(?!Require stack|Stack backtrace|Caused by|Syntax Error$|- )[^│╭╰,`:|^\d]/.test(line),
    );
  return [...new Set(lines)].slice(0, 3).join(' ');
}
