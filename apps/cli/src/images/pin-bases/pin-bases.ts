import { FleetError } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { apiHost, isLoopback } from '../registry/reference';
import { RegistryClient } from '../registry/registry-client';
import { replaceFile } from '../replace-file';
import { together } from '../together';
import type { Base } from './bases';
import { basesOf, pinned, withDefaults } from './bases';

export interface PinBasesProps {
  readonly dockerfiles: readonly string[];
  /** Only say which are stale. @default false */
  readonly check?: boolean;
  readonly say: (line: string) => void;
}

/**
 * Asks the registry of each base for the digest that its tag has now, and writes it into the defaults of the ARGs. A
 * base is for all architectures: its digest is that of the index.
 *
 * @returns how many bases were stale; with `check` they still are.
 * @throws FleetErrors `registry-unreachable`, `registry-refused` or `base-unknown`; nothing is written then.
 */
export async function pinBases({ dockerfiles, check = false, say }: PinBasesProps): Promise<number> {
  const files = dockerfiles.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const bases = new Map<string, { base: Base; file: string }>();
  for (const { file, text } of files) {
    for (const base of basesOf(text)) if (!bases.has(base.text)) bases.set(base.text, { base, file });
  }
  const ask = digests();
  const found = await together([...bases.values()], async ({ base, file }) => ({
    base,
    now: pinned(base.reference, await ask(base, file)),
  }));
  const stale = found.filter(({ base, now }) => base.text !== now);
  for (const { base, now } of found) say(lineOf(base, now, check));
  if (check || stale.length === 0) return stale.length;
  const defaults = new Map(stale.map(({ base, now }) => [base.text, now]));
  for (const { file, text } of files) {
    const after = withDefaults(text, defaults);
    if (after !== text) replaceFile(file, after);
  }
  say('The Dockerfiles are part of every tag: npm run images:recipe, then commit both.');
  return stale.length;
}

function lineOf({ text, reference }: Base, now: string, check: boolean): string {
  if (text === now) return `${text}: as the registry has it`;
  const before = reference.digest ? `its tag has moved` : 'not pinned yet';
  return check ? `${text}: ${before}; the registry has ${now.split('@')[1]}` : `${now}: written (${before})`;
}

/** Asks each registry for each tag once. */
function digests(): (base: Base, file: string) => Promise<string> {
  const clients = new Map<string, RegistryClient>();
  const asked = new Map<string, Promise<string>>();
  return (base, file) => {
    const { host, repository, tag } = base.reference;
    const client = clients.get(host) ?? new RegistryClient({ host: apiHost(host), plain: isLoopback(host) });
    clients.set(host, client);
    const key = `${host}/${repository}:${tag}`;
    const answer = asked.get(key) ?? digestOf(client, base, basename(file));
    asked.set(key, answer);
    return answer;
  };
}

async function digestOf(client: RegistryClient, base: Base, file: string): Promise<string> {
  const { repository, tag } = base.reference;
  const manifest = tag === undefined ? 'no-tag' : await client.manifest(repository, tag);
  if (typeof manifest !== 'string') return manifest.digest;
  throw new FleetError({
    code: 'base-unknown',
    path: base.argument,
    file,
    value: base.text,
    rule:
      manifest === 'no-tag'
        ? 'a base is named by an exact tag, whose digest is then written behind it'
        : 'the registry has this base under this tag',
    fix: 'name a tag that exists: the page of the base in its registry lists them',
  });
}
