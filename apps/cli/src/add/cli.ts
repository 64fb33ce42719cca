import { newServer } from '@mcp-fleet/catalog';
import { throwIfAny, type FleetError } from '@mcp-fleet/core';
import { newEnvironment } from '@mcp-fleet/environment';
import { exitCodes } from '@mcp-fleet/terminal';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inTheWay, writeNew } from '../init/write-new';
import type { TemplateFile } from '../init/template';
import { readUrl } from './read-url';

const text = { type: 'string' } as const;
const COMMON = { root: text, json: { type: 'boolean' }, debug: { type: 'boolean' } } as const;

/** Files of something new, and sentences that the user has to read. */
interface Made {
  readonly files: readonly TemplateFile[];
  readonly notes: readonly string[];
  readonly next: string;
}

/** `mcp-fleet add environment`: throws FleetErrors for all that is wrong. */
export function addEnvironment(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: {
      ...COMMON,
      target: text,
      topology: text,
      edge: text,
      account: text,
      region: text,
      server: { type: 'string', multiple: true },
    },
    allowPositionals: true,
  });
  const [name = ''] = positionals;
  const { root = '.', json = false, server: servers = [], ...props } = values;
  const path = `environments/${name}/environment.ts`;
  const made = newEnvironment({ ...props, name, servers });
  const files = [{ path, text: made.text ?? '' }];
  const errors = made.errors.map((error) => error.inFile(path));
  return finish({ files, notes: [], next: `mcp-fleet synth ${name}` }, errors, { root, json });
}

/** `mcp-fleet add server`: rejects with FleetErrors for all that is wrong. */
export async function addServer(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: {
      ...COMMON,
      'package-version': text,
      'mcp-registry': text,
      'npm-registry': text,
      pypi: text,
    },
    allowPositionals: true,
  });
  const [name = '', source = ''] = positionals;
  const { root = '.', json = false } = values;
  const made = await newServer({
    key: name,
    source,
    version: values['package-version'],
    registries: {
      mcp: base(values['mcp-registry']),
      npm: base(values['npm-registry']),
      pypi: base(values.pypi),
    },
    readFile: (path) => readFileSync(resolve(path), 'utf8'),
    readUrl,
  });
  const files = [{ path: `servers/${name}/server.json`, text: made.text ?? '' }];
  const next = `name ${name} in the servers of an environment, then mcp-fleet synth <environment>`;
  return finish({ files, notes: made.notes, next }, made.errors, { root, json });
}

/** Writes and prints; with --json, prints what would be written, for the generators of Nx. */
function finish(
  made: Made,
  errors: readonly FleetError[],
  { root, json }: { root: string; json: boolean },
): number {
  const by = { command: 'add', another: 'choose another name, or edit the file' };
  throwIfAny([...inTheWay(root, made.files, by), ...errors]);
  if (json) {
    process.stdout.write(`${JSON.stringify(made, undefined, 2)}\n`);
    return exitCodes.ok;
  }
  writeNew(root, made.files);
  const lines = [...made.files.map(({ path }) => `  ${path}`), ...made.notes];
  process.stdout.write(`${lines.join('\n')}\n\nNext: ${made.next}\n`);
  return exitCodes.ok;
}

function base(address: string | undefined): string | undefined {
  return address?.replace(/\/+$/, '');
}
