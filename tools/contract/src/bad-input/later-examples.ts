import type { ErrorCode } from '@mcp-fleet/core';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The part of a row in a command's own table of bad input that the page shows. */
export interface LaterExample {
  readonly code: ErrorCode;
  /** What is wrong, where a code has several cases. */
  readonly title?: string;
  /** The whole report. */
  readonly report: string;
}

const root = join(__dirname, '../../../..');
const load = createRequire(__filename);

/**
 * The reports of errors that no synthesis can bring: those of commands that ask Terraform, AWS, an engine, a registry
 * or a server. Each table is a file `*-cases.ts` among the tests of a command, which raise every one of its errors.
 * Tables are found rather than imported: the tests of a package are no library.
 */
export function laterExamples(): LaterExample[] {
  return ['apps', 'tools']
    .flatMap((storey) => readdirSync(join(root, storey)).map((name) => join(root, storey, name, 'test')))
    .flatMap(tablesBelow)
    .flatMap((file) => Object.values(load(file) as Record<string, unknown>))
    .filter(Array.isArray)
    .flatMap((table) => table as LaterExample[]);
}

function tablesBelow(folder: string): string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return files
      .filter((name) => name.endsWith('-cases.ts'))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    // A package without tests.
    return [];
  }
}
