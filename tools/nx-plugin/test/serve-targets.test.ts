import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environmentTargets, serverTargets } from '../targets.cjs';

const repository = resolve(__dirname, '../../..');
const program = (command: string) => command.split(' ').find((word) => word.endsWith('main.ts')) ?? '';

test.each([
  ['serve', serverTargets('gitlab').serve, 'gitlab'],
  ['verify', environmentTargets({ name: 'dev', servers: [], related: [] }).verify, 'dev'],
  ['ops', environmentTargets({ name: 'dev', servers: [], related: [] }).ops, 'dev'],
])(
  '%s runs a program that exists, for its project, and is never taken from the cache',
  (verb, target, name) => {
    expect(existsSync(join(repository, program(target.command)))).toBe(true);
    expect(target.command).toContain(`main.ts ${verb} ${name}`);
    expect(target.cache).toBe(false);
  },
);
