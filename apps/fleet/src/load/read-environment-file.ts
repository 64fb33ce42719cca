import { FleetError } from '@mcp-fleet/core';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What an environment file exports, or why it could not be read. */
export type ReadResult = { readonly value: unknown } | { readonly error: FleetError };

/** Runs an environment file and takes its default export. TypeScript has to be loadable: see typescript-hook.cjs. */
export function readEnvironmentFile(file: string): ReadResult {
  const path = resolve(file);
  try {
    const value = withSourceMaps(() => load(path)?.default);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { error: noExport(value) };
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
    void (error as Partial<Error>).stack;
    throw error;
  } finally {
    process.setSourceMapsEnabled(Boolean(process.env['MCP_FLEET_DEBUG']));
  }
}

function noExport(value: unknown): FleetError {
  return new FleetError({
    code: 'environment-no-export',
    path: 'export default',
    value: value === undefined ? undefined : typeof value,
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

/** `line 12, column 5`, from the first stack frame in the file or from the parser's own text; else empty. */
function placeIn(error: unknown, file: string): string {
  const text =
    error instanceof Error ? stripVTControlCharacters(`${error.stack ?? ''}\n${error.message}`) : '';
  const escaped = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const frame =
    new RegExp(`${escaped}:(\\d+)(?::(\\d+))?`).exec(text) ?? /\[[^\]\s]*:(\d+):(\d+)\]/.exec(text);
  if (!frame) return '';
  return frame[2] ? `line ${frame[1]}, column ${frame[2]}` : `line ${frame[1]}`;
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
