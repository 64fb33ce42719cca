import { main } from '../../src/deploy/cli';

let printed = '';
beforeEach(() => {
  printed = '';
  const print = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  jest.spyOn(process.stderr, 'write').mockImplementation(print);
  jest.spyOn(process.stdout, 'write').mockImplementation(print);
});
afterEach(() => jest.restoreAllMocks());

test.each([
  [[], 'name a command'],
  [['apply', 'dev'], "there is no command 'apply'"],
  [['toString', 'dev'], "there is no command 'toString'"],
  [['plan'], 'name an environment'],
  [['plan', 'dev', 'staging'], "one environment at a time: 'staging' is too many"],
  [['plan', 'dev', '--owt'], "Unknown option '--owt'"],
])('a wrong call %p is exit code 64 with the usage', async (args, message) => {
  expect(await main(args)).toBe(64);
  expect(printed).toContain(message);
  expect(printed).toContain('deploy <command> <environment>');
});

test('--help is exit code 0', async () => {
  expect(await main(['--help'])).toBe(0);
});

test('an error is a report without a stack trace, and leaves no listener behind', async () => {
  const listeners = process.listenerCount('SIGINT');
  expect(await main(['plan', 'dev', '--terraform', 'no-such-terraform'])).toBe(1);
  expect(printed).toContain('code  terraform-missing');
  expect(printed).not.toContain('    at ');
  expect(process.listenerCount('SIGINT')).toBe(listeners);
});
