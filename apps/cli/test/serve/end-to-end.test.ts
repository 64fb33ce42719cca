import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { installServer } from '../../src/serve/install-server';
import { GIT, GO, NPM, PYTHON, type Program, problemOf } from '../../src/serve/program';
import { checkPort } from '../../src/serve/router-process';
import { checkServed, serve } from '../../src/serve/serve';
import { npmRegistry } from './npm-registry';
import { World, manifest } from './world';

// The real router, npm, pip, git and Go; what they would fetch is on this computer.
let world: World;
const saved = { ...process.env };
beforeEach(() => (world = new World()));
afterEach(() => {
  process.env = { ...saved };
  world.remove();
});

/** A test that a computer without these programs skips and says so; CI has to have them. */
function testWith(programs: readonly Program[], name: string, run: () => Promise<void>): void {
  const lacks = process.env['CI'] ? [] : programs.filter((program) => problemOf(program, name));
  if (lacks.length > 0) {
    console.log(`Skipped, it needs ${lacks.map((program) => program.name).join(', ')}: ${name}`);
    return test.skip(name, run);
  }
  return test(name, run);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const say = () => undefined;

testWith([GO, NPM], 'a server of npm behind the real router, from its manifest to a tool call', async () => {
  const registry = await npmRegistry(world);
  process.env['npm_config_registry'] = registry.url;
  process.env['npm_config_cache'] = join(world.folder, 'npm-cache');
  mkdirSync(join(world.folder, 'apps'));
  symlinkSync(resolve(__dirname, '../../../../apps/router'), join(world.folder, 'apps/router'));
  world.write('.env', 'NOTES_TOKEN=s3cret');
  world.write(
    'servers/notes/server.json',
    JSON.stringify({
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'com.example/notes',
      description: 'Notes.',
      version: '1.2.3',
      packages: [
        {
          registryType: 'npm',
          identifier: '@example/notes',
          version: '1.2.3',
          transport: { type: 'stdio' },
          environmentVariables: [{ name: 'NOTES_TOKEN', isSecret: true, isRequired: true }],
        },
      ],
    }),
  );
  const token = '0123456789abcdef';
  const port = await freePort();
  const lines: string[] = [];
  const results: Awaited<ReturnType<typeof checkServed>>[] = [];
  try {
    await serve({
      root: world.folder,
      server: 'notes',
      port,
      token,
      asked: 'processes',
      prefer: 'processes',
      log: (line) => lines.push(line),
      say,
      signal: new AbortController().signal,
      whenReady: async (base) => {
        results.push(await checkServed(base, 'notes', token), await checkServed(base, 'notes'));
      },
    });
  } finally {
    registry.close();
  }
  const [well, refused] = results;
  expect(well).toMatchObject({
    health: 200,
    protocol: { era: 'modern', version: '2026-07-28' },
    tools: { count: 2, first: ['list_notes', 'given_6'] },
    call: 'list_notes',
  });
  expect(well?.error).toBeUndefined();
  expect(refused?.error?.code).toBe('access-denied');
  expect(lines.join('\n')).not.toMatch(/s3cret|0123456789abcdef/);
  // All has ended: somebody else may listen there.
  await checkPort(port);
});

testWith([GO, GIT], 'Go source at a commit is built, its version with it', async () => {
  const source = join(world.folder, 'repository');
  world.write('repository/go.mod', 'module example.com/notes\n\ngo 1.21\n');
  world.write(
    'repository/cmd/notes/main.go',
    'package main\n\nvar Version = "none"\n\nfunc main() { println(Version) }\n',
  );
  const git = (...args: string[]) => execFileSync('git', args, { cwd: source, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'notes');
  const program = await installServer(
    world.folder,
    manifest({
      source: {
        kind: 'go',
        repository: source,
        commit: git('rev-parse', 'HEAD'),
        mainPackage: './cmd/notes',
        binary: 'notes',
        versionVariable: 'main.Version',
      },
    }),
    say,
  );
  expect(execFileSync('sh', ['-c', `${program} 2>&1`], { encoding: 'utf8' })).toBe('1.2.3\n');
});

testWith([PYTHON], 'a wheel is installed into an environment of its own', async () => {
  const wheel = join(world.folder, 'example_notes-1.2.3-py3-none-any.whl');
  const info = 'example_notes-1.2.3.dist-info';
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('example_notes.py', 'def main(): print("notes")')
    wheel.writestr('${info}/METADATA', 'Metadata-Version: 2.1\\nName: example-notes\\nVersion: 1.2.3\\n')
    wheel.writestr('${info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('${info}/entry_points.txt', '[console_scripts]\\nnotes = example_notes:main\\n')
    wheel.writestr('${info}/RECORD', '')
`;
  execFileSync('python3', ['-c', script, wheel]);
  process.env['PIP_NO_INDEX'] = '1';
  process.env['PIP_FIND_LINKS'] = world.folder;
  const source = { kind: 'pypi', package: 'example-notes', version: '1.2.3', binary: 'notes' } as const;
  const program = await installServer(world.folder, manifest({ source }), say);
  expect(execFileSync(program, { encoding: 'utf8' })).toBe('notes\n');
});
