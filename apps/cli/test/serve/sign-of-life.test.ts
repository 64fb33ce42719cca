import { join } from 'node:path';
import { installServer } from '../../src/serve/install-server';
import { withSignsOfLife } from '../../src/serve/sign-of-life';
import { World, manifest } from './world';

/** Only the clock of the lines stands still: programs run as ever. */
beforeEach(() =>
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
  }),
);
afterEach(() => jest.useRealTimers());

const lines: string[] = [];
const say = (line: string) => void lines.push(line);
beforeEach(() => void lines.splice(0));

test('a line comes every ten seconds, and none when the work has ended', async () => {
  const work = withSignsOfLife('Still working', say, async () => {
    jest.advanceTimersByTime(9_999);
    expect(lines).toEqual([]);
    jest.advanceTimersByTime(10_001);
    return 'result';
  });
  expect(await work).toBe('result');
  jest.advanceTimersByTime(60_000);
  expect(lines).toEqual(['Still working, 10 s', 'Still working, 20 s']);
});

test('work that fails ends the lines too', async () => {
  await expect(withSignsOfLife('Still working', say, () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  jest.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
});

test('an installation shows that it still runs', async () => {
  const world = new World();
  try {
    const done = join(world.folder, 'done');
    world.program(
      'npm',
      `if (process.argv[2] !== '--version') {
         setInterval(() => require('node:fs').existsSync(${JSON.stringify(done)}) && process.exit(), 5);
       }`,
    );
    const installing = installServer(world.folder, manifest(), say);
    jest.advanceTimersByTime(10_000);
    expect(lines).toEqual(['Installing notes: once for this version.', 'Still installing notes, 10 s']);
    world.write('done', '');
    await installing;
  } finally {
    world.remove();
  }
});
