import { loadFleet, planLoaded } from '@mcp-fleet/fleet';
import type { FleetPlan } from '@mcp-fleet/plan';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An edit of an environment file: its own words. */
export type Edit = readonly [from: string, to: string];

/** What no example has, all at once: a shell, a rotation, a zone that is made, a failover. */
export const EDITS: readonly Edit[] = [
  ['protected: true', 'protected: false'],
  ["zone: 'example.com'", "zone: 'example.com', create: true"],
  ["secrets: { key: 'own' }", "secrets: { key: 'own', onlyServers: true }"],
  [
    "host: 'mcp.example.com'",
    "host: 'mcp.example.com', debug: { exec: true }, failover: { role: 'primary', with: 'recovery', instance: 'gitlab' }",
  ],
  [
    'pagerduty: {}',
    "pagerduty: { rotation: { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:rotate', roleArn: 'arn:aws:iam::111122223333:role/rotate' } }",
  ],
];

/** The plan of `production` with other words, in a copy of the repository's environments; it has a twin in eu-west-1. */
export function editedProduction(root: string, edits: readonly Edit[] = EDITS): FleetPlan {
  const folder = mkdtempSync(join(tmpdir(), 'ops-'));
  try {
    const source = join(root, 'environments/production');
    const text = edits.reduce(
      (all, [from, to]) => {
        if (!all.includes(from)) throw new Error(`production does not say: ${from}`);
        return all.replace(from, to);
      },
      readFileSync(join(source, 'environment.ts'), 'utf8'),
    );
    cpSync(source, join(folder, 'environments/production'), { recursive: true });
    writeFileSync(join(folder, 'environments/production/environment.ts'), text);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'environments/recovery'));
    writeFileSync(
      join(folder, 'environments/recovery/environment.ts'),
      text
        .replace("name: 'production'", "name: 'recovery'")
        .replaceAll('us-east-1', 'eu-west-1')
        .replace("role: 'primary', with: 'recovery'", "role: 'secondary', with: 'production'")
        .replace(', create: true', '')
        .replace('10.20.0.0/16', '10.30.0.0/16'),
    );
    const fleet = loadFleet({
      root: folder,
      environment: 'production',
      serversFolders: [join(root, 'servers')],
    });
    return planLoaded(fleet)[0] as FleetPlan;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The plan of `dev` with functions that are kept warm. */
export function warmDev(root: string, concurrency: string): FleetPlan {
  const folder = mkdtempSync(join(tmpdir(), 'ops-'));
  try {
    const text = readFileSync(join(root, 'environments/dev/environment.ts'), 'utf8');
    mkdirSync(join(folder, 'environments/dev'), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(
      join(folder, 'environments/dev/environment.ts'),
      text.replace('gitlab: {}', `gitlab: { concurrency: ${concurrency} }`),
    );
    const fleet = loadFleet({
      root: folder,
      environment: 'dev',
      serversFolders: [join(root, 'servers')],
    });
    return planLoaded(fleet)[0] as FleetPlan;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
