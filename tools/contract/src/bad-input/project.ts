import { synthFleet } from '@mcp-fleet/fleet';
import { environmentFile, inProject, merge, validEnvironment, validFiles } from '@mcp-fleet/testing/fleet';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BadInput } from './case';

/** The files of a case: the valid project with the change laid over it. */
export function filesOf({ change, files = {} }: BadInput): Record<string, string> {
  const environment = change
    ? { 'environments/dev/environment.ts': environmentFile(merge(validEnvironment, change)) }
    : {};
  const all = Object.entries({ ...validFiles, ...environment, ...files });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
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
