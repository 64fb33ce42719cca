import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, verbs } from '../src/program';
import { addVerbs } from '../src/verbs/add';
import { localVerbs } from '../src/verbs/local';

const commands = [
  ...verbs.map((verb) => ({ words: [nameOf(verb.call)], verb })),
  ...addVerbs.map((verb) => ({ words: ['add', nameOf(verb.call)], verb })),
  ...localVerbs.map((verb) => ({ words: ['local', nameOf(verb.call)], verb })),
].map((command) => ({ ...command, title: command.words.join(' ') }));

let output: string;
let errors: string;
let root: string;

beforeEach(() => {
  output = errors = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((output += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((errors += String(text))));
  root = mkdtempSync(join(tmpdir(), 'mcp-fleet-'));
  mkdirSync(join(root, 'environments/staging'), { recursive: true });
  mkdirSync(join(root, 'servers'));
  writeFileSync(join(root, 'environments/staging/environment.ts'), 'export default {};\n');
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
  process.exitCode = undefined;
});

test('the help lists every command and the exit codes', async () => {
  expect(await main(['--help'])).toBe(0);
  const words = output.replace(/\s+/g, ' ');
  for (const { says } of verbs) expect(words).toContain(says);
  expect(output).toMatch(/64 +wrong call/);
});

describe.each(commands)('$title', ({ words, verb }) => {
  test('--help prints its options and its example, and is exit code 0', async () => {
    expect(await main([...words, '--help'])).toBe(0);
    expect(output).toContain(`Usage: mcp-fleet ${words.join(' ')}`);
    expect(output).toContain(`Example:\n  ${verb.example}`);
    expect(verb.example.startsWith(`mcp-fleet ${words.join(' ')}`)).toBe(true);
    expect(errors).toBe('');
  });

  test('an unknown option is exit code 64', async () => {
    expect(await main([...words, '--no-such-option'])).toBe(64);
    expect(errors).toMatch(/^error: unknown option '--no-such-option'/);
    expect(errors).not.toContain('    at ');
  });

  if (verb.call.includes('<')) {
    test('a missing argument is exit code 64', async () => {
      expect(await main(words)).toBe(64);
      expect(errors).toMatch(/^error: missing required argument/);
    });
  }

  if (!/\.\.\.\]/.test(verb.call)) {
    test('an argument too many is exit code 64', async () => {
      expect(await main([...words, 'a', 'b', 'c'])).toBe(64);
      expect(errors).toMatch(/^error: too many arguments/);
    });
  }

  if (/[<[]environment[>\]]/.test(verb.call)) {
    test('an unknown environment is a report with a suggestion', async () => {
      const server = verb.call.includes('<server>') ? ['notes'] : [];
      expect(await main([...words, 'stagin', ...server, '--root', root])).toBe(1);
      expect(errors).toContain('did you mean "staging"?');
      expect(errors).toMatch(/code {2}environment-not-found/);
      expect(errors).not.toContain('    at ');
    });
  }
});

test.each([
  [['depoy', 'dev'], "error: unknown command 'depoy'\n(Did you mean deploy?)"],
  [['local', 'restrat', 'local'], "error: unknown command 'restrat'\n(Did you mean restart?)"],
  [['plan', 'dev', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
])('%j is a wrong call with a suggestion', async (argv, message) => {
  expect(await main(argv)).toBe(64);
  expect(errors).toContain(message);
});

test('no command is a wrong call that prints the help', async () => {
  expect(await main([])).toBe(64);
  expect(errors).toContain('Usage: mcp-fleet');
});

test('every option of a command is known to the program behind it', async () => {
  for (const { words, verb } of commands) {
    for (const { flags } of verb.flags ?? []) {
      const [long = '', value] = flags.split(' ');
      errors = '';
      // A wrong call ends both before anything is loaded: --debug= has no value in the programs.
      await verb.run([value ? `${long}=x` : long, '--debug=x', '--', 'a', 'b']).catch(() => undefined);
      expect([words, long, errors]).not.toEqual([
        words,
        long,
        expect.stringContaining(`Unknown option '${long}'`),
      ]);
    }
  }
});

function nameOf(call: string): string {
  return call.split(' ')[0] as string;
}
