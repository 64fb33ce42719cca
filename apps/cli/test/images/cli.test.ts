import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/images/cli';

let root: string;
const written: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcp-fleet-images-cli-'));
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

function file(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

async function run(...argv: string[]): Promise<{ code: number; text: string }> {
  written.length = 0;
  const code = await main([...argv, '--root', root]);
  return { code, text: written.join('').trim() };
}

const notes = {
  name: 'com.example/notes',
  description: 'Keeps notes.',
  version: '1.2.0',
  packages: [
    { registryType: 'npm', identifier: '@example/notes', version: '1.2.0', transport: { type: 'stdio' } },
  ],
};

test('a server that there is not', async () => {
  file('servers/notes/server.json', notes);
  expect(await run('image', 'nots')).toEqual({
    code: 1,
    text: `servers
  got   "nots"
  rule  a server is a folder with a server.json; there are: notes
  fix   did you mean "notes"?
  code  unknown-server`,
  });
});

test('a processor that there is not', async () => {
  file('servers/notes/server.json', notes);
  expect(await run('image', 'notes', '--architecture', 'riscv64')).toEqual({
    code: 1,
    text: `--architecture
  got   "riscv64"
  rule  an image is built for one of: arm64, x86_64
  fix   use one of: arm64, x86_64
  code  architecture-unsupported`,
  });
});

test('a broken manifest: its own errors, and those of no other server', async () => {
  file('servers/notes/server.json', { ...notes, version: 3 });
  file('servers/other/server.json', 'no JSON');
  const { code, text } = await run('image', 'notes');
  expect(code).toBe(1);
  expect(text).toContain('servers/notes/server.json: version');
  expect(text).not.toContain('other');
});

test('a server without a program that could be in an image', async () => {
  const remotes = [{ type: 'streamable-http', url: 'https://notes.example.com/mcp' }];
  file('servers/notes/server.json', { ...notes, packages: [], remotes });
  expect((await run('image', 'notes')).text).toContain('the server is offered as a remote service only');
});

test('no engine on this computer, said in one report', async () => {
  file('servers/notes/server.json', notes);
  const path = process.env['PATH'];
  process.env['PATH'] = root;
  try {
    const { code, text } = await run('image', 'notes');
    expect([code, text.split('\n')[1]?.trim()]).toEqual([
      1,
      expect.stringMatching(
        /^rule {2}images are built by \w+( or \w+)?, and there is none on this computer$/,
      ),
    ]);
  } finally {
    process.env['PATH'] = path;
  }
});

test('an environment that there is not', async () => {
  expect((await run('images', 'dev')).text).toContain('code  environment-not-found');
});

test.each([
  [['image'], 'name a server'],
  [['images'], 'name an environment'],
  [['images', 'dev', 'staging'], "'staging' is too many"],
  [['build'], "there is no command 'build'"],
  [[], 'name a command'],
  [['image', 'notes', '--fast'], "Unknown option '--fast'"],
])('%j is a wrong call', async (argv, message) => {
  const { code, text } = await run(...argv);
  expect(code).toBe(64);
  expect(text).toContain(message);
  expect(text).toContain('images <command>');
});
