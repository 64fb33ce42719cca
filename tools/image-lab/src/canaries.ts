import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values that stand for secrets: none of them may be found in an image or a log. */
export interface Canaries {
  /** What builds are given: a login for npm, pip and Git, and variables. */
  readonly build: string;
  /** What servers are given when they run. */
  readonly run: string;
  /** Token of the front door. */
  readonly token: string;
}

/** The build's is that of the set-up: another one would make every build new. */
export function makeCanaries(lab: string): Canaries {
  return {
    build: readFileSync(join(lab, 'etc/canary'), 'utf8').trim(),
    run: `canary-run-${randomBytes(12).toString('hex')}`,
    token: `canary-token-${randomBytes(12).toString('hex')}`,
  };
}

/** Secrets of an instance by the server it runs; those not named here have none. */
export function secretsOf(server: string, { run }: Canaries): Record<string, string> | undefined {
  const names: Readonly<Record<string, readonly string[]>> = {
    gitlab: ['GITLAB_TOKEN'],
    atlassian: ['JIRA_API_TOKEN'],
    dynatrace: ['DT_PLATFORM_TOKEN'],
    pagerduty: ['PAGERDUTY_USER_API_KEY'],
    servicenow: ['SERVICENOW_USERNAME', 'SERVICENOW_PASSWORD'],
  };
  const wanted = names[server];
  return wanted && Object.fromEntries(wanted.map((name) => [name, run]));
}

/** The router's secrets file: of all these instances, and the front door's tokens. */
export function writeSecretsFile(
  folder: string,
  name: string,
  instances: Readonly<Record<string, string>>,
  canaries: Canaries,
): string {
  const secrets = Object.entries(instances).map(([instance, server]) => [
    instance,
    secretsOf(server, canaries),
  ]);
  const file = join(folder, `${name}.json`);
  const content = {
    access: { tokens: [canaries.token] },
    ...Object.fromEntries(secrets.filter(([, value]) => value)),
  };
  writeFileSync(file, JSON.stringify(content));
  // Any user of a container may read it, whatever the rule of this one: Lambda's is not the image's.
  chmodSync(file, 0o644);
  return file;
}
