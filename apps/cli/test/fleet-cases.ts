import type { ErrorCode } from '@mcp-fleet/core';

/** A fleet that no command begins with, and the report that a user then reads. */
export interface BadFleet {
  readonly code: ErrorCode;
  /** Files of the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** The whole report. `<folder>` stands for the folder. */
  readonly report: string;
}

const version = (text: string) => JSON.stringify({ version: text });

/** Every error that any command of a fleet reports before it begins. */
export const fleetCases: readonly BadFleet[] = [
  {
    code: 'fleet-missing',
    files: { 'package.json': '{}' },
    report: `<folder>
  rule  a fleet is a folder with environments/ and servers/
  fix   go to the folder of the fleet, name it with --root, or make one: mcp-fleet init <folder>
  code  fleet-missing`,
  },
  {
    code: 'fleet-newer',
    files: {
      'environments/dev/environment.ts': '',
      'package.json': JSON.stringify({ devDependencies: { 'mcp-fleet': '^9.1.0' } }),
    },
    report: `package.json: mcp-fleet
  got   "^9.1.0"
  rule  the fleet was made by a newer mcp-fleet than this one, which is 9.0.7
  fix   run npm install in the fleet, then npx mcp-fleet
  code  fleet-newer`,
  },
  {
    code: 'package-twice',
    files: {
      'environments/dev/environment.ts': '',
      'node_modules/@mcp-fleet/core/package.json': version('9.0.7'),
      'node_modules/@mcp-fleet/plan/package.json': version('9.0.7'),
      'node_modules/@mcp-fleet/plan/node_modules/@mcp-fleet/core/package.json': version('8.0.0'),
    },
    report: `node_modules: @mcp-fleet/core
  got   "9.0.7, and 8.0.0 for @mcp-fleet/plan"
  rule  all packages of mcp-fleet that are installed have one version
  fix   ask for the same version of each in package.json, then npm install; npm ls shows who asks for which
  code  package-twice`,
  },
];
