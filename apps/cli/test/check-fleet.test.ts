import type { ErrorCode } from '@mcp-fleet/core';
import { errorCodes, formatReport, isSaidAtStart } from '@mcp-fleet/core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkFleet } from '../src/check-fleet';
import { main } from '../src/program';
import { fleetCases } from './fleet-cases';

const OWN = '9.0.7';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-check-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

test.each(fleetCases.map((bad) => [bad.code, bad] as const))('%s', (_, { files, report }) => {
  write(files);
  // In the fix, <folder> is what the user fills in.
  expect(formatReport(checkFleet(folder, OWN)).replace(folder, '<folder>')).toBe(report);
});

test('every code of this kind has a case', () => {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isSaidAtStart);
  expect(fleetCases.map(({ code }) => code).sort()).toEqual(codes.sort());
});

test.each([
  ['the same version', '^9.0.7'],
  ['an older one', '~8.9.9'],
  ['an archive', 'file:../mcp-fleet-10.0.0.tgz'],
])('%s is asked for: nothing is wrong', (_, range) => {
  write({
    'servers/notes/server.json': '{}',
    'package.json': JSON.stringify({ devDependencies: { 'mcp-fleet': range } }),
  });
  expect(checkFleet(folder, OWN)).toEqual([]);
});

test('this repository is a fleet', () => {
  expect(checkFleet(resolve(__dirname, '../../..'))).toEqual([]);
});

test.each(['synth', 'list', 'plan dev', 'local up dev', 'add environment dev'])(
  'mcp-fleet %s checks the folder before anything else',
  async (call) => {
    await expect(main([...call.split(' '), '--root', folder])).rejects.toThrow('fleet-missing');
  },
);
