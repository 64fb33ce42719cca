import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { synthFleet } from '../../src';
import { validEnvironment, validFiles } from './base';
import type { BadInput } from './case';
import { environmentFile, merge } from './case';

/** The files of a case: the valid project with the change laid over it. */
export function filesOf({ change, files = {} }: BadInput): Record<string, string> {
  const environment = change
    ? { 'environments/dev/environment.ts': environmentFile(merge(validEnvironment, change)) }
    : {};
  const all = Object.entries({ ...validFiles, ...environment, ...files });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Writes files into a new folder, runs what is given there, and removes it. */
export function inProject<T>(files: Record<string, string>, run: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'mcp-fleet-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What a user reads of a case, and what was written all the same. */
export function reportOf(bad: BadInput): { report: string; written: readonly string[] } {
  return inProject(filesOf(bad), (root) => {
    const outdir = join(root, bad.out ?? 'out');
    const report = messageOf(
      bad.example?.run ??
        (() =>
          void synthFleet({
            root,
            outdir,
            environment: bad.environment ?? 'dev',
            strict: bad.strict ?? false,
          })),
    );
    return { report: withoutBuilds(report), written: readdirSync(root).filter((name) => name === 'out') };
  });
}

/** What an image was built from changes with every change of the router; the page and the cases do not. */
function withoutBuilds(report: string): string {
  return report.replace(/\b(v[\w.]+)-[0-9a-f]{12}\b/g, '$1-<build>');
}

function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was wrong with this case');
}
